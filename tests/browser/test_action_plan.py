"""A learner makes an action plan from what was kept, takes it away as a file, and gets a certificate."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import msgspec
from playwright.sync_api import Locator, Page, expect

from course.content import parts
from course.work import Entry, Work, answer_name

from .conftest import CourseServer
from .learner import Open, any_answer, reloaded, saved_entries, wait_until
from .test_accessibility import too_wide

PAGE = "6-action-plan/action-plan.ipynb"
PREFIX = "actions/action-plan/"
SAVED = "Saved. It stays with your work: it is not handed in."
KEPT = {
    "reflection/why-pitch": "Listen.\n<b>Now</b>.",
    "plan/why-pitch": "yes",
    "reflection/ethical-one-barrier": "The phone line.",
    "impact/impact-analysis/groups": "disability",
    "impact/impact-analysis/disability/who": "Deaf people",
    "impact/impact-analysis/disability/step": "Add text messages",
    "impact/impact-analysis/disability/owner": "Reception manager",
    "plan/impact-analysis": "yes",
}


def seed(server: CourseServer, entries: dict[str, str]) -> None:
    """Work that was saved before the page is opened."""
    work = Work(entries={name: Entry(1, value) for name, value in entries.items()})
    server.work.write_bytes(msgspec.json.encode(work))


def plan(page: Page) -> Locator:
    return page.get_by_role("region", name="Your action plan")


def priority(page: Page, number: int) -> Locator:
    return plan(page).get_by_role("group", name=f"Priority {number}", exact=True)


def box(page: Page, label: str, number: int = 1) -> Locator:
    return priority(page, number).get_by_role("textbox", name=label)


def status(page: Page) -> Locator:
    return plan(page).locator(".eq-strip").get_by_role("status")


def press(page: Page, name: str) -> None:
    plan(page).get_by_role("button", name=name, exact=True).click()


def unfold(page: Page, words: str) -> None:
    plan(page).locator("summary", has_text=words).click()


def saved(server: CourseServer) -> dict[str, str]:
    """What is saved of the plan itself, by field."""
    return {
        name.removeprefix(PREFIX): value for name, value in saved_entries(server).items() if name.startswith(PREFIX)
    }


def asked(page: Page) -> Locator:
    return plan(page).get_by_role("listitem").filter(has=page.get_by_role("button", name="Go there"))


def test_by_keyboard_priorities_are_written_moved_removed_and_come_back_after_a_reload(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, PAGE)
    expect(plan(page)).to_contain_text("You can make a plan without it too.")
    expect(asked(page)).to_have_count(4)
    box(page, "What is to change?").focus()
    page.keyboard.type("Book without")
    page.keyboard.press("Enter")
    page.keyboard.type("the phone.")
    expect(status(page)).to_have_text("Not saved yet. Your words are saved when you pause.")
    expect(status(page)).to_have_text(SAVED)
    expect(box(page, "What is to change?")).to_be_focused()
    expect(box(page, "What is to change?")).to_have_accessible_description(
        re.compile("Write nothing that identifies a person. Roles will do.$")
    )
    page.keyboard.press("Tab")
    page.keyboard.type("Ask three people.")
    plan(page).get_by_role("button", name="Add a priority").focus()
    page.keyboard.press("Enter")
    expect(box(page, "What is to change?", 2)).to_be_focused()
    expect(status(page)).to_contain_text("Priority 2 is there.")
    page.keyboard.type("Handovers with everybody.")
    plan(page).get_by_role("button", name="Up priority 2").focus()
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text(f"It is now priority 1 of 2. {SAVED}")
    expect(plan(page).get_by_role("button", name="Up priority 1")).to_be_focused()
    expect(box(page, "What is to change?", 1)).to_have_value("Handovers with everybody.")
    before = {
        "priorities": "p2 p1",
        "p1/what": "Book without\nthe phone.",
        "p1/first": "Ask three people.",
        "p2/what": "Handovers with everybody.",
    }
    wait_until(lambda: saved(server) == before)

    press(page, "Remove priority 2")
    expect(status(page)).to_have_text(f"Removed: priority 2. {SAVED}")
    expect(priority(page, 2)).to_have_count(0)
    wait_until(lambda: saved(server) == {"priorities": "p2", "p2/what": "Handovers with everybody."})
    press(page, "Undo: removed priority 2")
    wait_until(lambda: saved(server) == before)

    expect(asked(page).filter(has_text="No first step yet for priority 1")).to_be_visible()
    plan(page).get_by_role("button", name=re.compile("^Go there No first step yet for priority 1")).focus()
    page.keyboard.press("Enter")
    expect(box(page, "What is the first step?", 1)).to_be_focused()
    page.keyboard.type("Tuesday")
    press(page, "Start a new plan")
    page.get_by_role("dialog", name="Start a new plan?").get_by_role("button", name="Cancel").click()
    press(page, "Start a new plan")
    page.get_by_role("dialog").get_by_role("button", name="Start a new plan").click()
    wait_until(lambda: saved(server) == {})
    press(page, "Undo: bring the earlier plan back")
    wait_until(lambda: saved(server) == before | {"p2/first": "Tuesday"})

    expect(plan(page).get_by_text("Suggested: ")).to_have_count(0)
    plan(page).get_by_label("When do you start?").fill("2026-11-30")
    plan(page).get_by_role("button", name="Take this date").focus()
    page.keyboard.press("Enter")
    expect(plan(page).get_by_label("When do you look back?")).to_be_focused()
    expect(plan(page)).to_contain_text("Monday, 11 January 2027")
    plan(page).get_by_label("What will I ask my manager or board?").focus()
    page.keyboard.type("An hour a we")
    reloaded(page)
    expect(plan(page).get_by_label("What will I ask my manager or board?")).to_have_value("An hour a we")
    expect(plan(page).get_by_label("When do you look back?")).to_have_value("2027-01-11")
    expect(box(page, "What is to change?", 2)).to_have_value("Book without\nthe phone.")
    wait_until(
        lambda: (
            saved(server)
            == before | {"p2/first": "Tuesday", "start": "2026-11-30", "review": "2027-01-11", "ask": "An hour a we"}
        )
    )


def test_what_a_dead_kernel_or_a_full_disk_did_not_save_is_given_again(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    seed(server, KEPT)
    open_notebook(page, PAGE)
    kept = server.work.read_bytes()
    server.work.unlink()
    server.work.mkdir()  # in the way of the file
    box(page, "Who does it?").fill("Manager")
    box(page, "Who does it?").blur()
    expect(status(page)).to_contain_text("could not be written")
    server.work.rmdir()
    server.work.write_bytes(kept)
    box(page, "By when?").fill("May")
    box(page, "By when?").blur()
    wait_until(lambda: saved(server) == {"p1/who": "Manager", "p1/when": "May"})

    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    for kernel in server.kernels():
        kernel.suspend()
    press(page, "Add a priority")
    box(page, "What is to change?", 2).fill("Two lines,\nas typed.")
    unfold(page, "What you would say in 60 seconds")
    press(page, "Take out of my plan What you would say in 60 seconds")
    expect(status(page)).to_have_text("Not saved yet, kept in this browser.", timeout=8000)
    server.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    expect(status(page)).to_contain_text(SAVED, timeout=30_000)
    expect(box(page, "What is to change?", 2)).to_have_value("Two lines,\nas typed.")
    wait_until(
        lambda: (
            saved(server)
            == {"p1/who": "Manager", "p1/when": "May", "priorities": "p1 p2", "p2/what": "Two lines,\nas typed."}
        )
    )
    assert "plan/why-pitch" not in saved_entries(server)


def test_what_was_kept_is_shown_taken_over_taken_out_and_added_and_all_of_it_is_a_file_and_a_certificate(
    page: Page, server: CourseServer, open_notebook: Open, axe: Callable[..., list[str]], tmp_path: Path
) -> None:
    marked: dict[str, Any] = {answer_name(one.id): any_answer(one) for part in parts().values() for one in part.graded}
    seed(server, KEPT | marked)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 900})
    open_notebook(page, PAGE)
    certificate = page.get_by_role("region", name="Your certificate")
    expect(certificate).to_contain_text("Not yet: A plan with a priority and its first step")
    expect(certificate.get_by_role("button")).to_have_count(0)

    link = plan(page).get_by_role("link", name="The legal case")
    expect(link).to_have_attribute("href", re.compile(r"/doc/tree/notebooks/1-why/legal-case\.ipynb$"))
    unfold(page, "Your equality impact analysis")
    expect(plan(page).get_by_role("rowheader", name=re.compile("Deaf people$"))).to_be_visible()
    press(page, "Make this a priority Add text messages")
    expect(box(page, "What is to change?")).to_be_focused()
    expect(box(page, "What is to change?")).to_have_value("Add text messages")
    expect(box(page, "Who does it?")).to_have_value("Reception manager")
    expect(box(page, "Who else is to be involved?")).to_have_value("Deaf people")
    press(page, "Undo: taken over as priority 1")
    expect(box(page, "Who does it?")).to_have_value("")
    press(page, "Make this a priority Add text messages")

    unfold(page, "What you would say in 60 seconds")
    expect(plan(page).get_by_text("<b>Now</b>.")).to_be_visible()
    press(page, "Take out of my plan What you would say in 60 seconds")
    expect(status(page)).to_have_text(f"Taken out of your plan: What you would say in 60 seconds. {SAVED}")
    expect(plan(page).get_by_role("heading", name="What you kept for it")).to_be_focused()
    expect(plan(page).locator("summary", has_text="What you could add")).to_have_text("What you could add (2)")
    press(page, "Undo: Taken out of your plan: What you would say in 60 seconds")
    unfold(page, "What you could add (1)")
    unfold(page, "Which barrier could be removed once")
    plan(page).get_by_role("button", name=re.compile("^Add to my plan Which barrier")).click()
    wait_until(lambda: saved_entries(server).get("plan/ethical-one-barrier") == "yes")

    box(page, "What is the first step?").fill("Ask three people.\nOn Tuesday.")
    plan(page).get_by_label("Your name or team").fill("Reception team")
    with page.expect_download() as download:
        press(page, "Download for Word")  # what was typed last goes along
    assert re.fullmatch(r"action-plan-\d{4}-\d\d-\d\d-\d{4}\.docx", download.value.suggested_filename)
    file = docx.Document(str(download.value.path()))
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert texts[:2] == ["Action plan for equality and human rights", "Plan of: Reception team"]
    assert "First step: Ask three people.\nOn Tuesday." in texts
    assert texts.index("Listen.\n<b>Now</b>.") > texts.index("What the plan builds on")
    assert "The phone line." in texts
    assert file.tables[0].cell(1, 0).text.endswith("Deaf people")
    expect(plan(page)).to_contain_text(f"{download.value.suggested_filename} is in your downloads folder.")
    with page.expect_download() as download:
        press(page, "Download as a web page")
    html = tmp_path / "plan.html"
    download.value.save_as(html)
    assert "Reception" not in server.work.read_text().replace("Reception manager", "")

    expect(certificate).to_contain_text("Your certificate is ready.")
    certificate.get_by_label("The name on the certificate").fill("Sam")
    with page.expect_download() as download:
        certificate.get_by_role("button", name="Download for Word").click()
    texts = [paragraph.text for paragraph in docx.Document(str(download.value.path())).paragraphs]
    assert texts[:2] == ["Certificate of taking part", "For Sam"]
    assert "Sam" not in server.work.read_text()

    page.locator(".eq-plan details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")
    certificate.get_by_text("Every page, and what is done").click()
    assert axe(page) == []
    assert too_wide(page) == []
    small = (
        page.locator(".eq-plan")
        .locator("button, input, textarea, summary")
        .evaluate_all(
            """all => all.filter(node => node.getClientRects().length).map(node => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
        )
    )
    assert small == []
    page.emulate_media(color_scheme="light", forced_colors="active")
    # Chromium gives what is out of sight its forced colours only when it is seen.
    plan(page).get_by_role("button", name="Download for Word").scroll_into_view_if_needed()
    assert axe(page, ".eq-plan") == []
    opened = page.context.new_page()
    opened.goto(html.as_uri())
    opened.set_viewport_size({"width": 320, "height": 700})
    expect(opened).to_have_title("Action plan for equality and human rights")
    expect(opened.get_by_text("<b>Now</b>.")).to_be_visible()
    assert axe(opened) == []
    assert opened.evaluate("document.scrollingElement.scrollWidth") <= 320
