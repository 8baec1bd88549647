"""The rules of HTML find what they are there to find, and nothing in sound documents."""

import pytest

from tests.rules import html

HEAD = '<meta charset="utf-8"><title>News</title>'


def _page(body: str, head: str = HEAD, root: str = 'lang="en" dir="ltr"') -> str:
    return f"<!doctype html><html {root}><head>{head}</head><body>{body}</body></html>"


def _main(content: str) -> str:
    return _page(f"<main><h1>News</h1>{content}</main>")


SOUND = """
<a href="#part">Down</a>
<p>Read <a href="/x"><strong>more</strong></a>, <time datetime="2026-11-20T06:00:00+03:00">today</time>.</p>
<ul><li>One</li></ul>
<div lang="ar" dir="rtl"><h2>أخبار</h2><p>نص <bdi lang="en">text</bdi></p></div>
<form><label for="q">Words</label><input id="q" name="q"><button>Find</button>
<label>All <input type="checkbox"></label><input type="hidden" name="x"></form>
<details><summary>More</summary><p>Here.</p></details>
<table><caption>Feeds</caption><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
<dl><div><dt>A</dt><dd>1</dd></div></dl>
<section id="part" aria-labelledby="name"><h2 id="name">Part</h2><img src="/a.png" alt=""><br></section>
<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><template><a href="#sentence-"></a></template>
<script src="/static/a.js"></script>
"""  # noqa: E501


def test_a_sound_page_has_no_faults():
    assert html.faults(_main(SOUND)) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<p>One<p>Two</p>", "<p> in line 1 is not closed"),
        ("<div><p>One</div>", "is not closed before </div>"),
        ("<p>One</p></p>", "closes nothing"),
        ("<b><i>One</b></i>", "is not closed before </b>"),
        ("<span/>", "does not close itself"),
        ('<p class="a" class="b">x</p>', "has class twice"),
        ("<p><div>x</div></p>", "<div> in line 1 may not stand in <p>"),
        ("<p><a href='/'><ul><li>x</li></ul></a></p>", "may not stand in <p>"),
        ("<ul><p>x</p></ul>", "may not stand directly in <ul>"),
        ("<ul>x</ul>", "may not hold text of its own"),
        ("<li>x</li>", "stands outside of"),
        ("<table><tr><p>x</p></tr></table>", "may not stand directly in <tr>"),
        ("<a href='/'>x <a href='/y'>y</a></a>", "may not stand within <a>"),
        ("<button>x <a href='/y'>y</a></button>", "may not stand within <button>"),
        ("<form><form></form></form>", "may not stand within <form>"),
        ("<details><p>x</p></details>", "begins with one <summary>"),
        ("<center>x</center>", "is no element of HTML"),
        ("<title>x</title>", "may not stand in <main>"),
        ('<p id="a">x</p><p id="a">y</p>', "the id 'a' stands 2 times"),
        ('<p id="a b">x</p>', "no good id"),
        ('<img src="/a.png">', "has no alt"),
        ('<a href="/x"></a>', "link without words"),
        ("<button></button>", "button without words"),
        ('<input name="q">', "has no label"),
        ('<label for="z">x</label>', "is no control"),
        ('<a href="#nowhere">x</a>', "points at 'nowhere'"),
        ('<p aria-labelledby="no">x</p>', "points at 'no'"),
        ("<h1>Two</h1>", "there are 2 <h1>"),
        ("<h3>Deep</h3>", "<h3> follows <h1>"),
        ("<h2></h2>", "has no words"),
        ("<main>x</main>", "there is not one <main>"),
        ('<p lang="ar">نص</p>', "is ar and runs ltr"),
        ('<div lang="en" dir="rtl">x</div>', "is en and runs rtl"),
        ('<p lang="english language">x</p>', "no language tag"),
        ('<p dir="right">x</p>', "no direction"),
        ("<time>yesterday</time>", "is no time"),
        ('<p style="color:red">x</p>', "styled in place"),
        ("<style>p{}</style>", "styled in place"),
        ("<script>1</script>", "script in place"),
        ('<p onclick="x()">x</p>', "has onclick"),
        ('<a href="javascript:x()">x</a>', "leads into a script"),
        ('<img alt="" src="https://elsewhere.example/a.png">', "loads https://elsewhere"),
        ('<script src="//elsewhere.example/a.js"></script>', "loads //elsewhere"),
        ("<p>a\x0bb</p>", "control characters"),
        ("<p>a\u202eb</p>", "override the direction"),
    ],
)
def test_a_fault_is_found(content, fault):
    assert any(fault in found for found in html.faults(_main(content))), html.faults(_main(content))


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<html></html>", "the document type is not html"),
        (_page("", root='lang="en"'), "no lang or no dir"),
        (_page("", head='<meta charset="utf-8">'), "not one <title>"),
        (_page("", head="<title>x</title>"), "character set"),
        (_page("", head=HEAD + '<link rel="canonical" href="/">' * 2), "more than one canonical"),
        (_page("", head=HEAD + '<meta name="robots" content="x">' * 2), "stands 2 times"),
        (
            _page("", head=HEAD + '<link rel="alternate" hreflang="en" href="/">' * 2),
            "in en stands",
        ),
        (_page("<p>x</p>") + "text", "outside of every element"),
        (_page("<div>"), "is not closed before </body>"),
    ],
)
def test_a_fault_of_the_document_is_found(page, fault):
    assert any(fault in found for found in html.faults(page)), html.faults(page)


MAIL = (
    '<table role="presentation" width="100%"><tr><td lang="ar" dir="rtl" style="color:#111">'
    '<h1>أخبار</h1><p>نص <a href="https://desk.example/">رابط</a></p></td></tr></table>'
)


def test_a_sound_email_has_no_faults():
    assert html.mail_faults(_page(MAIL)) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p>Words</p>", "has no lang around its text"),
        ('<p lang="en">Words</p>', "has no dir around its text"),
        (MAIL.replace(' role="presentation"', ""), "does not say role=presentation"),
        ('<img alt="" src="https://desk.example/pixel.gif">', "loads https://desk.example"),
        ('<p lang="en" dir="ltr" style="background:url(x.png)">x</p>', "loads x.png"),
        ("<script src='/x.js'></script>", "no good in an email"),
    ],
)
def test_a_fault_of_an_email_is_found(body, fault):
    assert any(fault in found for found in html.mail_faults(_page(body)))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('<div lang="en" dir="ltr"><a href="/x">x</a></div>', "relative address"),
        ("<p>x</p>", "has no lang"),
        ('<p lang="en" dir="ltr" style="color:red">x</p>', "styled in place"),
        ('<p lang="en" dir="ltr">x', "never closed"),
    ],
)
def test_a_fault_of_a_fragment_is_found(content, fault):
    assert any(fault in found for found in html.fragment_faults(content))
