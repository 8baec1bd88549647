import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summaries.net.errors import FetchError
from summaries.net.urls import check_url, opened

LOOPBACK = """
http://127.0.0.1/ http://127.1/ http://127.0.1/ http://127.000.000.001/ http://2130706433/
http://0177.0.0.1/ http://0177.1 http://017700000001/ http://0x7f.1/ http://0x7f.0.0.1
http://0x7F000001/ http://0x7f.0x0.0x0.0x1/ http://127.0.0.1./ http://127.0.0.1:80/
https://127.0.0.1/ http://0/ http://0.0.0.0/ http://[::1]/ http://[::]/ http://[0:0:0:0:0:0:0:1]/
http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[0:0:0:0:0:ffff:127.0.0.1]/
http://[::127.0.0.1]/ http://[64:ff9b::127.0.0.1]/ http://[64:ff9b:1::127.0.0.1]
http://[2002:7f00:1::]/ http://localhost/ http://LOCALHOST/ http://localhost./
http://feeds.localhost/ http://ｌｏｃａｌｈｏｓｔ/ http://127。0。0。1/ http://①②⑦.0.0.1/
http://127｡1/ http://loc\u00adalhost/
""".split()

REFUSED = {
    "": "scheme",
    "   ": "scheme",
    "example.org/feed": "scheme",
    "example.org:80/feed": "scheme",
    "localhost:8000": "scheme",
    "//example.org/": "scheme",
    "/etc/passwd": "scheme",
    "file:///etc/passwd": "scheme",
    "FILE:///etc/passwd": "scheme",
    "ftp://example.org/": "scheme",
    "gopher://127.0.0.1:6379/_FLUSHALL": "scheme",
    "data:text/html,hello": "scheme",
    "javascript:alert(1)": "scheme",
    "feed://example.org/": "scheme",
    "jar:http://example.org/!": "scheme",
    "http:example.org": "address",
    "http:///example.org": "address",
    "http://": "address",
    "http://:80/": "address",
    "http://user@example.org/": "address",
    "http://user:word@example.org/": "address",
    "http://example.org@127.0.0.1/": "address",
    "http://127.0.0.1\\@example.org/": "address",
    "http://example.org\\.example.net/": "address",
    "http://example.org:8080/": "port",
    "http://example.org:22/": "port",
    "http://example.org:0/": "address",
    "http://example.org:65536/": "address",
    "http://example.org:-80/": "address",
    "http://example.org:٨٠/": "address",
    "http://exa\nmple.org/": "address",
    "http://example.org/\r\nHost: other": "address",
    "http://example.org/\x00": "address",
    "http://a..b/": "address",
    "http://.example.org/": "address",
    "http://a b.example.org/": "address",
    "http://127%2e0.0.1/": "address",
    "http://[::1": "address",
    "http://[::1]x/": "address",
    "http://[fe80::1%25eth0]/": "address",
    "http://[fe80::1]/": "address",
    "http://256.1.1.1/": "address",
    "http://1.2.3.4.5/": "address",
    "http://0x1.example.0x7f/": "address",
    "http://127.0.0.09/": "address",
    "http://4294967296/": "address",
    "http://169.254.169.254/latest/meta-data": "address",
    "http://192.168.1.1/": "address",
    "http://" + "a" * 64 + ".org/": "address",
    "http://" + "a." * 127 + "org/": "address",
    "http://example.org/" + "ا" * 400: "address",
    "http://ﷺ.example.org/": "address",
    "http://\ud800.example.org/": "address",
}

NORMAL = {
    "HTTP://Example.ORG": "http://example.org/",
    "https://example.org:443/feed": "https://example.org/feed",
    "http://example.org:80": "http://example.org/",
    "https://example.org:80/": "https://example.org:80/",
    "  https://example.org/feed#latest ": "https://example.org/feed",
    "https://example.org.": "https://example.org/",
    "https://example.org?page=2": "https://example.org/?page=2",
    "http://134744072/": "http://8.8.8.8/",
    "http://[2A00:1450:4009:0::1]/": "http://[2a00:1450:4009::1]/",
    "https://my_site.example.org/": "https://my_site.example.org/",
    "https://faß.example/": "https://xn--fa-hia.example/",
    "https://أخبار.مثال/": "https://xn--igbicxr.xn--mgbh0fb/",
    "https://example.org/أخبار اليوم": (
        "https://example.org/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1%20%D8%A7%D9%84%D9%8A%D9%88%D9%85"
    ),
    "https://example.org/%D8%A3?q=%d8%a3 b": "https://example.org/%D8%A3?q=%d8%a3%20b",
    "https://example.org/100%": "https://example.org/100%25",
    "https://example.org/100%zz%%41": "https://example.org/100%25zz%25%41",
    "https://example.org/a+b?x=1&y=/?:@": "https://example.org/a+b?x=1&y=/?:@",
    'https://example.org/"<>|\\^`{}': "https://example.org/%22%3C%3E%7C%5C%5E%60%7B%7D",
}


@pytest.mark.parametrize("url", LOOPBACK)
def test_no_spelling_of_loopback_passes(url):
    with pytest.raises(FetchError) as caught:
        check_url(url)
    assert caught.value.kind == "address"
    assert "source" in str(caught.value)


@pytest.mark.parametrize(("url", "kind"), REFUSED.items())
def test_what_is_no_public_web_address_is_refused(url, kind):
    with pytest.raises(FetchError) as caught:
        check_url(url)
    assert (caught.value.kind, caught.value.temporary) == (kind, False)


@pytest.mark.parametrize(("url", "normal"), NORMAL.items())
def test_a_web_address_has_one_normal_form(url, normal):
    assert check_url(url) == normal
    assert check_url(normal) == normal


def test_an_opened_pair_is_exempt_and_nothing_beside_it():
    allowed = {"LOCALHOST:8001", "10.0.0.5:80", "[::1]:8001", "169.254.169.254:80", "أخبار.مثال:81"}
    for url in (
        "http://localhost:8001/feed",
        "http://10.0.0.5/",
        "http://[::1]:8001/",
        "http://أخبار.مثال:81/",
    ):
        assert check_url(url, allowed)
    for url in (
        "http://localhost:8002/",
        "http://localhost/",
        "http://127.0.0.1:8001/",
        "http://10.0.0.6/",
        "https://10.0.0.5/",
        "http://169.254.169.254/",
    ):
        with pytest.raises(FetchError):
            check_url(url, allowed)


@pytest.mark.parametrize("pair", ["example.org", "example.org:", ":80", "a b:80", "x:0", "x:99999"])
def test_a_malformed_pair_is_refused(pair):
    with pytest.raises(ValueError, match="host:port"):
        opened([pair])


ODD = st.text(
    alphabet=st.sampled_from("aZ.:/@[]%#?\\0x17f-_ \n\u00ad。١ا①﷽\ud800،&=+"), max_size=30
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), ODD, ODD.map("http://".__add__), ODD.map("https://a.org/".__add__)))
@example("http://[")
@example("http://\u2100.org/")
@example("http://a.org/%")
def test_any_text_is_a_stable_address_or_a_clear_refusal(text):
    try:
        url = check_url(text)
    except FetchError:
        return
    assert url.isascii()
    assert check_url(url) == url
