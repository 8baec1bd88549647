"""The model store: its registry, models from a local hub, and the engines it builds."""

import hashlib
import json
from dataclasses import replace

import pytest

from summaries.engine.errors import ModelUnavailable
from summaries.engine.marian import MarianTranslator, TransformersMarianTranslator
from summaries.engine.modelstore import ModelStore, Registry, State, read_active, write_active
from summaries.engine.modelstore.hub import safe_files
from tests.engine.modelstore.case import (
    HUB_FILES,
    JOINED,
    OTHER,
    REGISTRY,
    REVISION,
    WEIGHTS,
    pull_hub,
)


def _rewrite_lock(store: ModelStore, change) -> None:
    path = store.root / "opus.lock.json"
    lock = json.loads(path.read_text())
    change(lock["files"])
    path.write_text(json.dumps(lock))


class TestRegistry:
    def test_the_shipped_registry_is_sound(self):
        registry = Registry.load()
        assert {"best", "fast", "starter"} <= set(registry.profiles)
        for model in registry.models.values():
            assert model.licence
            assert model.quality
            assert model.disk > 1_000_000
            assert model.stand_in == (model.kind == "chat")

    @pytest.mark.parametrize(
        ("old", "new", "complaint"),
        [
            (REVISION, "main", "40 hex"),
            (JOINED, "abc", "64 hex"),
            ('kind = "marian"', 'kind = "oracle"', "unknown kind"),
            ('repo = "outlet/opus"', "", "only one"),
            ('repo = "outlet/opus"', 'repo = "a/b"\nfolder = "weights/opus"', "only one"),
            ('repo = "outlet/opus"', 'folder = "/etc"', "inside it"),
            ('repo = "outlet/opus"', 'folder = "weights/../.."', "inside it"),
            ("[models.opus.sha256]", "[models.opus.sums]", "cannot be read"),
            ('summarizer = "chat"', 'summarizer = "nobody"', "unknown model nobody"),
            ('licence = "CC0"', "", "cannot be read"),
            ("[profiles.fast]", "[profiles.fast", "cannot be read"),
        ],
    )
    def test_a_wrong_registry_is_refused(self, tmp_path, old, new, complaint):
        path = tmp_path / "models.toml"
        path.write_text(REGISTRY.replace(old, new), encoding="utf-8")
        with pytest.raises(ModelUnavailable, match=complaint):
            Registry.load(path)

    def test_an_unknown_profile_is_answered_with_the_known_ones(self, registry):
        with pytest.raises(ModelUnavailable, match="fast, hub, chat"):
            registry.profile("fastest")


class TestHubModels:
    def test_a_pull_installs_the_safe_files_and_records_them(self, store, snapshot):
        folder = pull_hub(store, snapshot)
        names = {path.name for path in folder.iterdir()}
        assert names == set(HUB_FILES) - {"pytorch_model.bin", "train.py"}
        lock = json.loads((store.root / "opus.lock.json").read_text())
        assert lock["revision"] == REVISION
        assert lock["files"]["model.safetensors"]["size"] == len(WEIGHTS)
        store.verify("hub")

    @pytest.mark.parametrize(
        ("names", "weights"),
        [
            (["model.safetensors", "pytorch_model.bin"], "model.safetensors"),
            (["pytorch_model.bin", "tf_model.h5"], "pytorch_model.bin"),
        ],
    )
    def test_pickled_weights_come_only_where_nothing_else_is(self, names, weights):
        assert safe_files(["config.json", "modeling.py", "onnx/model.bin", *names]) == [
            "config.json",
            weights,
        ]

    @pytest.mark.parametrize("gone", ["model.safetensors+pytorch_model.bin", "source.spm"])
    def test_an_incomplete_source_installs_nothing(self, store, snapshot, gone):
        for name in gone.split("+"):
            (snapshot / name).unlink()
        with pytest.raises(ModelUnavailable):
            pull_hub(store, snapshot)
        assert not store.path("opus").exists()
        (found,) = store.status("hub")
        assert found.state is State.PARTIAL

    def test_weights_that_were_not_published_install_nothing(self, store, snapshot):
        (snapshot / "model.safetensors").write_bytes(WEIGHTS[::-1])
        with pytest.raises(ModelUnavailable, match="not the file that was published"):
            pull_hub(store, snapshot)
        assert not store.path("opus").exists()

    def test_a_cache_with_another_revision_is_refused(self, store, snapshot, tmp_path):
        cache = tmp_path / "cache"
        target = cache / "models--outlet--opus" / "snapshots" / OTHER
        target.parent.mkdir(parents=True)
        snapshot.rename(target)
        with pytest.raises(ModelUnavailable, match="revision abab"):
            store.pull("hub", source=cache)

    @pytest.mark.parametrize(
        ("harm", "complaint"),
        [
            (lambda p: p.write_bytes(p.read_bytes()[:-9]), "bytes instead of"),
            (lambda p: p.write_bytes(p.read_bytes()[::-1]), "changed after it was installed"),
            (lambda p: p.unlink(), "is missing"),
        ],
        ids=["truncated", "tampered", "missing"],
    )
    def test_harm_after_the_install_is_named_and_repaired(self, store, snapshot, harm, complaint):
        folder = pull_hub(store, snapshot)
        harm(folder / "source.spm")
        with pytest.raises(ModelUnavailable, match=rf"source.spm .*{complaint}.*models pull hub"):
            store.verify("hub")

    def test_a_damaged_model_is_fetched_again(self, store, snapshot):
        folder = pull_hub(store, snapshot)
        (folder / "source.spm").unlink()
        (found,) = store.status("hub")
        assert found.state is State.DAMAGED
        pull_hub(store, snapshot)
        store.verify("hub")

    def test_a_rewritten_lock_does_not_hide_tampered_weights(self, store, snapshot):
        folder = pull_hub(store, snapshot)
        forged = WEIGHTS[::-1]
        (folder / "model.safetensors").write_bytes(forged)
        lock_path = store.root / "opus.lock.json"
        lock = json.loads(lock_path.read_text())
        lock["files"]["model.safetensors"]["sha256"] = hashlib.sha256(forged).hexdigest()
        lock_path.write_text(json.dumps(lock))
        with pytest.raises(ModelUnavailable, match="not the published file"):
            store.verify("hub")

    @pytest.mark.parametrize("name", ["pytorch_model.bin", "deep/extra.json"])
    def test_a_file_that_the_lock_does_not_list_is_named(self, store, snapshot, name):
        path = pull_hub(store, snapshot) / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"slipped in")
        with pytest.raises(ModelUnavailable, match=f"{name} was added after"):
            store.verify("hub")

    def test_an_empty_lock_is_damage_and_a_pull_repairs_it(self, store, snapshot):
        folder = pull_hub(store, snapshot)
        _rewrite_lock(store, lambda files: files.clear())
        (folder / "source.spm").write_bytes(b"forged")
        (found,) = store.status("hub")
        assert found.state is State.DAMAGED
        with pytest.raises(ModelUnavailable, match="lists no files"):
            store.verify("hub")
        pull_hub(store, snapshot)
        store.verify("hub")

    def test_a_lock_cannot_hide_a_published_file(self, store, snapshot):
        folder = pull_hub(store, snapshot)
        (folder / "model.safetensors").write_bytes(WEIGHTS[::-1])
        _rewrite_lock(store, lambda files: files.pop("model.safetensors"))
        with pytest.raises(ModelUnavailable, match=r"model.safetensors is not the published file"):
            store.verify("hub")

    def test_other_weights_cannot_stand_in_for_the_published_ones(self, store, snapshot):
        folder = pull_hub(store, snapshot)
        (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
        _rewrite_lock(
            store, lambda files: files.update({"pytorch_model.bin": files.pop("model.safetensors")})
        )
        with pytest.raises(ModelUnavailable, match=r"model.safetensors is not the published file"):
            store.verify("hub")

    def test_a_source_without_the_published_file_installs_nothing(self, store, snapshot):
        (snapshot / "model.safetensors").unlink()
        with pytest.raises(ModelUnavailable, match=r"without model.safetensors"):
            pull_hub(store, snapshot)
        assert not store.path("opus").exists()

    @pytest.mark.parametrize("name", ["source.spm", "model.safetensors"])
    def test_a_link_out_of_the_source_is_refused(self, store, snapshot, tmp_path, name):
        secret = tmp_path / "secret"
        (snapshot / name).rename(secret)
        (snapshot / name).symlink_to(secret)
        with pytest.raises(ModelUnavailable, match=rf"{name} .* leads out of"):
            pull_hub(store, snapshot)
        assert not store.path("opus").exists()

    def test_the_links_of_a_hub_cache_are_followed(self, store, snapshot, tmp_path):
        home = tmp_path / "cache" / "models--outlet--opus"
        (home / "snapshots").mkdir(parents=True)
        snapshot.rename(home / "blobs")
        (home / "snapshots" / REVISION).mkdir()
        for blob in (home / "blobs").iterdir():
            (home / "snapshots" / REVISION / blob.name).symlink_to(f"../../blobs/{blob.name}")
        store.pull("hub", source=tmp_path / "cache")
        assert not (store.path("opus") / "source.spm").is_symlink()
        store.verify("hub")

    def test_a_garbled_lock_says_what_to_do(self, store, snapshot):
        pull_hub(store, snapshot)
        (store.root / "opus.lock.json").write_text("{")
        with pytest.raises(ModelUnavailable, match="Delete it"):
            store.status("hub")

    def test_too_little_disk_is_said_before_anything_is_fetched(self, store, snapshot):
        huge = replace(store.registry.models["opus"], disk=10**18)
        store.registry = replace(store.registry, models={"opus": huge})
        with pytest.raises(ModelUnavailable, match=r"needs 1000000000.0 GB .* Free some space"):
            pull_hub(store, snapshot)


class TestTrustOnFirstUse:
    @pytest.fixture
    def store(self, store) -> ModelStore:
        """A store whose registry names no revision and no sums."""
        free = replace(store.registry.models["opus"], revision="", sha256={})
        store.registry = replace(store.registry, models={**store.registry.models, "opus": free})
        return store

    def test_the_first_pull_decides_the_revision(self, store, snapshot, tmp_path):
        cache = tmp_path / "cache" / "models--outlet--opus" / "snapshots"
        cache.mkdir(parents=True)
        snapshot.rename(cache / OTHER)
        store.pull("hub", source=tmp_path / "cache")
        assert store.status("hub")[0].revision == OTHER

    def test_later_pulls_are_held_to_the_first(self, store, snapshot):
        folder = pull_hub(store, snapshot)
        (folder / "source.spm").unlink()
        (snapshot / "vocab.json").write_bytes(b'{"other": 1}')
        with pytest.raises(ModelUnavailable, match=r"vocab.json differ.*lock.json"):
            pull_hub(store, snapshot)


class TestBuilding:
    def test_a_missing_model_names_the_command(self, store):
        with pytest.raises(ModelUnavailable, match=r"opus is missing.*models pull fast"):
            store.build_translator("fast")

    @pytest.mark.parametrize(
        ("engine", "expected"),
        [("", MarianTranslator), ("transformers", TransformersMarianTranslator)],
    )
    def test_engines_carry_where_they_come_from(self, store, snapshot, engine, expected):
        pull_hub(store, snapshot)
        translator = store.build_translator("hub", engine=engine, threads=1, beam=2)
        assert type(translator) is expected
        assert translator.provenance.model == "opus"
        assert translator.provenance.revision == REVISION
        assert translator.provenance.quality == "measured elsewhere"
        assert not translator.provenance.stand_in

    def test_stand_ins_say_so(self, store, wheels):
        store.pull("chat", source=wheels)
        for built in (store.build_translator("chat"), store.build_summarizer("chat")):
            assert built.provenance.stand_in
            assert built.provenance.revision == JOINED

    def test_a_score_of_translations_is_not_shown_for_summaries(self, store, wheels):
        store.pull("chat", source=wheels)
        assert store.build_translator("chat").provenance.quality == "weak"
        assert store.build_summarizer("chat").provenance.quality == "not scored"


class TestActiveProfile:
    def test_starter_until_something_else_is_chosen(self, tmp_path):
        path = tmp_path / "var" / "active"
        assert read_active(path) == "starter"
        write_active(path, "fast")
        assert read_active(path) == "fast"
        assert [found.name for found in path.parent.iterdir()] == ["active"]
