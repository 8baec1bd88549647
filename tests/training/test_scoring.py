"""Scores as figures, as tables and as a verdict."""

import pytest

from training.scoring import markdown, scored, verdict

REFERENCE = ["The minister opened the new bridge in Amman.", "The court refused the old law."]
NEAR = ["The minister opened a new bridge in Amman.", "The court refused the old law."]
FAR = ["A cat sat on the mat for nine long years.", "It rained."]


def two_systems(student: tuple[float, float], stand_in: tuple[float, float], part: str = ""):
    """Return the scores of one test as `evaluate` keeps them."""
    rows = {"student": student, "stand-in": stand_in}
    scores = {f"{n}{part}": {"bleu": b, "chrf": c, "lines": 100} for n, (b, c) in rows.items()}
    return {"flores": scores | {"google": {"bleu": 99, "chrf": 99, "lines": 100}}}


class TestScored:
    def test_a_perfect_system_has_100_and_a_wrong_one_little(self):
        found = scored({"same": REFERENCE, "near": NEAR, "far": FAR}, REFERENCE)
        assert found["same"]["bleu"] == pytest.approx(100)
        assert found["same"]["chrf"] == pytest.approx(100)
        assert 50 < found["near"]["bleu"] < 100
        assert found["far"]["chrf"] < 30

    def test_it_has_sacrebleus_signatures(self):
        bleu, chrf = scored({"same": REFERENCE}, REFERENCE)["same"]["signatures"]
        assert "tok:13a" in bleu
        assert "nc:6" in chrf

    def test_systems_are_compared_on_the_lines_that_all_have(self):
        found = scored({"student": NEAR, "stand-in": FAR[:1]}, REFERENCE)
        assert {name: score["lines"] for name, score in found.items()} == {
            "student": 2,
            "student, first 1 lines": 1,
            "stand-in, first 1 lines": 1,
        }
        assert found["student, first 1 lines"]["bleu"] < found["student"]["bleu"]


class TestTable:
    def test_rows_rise_by_bleu_and_show_the_speed(self):
        scores = two_systems((20, 45), (15, 41))
        scores["flores"]["student"]["sentences_per_second"] = 12.345
        rows = markdown(scores).splitlines()
        assert rows[2] == "| flores | stand-in | 100 | 15.0 | 41.0 |  |"
        assert rows[3] == "| flores | student | 100 | 20.0 | 45.0 | 12.35 |"
        assert len(rows) == 5

    def test_nothing_measured_is_nothing_shown(self):
        assert markdown({}) == ""


class TestVerdict:
    @pytest.mark.parametrize("part", ["", ", first 100 lines"])
    @pytest.mark.parametrize(
        ("student", "as_high"),
        [((15.4, 41.0), True), ((20, 45), True), ((15.3, 45), False), ((20, 40.9), False)],
    )
    def test_both_scores_must_be_as_high(self, student, as_high, part):
        found = verdict(two_systems(student, (15.4, 41.0), part))
        assert found["as_high"] is as_high
        assert f"flores{part}: student {student[0]:.1f} BLEU" in found["words"]
        assert ("may become" in found["words"]) is as_high

    def test_every_test_counts(self):
        both = two_systems((20, 45), (15, 41)) | {
            "held-out": two_systems((10, 45), (15, 41))["flores"]
        }
        assert verdict(both)["as_high"] is False

    def test_without_a_stand_in_it_says_nothing(self):
        alone = {"flores": {"student": {"bleu": 20, "chrf": 45, "lines": 100}}}
        assert verdict(alone)["as_high"] is None
        assert "not both scored" in verdict(alone)["words"]

    def test_different_lines_are_not_compared(self):
        found = {"flores": {"student": {"bleu": 20, "chrf": 45, "lines": 100}}}
        found["flores"]["stand-in, first 5 lines"] = {"bleu": 1, "chrf": 1, "lines": 5}
        assert verdict(found)["as_high"] is None
