"""What `make docs-check` finds, on pages and commands that are wrong in one place each."""

from pathlib import Path

import pytest

from scripts.docs_check import mentions, programs, rules, running, shell
from scripts.docs_check.markdown import Block, Page, slug

HERE = programs.ROOT / "docs" / "page.md"
FENCE = "```"


def page(text: str) -> Page:
    return Page(HERE, text)


def block(text: str, info: str = "sh") -> Page:
    return page(f"Before.\n\n{FENCE}{info}\n{text}\n{FENCE}\n")


def words(found) -> list[str]:
    return [problem.words for problem in found]


@pytest.mark.parametrize(
    "link",
    [
        "[a](api.md)",
        "[a](api.md#a-token)",
        "[a](../README.md#two-commands)",
        "[a](#here-it-is)",
        "[two\nlines](api.md)",
        '<img src="screenshots/queue-light.png" alt="">',
        "[![a](screenshots/queue-light.png)](api.md)",
        "[a](https://example.org/missing.md)",
        "[a](mailto:desk@example.org)",
        "`[a](missing.md)`",
        f"{FENCE}text\n[a](missing.md)\n{FENCE}",
    ],
)
def test_links_that_lead_somewhere(link):
    assert words(rules.links(page(f"# Here it is\n\n{link}\n"))) == []


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("[a](missing.md)", "the link leads nowhere: missing.md"),
        ("[a](api.md#missing)", "there is no such heading: api.md#missing"),
        ("[a](#missing)", "there is no such heading: #missing"),
        ("![a](screenshots/missing.png)", "the link leads nowhere: screenshots/missing.png"),
        ('<img src="missing.png" alt="">', "the link leads nowhere: missing.png"),
        ("[a](../../../etc/passwd)", "the link leads nowhere: ../../../etc/passwd"),
        ("[a](API.md)", "the link leads nowhere: API.md"),
        ("[a][b]\n\n[b]: missing.md", "the link leads nowhere: missing.md"),
    ],
)
def test_links_that_lead_nowhere(link, said):
    found = list(rules.links(page(f"# Here\n\n{link}\n")))
    assert words(found) == [said]
    assert found[0].line >= 3


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Two commands", "two-commands"),
        ("The `full` run, at last!", "the-full-run-at-last"),
        ("[Linked](a.md) words", "linked-words"),
        ("Who — and why", "who--and-why"),
        ("«المصادر»", "المصادر"),
    ],
)
def test_anchors_of_headings(heading, anchor):
    assert slug(heading) == anchor


def test_the_second_of_two_equal_headings_is_numbered():
    assert page("# A\n\n## B\n\n## B\n").anchors == {"a", "b", "b-1"}


def test_a_block_in_a_list_ends_where_its_fence_does():
    text = "1. One:\n\n   ```sh\n   make help\n   ```\n2. Two [a](api.md)\n"
    found = page(text)
    assert [one.text.strip() for one in found.blocks] == ["make help"]
    assert [one.text for one in found.links()] == ["api.md"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("make run", [["make", "run"]]),
        ("A=1 B='x y' make run  # why", [["make", "run"]]),
        ("sudo -u newsdesk env A=1 make run", [["make", "run"]]),
        ("a one \\\n  two", [["a", "one", "two"]]),
        ("a | b && c; d", [["a"], ["b"], ["c"], ["d"]]),
        ("a < in.txt > out.txt 2>&1", [["a"]]),
        ("until a; do [ $? = 75 ] || break; done", [["a"], ["[", "$?", "=", "75", "]"], ["break"]]),
        ("a <<'END'\nrm -rf /\nEND\nb", [["a"], ["b"]]),
        ("printf 'one\ntwo' | a", [["printf", "one\ntwo"], ["a"]]),
        ("a &", [["a"]]),
        ("# nothing\n", []),
    ],
)
def test_scripts_are_taken_apart(text, expected):
    assert [list(one.words) for one in shell.commands(text)] == expected


@pytest.mark.parametrize(
    "command",
    [
        "make test",
        "make run PORT=9000",
        "MODELS=best make run",
        ".venv/bin/python manage.py migrate --verbosity 0",
        "manage.py models pull fast --source folder",
        "manage.py subscribers suppress a@b.example --reason asked",
        "python -m summaries.checks ar.txt en.txt",
        ".venv/bin/pytest tests/test_workflow.py -q",
        "python3 scripts/services.py start --folder x --throwaway",
        "pip install -r requirements.txt -c constraints.txt",
        "gunicorn newsdesk.wsgi",
        "sudo apt-get install make",
        "ls docs/*.md",
        "docker compose build",
        "docker compose up --detach --scale nlp=2",
        "docker compose run --rm --entrypoint python web manage.py models pull fast",
    ],
)
def test_commands_that_name_what_exists(command):
    assert words(rules.blocks(block(command))) == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("make tset", "make has no target “tset”"),
        ("make run PROT=1", "the Makefile has no variable PROT"),
        ("manage.py modles pull", "manage.py has no command “modles”"),
        ("manage.py models pul fast", "manage.py models: Error: argument action: invalid choice"),
        ("manage.py models pull fast --from x", "manage.py models: Error: unrecognized arguments"),
        ("manage.py subscribers erase a@b.example", "manage.py subscribers: Error: the following"),
        ("python -m summaries.chekcs", "there is no module summaries.chekcs"),
        ("python -m scripts.gazetteer --fast", "scripts.gazetteer has no option --fast"),
        ("python scripts/missing.py", "there is no scripts/missing.py"),
        ("python scripts/services.py start --missing", "scripts/services.py has no option --miss"),
        ("pytest tests/test_missing.py", "there is no tests/test_missing.py"),
        ("pytest tests/test_workflow.py::test_missing", "tests/test_workflow.py has no test_miss"),
        ("pip install -r missing.txt", "pip: there is no missing.txt"),
        ("gunicron newsdesk.wsgi", "“gunicron” is no program that docs-check knows"),
        ("systemctl restart newsdesk-missing.service", "there is no unit newsdesk-missing.service"),
        ("cp deploy/missing.conf /etc", "there is no deploy/missing.conf"),
        ("docker compose up nlq", "compose.yaml has no service “nlq”"),
        ("docker compose up --scale nlq=2", "compose.yaml has no service “nlq”"),
        ("docker compose exec web python manage.py shel", "manage.py has no command “shel”"),
        ("make 'test", "the shell cannot read this: bash: "),
    ],
)
def test_commands_that_name_what_does_not_exist(command, said):
    found = list(rules.blocks(block(f"make help\n{command}")))
    assert [one.words[: len(said)] for one in found][:1] == [said]
    assert found[0].line in (4, 5)


@pytest.mark.parametrize(
    ("text", "info", "is_right"),
    [
        ('{"a": 1}', "json", True),
        ('{"a": 1,}', "json", False),
        ("a = 1", "toml", True),
        ("a = ", "toml", False),
        ("def f(): ...", "python", True),
        ("def f(:", "python", False),
        ("whatever", "text", True),
        ("whatever", "", False),
        ("whatever", "bash", False),
    ],
)
def test_blocks_say_what_they_are_and_are_that(text, info, is_right):
    assert (words(rules.blocks(block(text, info))) == []) is is_right


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("make evaluate DATA=folder", []),
        ("manage.py ingest FILE|URL|-", []),
        ("manage.py accounts list|sign-out USER", []),
        (".venv/bin/python manage.py draft article.txt [--json]", []),
        ("manage.py", []),
        ("make up your mind", ["make has no target “up”"]),
        ("manage.py sources docter", ["manage.py sources has no “docter”"]),
        ("manage.py subscribers erase ADDRESS --nevermore", ["manage.py subscribers has no opti"]),
        ("python -m docs.missing", ["there is no module docs.missing"]),
    ],
)
def test_commands_that_a_sentence_mentions(code, said):
    found = list(mentions.mentioned(code))
    assert [one[:33] for one in found][: max(1, len(said))] == [each[:33] for each in said]


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("See `summaries/workflow.py`.", True),
        ("See `services/gate.py`.", True),
        ("See `docs/missing.md`.", False),
        ("It is in `var/active/profile.toml`.", True),
    ],
)
def test_files_that_a_sentence_mentions(text, is_right):
    assert (words(rules.mentions(page(text))) == []) is is_right


def test_variables_in_tables_are_read_somewhere():
    table = "| Variable | Meaning |\n|---|---|\n| `SITE_URL`, `NOT_A_SETTING` | x |\n"
    assert words(rules.variables(page(table))) == ["nothing reads the variable NOT_A_SETTING"]


def test_a_variable_that_no_page_explains_is_found(monkeypatch):
    monkeypatch.setattr(rules, "settings_read", lambda: frozenset({"SITE_URL", "NOT_TOLD"}))
    assert words(rules.unexplained()) == ["no page explains the variable NOT_TOLD"]


def test_a_page_that_nobody_finds_is_found(monkeypatch):
    start = Page(programs.ROOT / "README.md", "[a](docs/api.md)")
    others = [Page(programs.ROOT / "docs" / name, "") for name in ("api.md", "sources.md")]
    monkeypatch.setattr(rules, "pages", lambda: (start, *others))
    assert [problem.page.name for problem in rules.unreachable()] == ["sources.md"]


def test_a_block_runs_beside_the_project_and_its_failure_is_told(tmp_path):
    folder = running.sandbox(tmp_path)
    done = running.run(Block("echo made > made.txt; ls manage.py; false", 1, ("sh", "run")), folder)
    assert (done.returncode, done.stdout) == (1, "manage.py\n")
    assert Path(folder / "made.txt").read_text() == "made\n"
    assert not (programs.ROOT / "made.txt").exists()
