"""Putting an edition together in a real browser: by drag, by keyboard, and without script."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from summaries.models import Edition
from summaries.services.editions import editing, schedule
from summaries.services.editions.editing import Contents
from summaries.workflow import Role, Status
from tests.browser.conftest import sign_in
from tests.factories import make_brief, make_live, make_revision, make_source

HEADLINES = ["Ferries sail again", "Camels cross the desert", "Museum opens its doors", "Rain ends"]


@pytest.fixture
def briefs(desk):
    made = [make_brief(Status.PUBLISHED, source=make_source()) for _ in HEADLINES]
    for hours, (brief, headline) in enumerate(zip(made, HEADLINES, strict=True)):
        make_revision(brief, headline=headline)
        make_live(brief)
        brief.published_at -= timedelta(hours=hours)
        brief.save()
    return made


@pytest.fixture
def address(briefs) -> str:
    return f"/desk/editions/{timezone.localdate()}/"


@pytest.fixture
def page(open_page, address):
    opened = open_page()
    sign_in(opened, "salma")
    opened.goto(address)
    return opened


def order(page) -> list[str]:
    return page.locator("#places .titles .en").all_inner_texts()


def item(page, headline: str):
    return page.locator(".places > li", has=page.locator(".titles .en", has_text=headline))


def saved(page) -> list[int]:
    page.locator(".savebar").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    return list(editing.contents_of(Edition.objects.get()).briefs)


def test_by_keyboard_alone(page, briefs):
    assert order(page) == HEADLINES
    page.locator("main h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(item(page, "Camels").locator("summary")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-said]")).to_have_text("Camels cross the desert: place 1 of 4")
    expect(item(page, "Camels").locator("summary")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("k")
    expect(item(page, "Museum").locator("summary")).to_be_focused()
    page.keyboard.press("Alt+Delete")
    assert order(page) == ["Ferries sail again", "Camels cross the desert", "Rain ends"]
    expect(page.locator("[data-state]")).to_have_text("Not saved yet")
    expect(page.locator("[data-count]")).to_have_text("3")
    item(page, "Museum").locator("summary").focus()
    page.keyboard.press("Alt+Enter")
    assert order(page)[-1] == "Museum opens its doors"
    assert saved(page) == [briefs[n].pk for n in (0, 1, 3, 2)]


def test_by_dragging(page, briefs):
    grip = item(page, "Rain ends").locator(".grip")
    first = item(page, "Ferries").bounding_box()
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(first["x"] + 60, first["y"] + 60)
    page.mouse.move(first["x"] + 60, first["y"] + 8)
    page.mouse.up()
    expect(page.locator("[data-said]")).to_have_text("Rain ends: place 1 of 4")
    assert order(page)[0] == "Rain ends"
    assert saved(page)[0] == briefs[3].pk


def test_dragging_out(page, briefs):
    box = item(page, "Camels").locator(".grip").bounding_box()
    there = page.locator("#others-title").bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(there["x"] + 40, there["y"] + 30)
    expect(page.locator("section.taking")).to_be_visible()
    page.mouse.up()
    expect(page.locator("section.taking")).to_have_count(0)
    expect(page.locator("[data-said]")).to_have_text("Camels cross the desert: taken out")
    assert saved(page) == [briefs[n].pk for n in (0, 2, 3)]


def test_a_test_letter_is_told_where_one_is_and_nothing_counts_as_unsaved(page):
    saved(page)
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("The test is on its way")).to_be_focused()
    expect(page.locator("[data-state]")).to_have_text("")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Queue").first.click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Edition")
    assert asked == []


def test_without_script(browser, live_server, briefs, address):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "salma")
    page.goto(address)
    page.get_by_role("button", name="Move up: Camels cross the desert").click()
    page.get_by_role("button", name="Take out: Rain ends").click()
    assert order(page) == [HEADLINES[1], HEADLINES[0], HEADLINES[2]]
    page.get_by_label("Introduction, English").fill("Good morning.")
    page.get_by_label("Introduction, Arabic").fill("صباح الخير.")
    page.get_by_role("button", name="Email", exact=True).click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("Good morning.").first).to_be_visible()
    assert saved(page) == [briefs[n].pk for n in (1, 0, 2)]
    context.close()


def test_the_preview_follows_what_is_typed(page):
    frame = page.frame_locator("iframe[name=edition-preview]")
    page.get_by_label("Introduction, English").fill("A quiet morning at the harbour.")
    page.get_by_label("Introduction, Arabic").fill("صباح هادئ في المرفأ.")
    expect(frame.get_by_text("A quiet morning at the harbour.")).to_be_visible()
    page.get_by_role("radio", name="العربية").check()
    expect(frame.get_by_text("صباح هادئ في المرفأ.")).to_be_visible()
    expect(frame.get_by_text("A quiet morning at the harbour.")).to_have_count(0)
    page.get_by_role("button", name="Email", exact=True).click()
    expect(frame.locator("table").first).to_be_visible()
    expect(page.locator("[data-subject]")).to_contain_text(re.compile("Subject: .+"))
    page.get_by_role("radio", name="Phone").check()
    assert page.locator("iframe").bounding_box()["width"] == 360
    assert not Edition.objects.exists()


def test_what_is_wanting_is_said_while_one_works(page):
    wants = page.locator("#wants")
    expect(wants).to_contain_text("Nothing is wanting")
    page.get_by_label("Introduction, English").fill("Only English.")
    expect(wants).to_contain_text("The introduction has no Arabic.")
    page.get_by_text("Send now…").click()
    page.get_by_role("button", name="Yes, send it now").click()
    expect(page.locator("#wants[role=alert]")).to_be_focused()
    page.get_by_label("The introduction has no Arabic.").check()
    page.get_by_text("Send now…").click()
    page.get_by_role("button", name="Yes, send it now").click()
    expect(page.get_by_text("It is out: on the front page now")).to_be_visible()
    assert Edition.objects.get().accepted == ["intro_ar"]


def test_a_tab_that_dies_loses_nothing(page, open_page, address):
    page.get_by_label("Introduction, English").fill("Written for an hour.")
    page.get_by_role("button", name="Take out: Rain ends").click()
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(address)
    again.get_by_role("button", name="Put it back").click()
    expect(again.get_by_label("Introduction, English")).to_have_value("Written for an hour.")
    assert order(again) == HEADLINES[:3]
    saved(again)
    again.goto(address)
    expect(again.locator("[data-kept]")).to_be_hidden()


def test_words_of_a_tab_that_died_are_not_lost_where_somebody_saved_since(
    page, desk, briefs, address
):
    page.get_by_label("Introduction, English").fill("Written for an hour.")
    context = page.context
    page.close()
    theirs = Contents((briefs[3].pk,), "Their words.", "كلامهم.")
    editing.save(desk[Role.PUBLISHER], timezone.localdate(), theirs, seen=0)
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_text("and the edition was changed since")).to_be_visible()
    expect(again.get_by_label("Introduction, English")).to_have_value("Their words.")
    again.get_by_role("button", name="Put it back").click()
    again.locator(".savebar").get_by_role("button", name="Save").click()
    expect(again.get_by_text("Somebody changed this edition while you did")).to_be_visible()
    expect(again.get_by_label("Introduction, English")).to_have_value("Written for an hour.")
    assert editing.contents_of(Edition.objects.get()) == theirs


def test_words_typed_while_it_went_out_are_offered_on_its_page(page, desk, briefs, address):
    saved(page)
    page.get_by_label("Introduction, English").fill("Too late.")
    page.get_by_label("Introduction, Arabic").fill("متأخر.")
    context = page.context
    page.close()
    contents = editing.contents_of(Edition.objects.get())
    schedule.publish(desk[Role.PUBLISHER], timezone.localdate(), contents, seen=1)
    again = context.new_page()
    again.goto(address)
    again.get_by_role("button", name="Put it back").click()
    again.get_by_role("button", name="Change the introduction").click()
    expect(again.get_by_text("Readers see it now.")).to_be_visible()
    expect(again.locator("[data-kept]")).to_be_hidden()
    assert Edition.objects.get().intro_en == "Too late."


def test_leaving_with_unsaved_work_is_asked_about(page):
    page.get_by_label("Introduction, English").fill("Unsaved.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Queue").first.click()
    expect(page.get_by_label("Introduction, English")).to_have_value("Unsaved.")
    assert asked == ["beforeunload"]


def test_two_publishers_see_both_versions(page, desk, briefs):
    keys = tuple(brief.pk for brief in briefs)
    theirs = Contents((keys[3], keys[0]), "Their words.", "كلامهم.")
    editing.save(desk[Role.PUBLISHER], timezone.localdate(), theirs, seen=0)
    page.get_by_role("button", name="Take out: Rain ends").click()
    page.locator(".savebar").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Somebody changed this edition while you did")).to_be_visible()
    expect(page.get_by_text("only theirs")).to_be_visible()
    assert order(page) == HEADLINES[:3]
    page.get_by_role("button", name="Save mine instead of theirs").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert editing.contents_of(Edition.objects.get()).briefs == keys[:3]


def test_typing_presses_no_keys(page):
    page.get_by_label("Introduction, English").press_sequentially("jk")
    expect(page.get_by_label("Introduction, English")).to_be_focused()
    assert order(page) == HEADLINES
