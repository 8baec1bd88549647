"""The filesystem broker: messages appear whole, and a broken one ends no worker."""

import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from newsdesk import broker


@pytest.fixture
def channel(tmp_path):
    broker.install()
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    options |= {"control_folder": str(tmp_path / "control")}
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.channel()


def test_the_application_rings_through_it(channel):
    assert isinstance(channel, broker.Channel)


def test_a_message_comes_back_once(channel):
    channel._put("nlp", {"job": 7})
    channel._put("default", {"job": 8})
    assert channel._get("nlp") == {"job": 7}
    with pytest.raises(Empty):
        channel._get("nlp")


@pytest.mark.parametrize("content", [b"", b'{"job": ', b"\xff\xfe"])
def test_a_broken_message_is_skipped(channel, tmp_path, content, caplog):
    (tmp_path / "0_broken.nlp.msg").write_bytes(content)
    channel._put("nlp", {"job": 7})
    with pytest.raises(Empty):
        channel._get("nlp")
    assert "skipped" in caplog.text
    assert channel._get("nlp") == {"job": 7}


def test_readers_beside_writers_see_whole_messages_only(channel, tmp_path, caplog):
    wanted = 300
    writer = threading.Thread(
        target=lambda: [channel._put("nlp", {"job": n, "pad": "x" * 500}) for n in range(wanted)]
    )
    writer.start()
    got = []
    while writer.is_alive() or list(Path(tmp_path).glob("*.msg")):
        try:
            got.append(channel._get("nlp")["job"])
        except Empty:
            continue
    writer.join()
    assert sorted(got) == list(range(wanted))
    assert "skipped" not in caplog.text
