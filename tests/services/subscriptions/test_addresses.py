import pytest
from django.core.exceptions import ValidationError

from summaries.services.subscriptions import addresses


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ann@inbox.example", "ann@inbox.example"),
        ("  Ann@Inbox.EXAMPLE \n", "Ann@inbox.example"),
        ("ann+news@inbox.example", "ann+news@inbox.example"),
        ("سلمى@بريد.example", "سلمى@xn--ngbof4h.example"),
        ("ann@بريد.example", "ann@xn--ngbof4h.example"),
        ("ann@XN--NGBOF4H.example", "ann@xn--ngbof4h.example"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@ｉｎｂｏｘ．example", "ann@inbox.example"),
        ("ann@inbox..example", "ann@inbox..example"),
        ("nobody", "nobody"),
        ("", ""),
    ],
)
def test_one_mailbox_has_one_spelling(written, kept):
    assert addresses.canonical(written) == kept
    assert addresses.canonical(kept) == kept


@pytest.mark.parametrize(
    "good",
    [
        "ann@inbox.example",
        "a@b.co",
        "o'neill+x=y@mail.inbox.example",
        "ann@xn--ngbof4h.example",
        "a" * 64 + "@inbox.example",
    ],
)
def test_addresses_of_mailboxes_pass(good):
    addresses.validate(good)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "ann",
        "@inbox.example",
        "ann@",
        "ann@inbox",
        "ann@localhost",
        "ann@[127.0.0.1]",
        "ann@[IPv6:::1]",
        "ann@inbox..example",
        "ann@-inbox.example",
        '"ann b"@inbox.example',
        '"\x01"@inbox.example',
        "ann@inbox.example\nBcc: all@inbox.example",
        "ann@inbox.example\r\nBcc: all@inbox.example",
        "ann\n@inbox.example",
        "ann@inbox.example, bo@inbox.example",
        "ann@inbox.example;bo@inbox.example",
        "Ann <ann@inbox.example>",
        "ann@inbox.example\x00",
        "ann\u202e@inbox.example",
        "سلمى@inbox.example",
        "a" * 65 + "@inbox.example",
        "ann@" + "a" * 250 + ".example",
        "ann@" + ".".join(["abcdefgh"] * 40),
        "a@" * 5000,
    ],
)
def test_nothing_else_does(bad):
    with pytest.raises(ValidationError):
        addresses.validate(bad)


@pytest.mark.parametrize(
    "written", ["ann.h@inbox.example", "AnnH+news@inbox.example", "a.n.n.h+a+b@INBOX.example"]
)
def test_one_inbox_is_counted_as_one(written):
    assert addresses.mailbox(written) == "annh@inbox.example"


def test_other_inboxes_are_counted_apart():
    written = ("ann@inbox.example", "bo@inbox.example", "ann@other.example")
    assert len({addresses.mailbox(one) for one in written}) == 3
