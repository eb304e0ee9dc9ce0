"""A learner analyses the impact of a change: step by step, saved as typed, and on one page to take away."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from course.impacts.content import read
from course.impacts.sheet import sheet

from .conftest import CourseServer
from .learner import Open, bring_back, fill_analysis, keep, reloaded, saved_entries, wait_until, work_panel
from .test_accessibility import too_wide

PAGE = "4-challenges/reduce-demand.ipynb"
NAME = "impact/impact-analysis/"
SAVED = "Saved. It stays with your work: it is not handed in."
WORDS = read()
STEPS = [step.title for step in WORDS.steps.values()]


@pytest.fixture
def open_page(page: Page, open_notebook: Open) -> Callable[[], None]:
    return lambda: open_notebook(page, PAGE)


def form(page: Page) -> Locator:
    return page.get_by_role("region", name="Your equality impact analysis")


def box(page: Page, label: str) -> Locator:
    return form(page).get_by_role("textbox", name=label)


def status(page: Page) -> Locator:
    return form(page).get_by_role("status")


def heading(page: Page) -> Locator:
    return form(page).locator(".eq-step h4")


def group(page: Page, name: str) -> Locator:
    return form(page).get_by_role("group", name=name, exact=True)


def press(page: Page, name: str) -> None:
    form(page).get_by_role("button", name=name, exact=True).click()


def at_step(page: Page, number: int) -> None:
    expect(heading(page)).to_have_text(f"Step {number} of 7: {STEPS[number - 1]}")
    expect(heading(page)).to_be_focused()


def jump(page: Page, step: str) -> None:
    steps = form(page).locator("summary", has_text="All steps")
    if not steps.evaluate("summary => summary.parentElement.open"):
        steps.click()
    form(page).get_by_role("button", name=re.compile(f"^{step}")).click()


def add(page: Page, value: str) -> None:
    form(page).get_by_label("Add a group").select_option(value)
    press(page, "Add")


def saved(server: CourseServer) -> dict[str, str]:
    return {name.removeprefix(NAME): value for name, value in saved_entries(server).items()}


def test_by_keyboard_every_box_is_saved_as_typed_and_comes_back_at_its_step(
    page: Page, server: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    expect(heading(page)).to_have_text(f"Step 1 of 7: {STEPS[0]}")
    box(page, "What is to change?").focus()
    page.keyboard.type("Close the line.")
    page.keyboard.press("Enter")
    page.keyboard.type("Book online.")
    expect(status(page)).to_have_text("Not saved yet. Your words are saved when you pause.")
    expect(status(page)).to_have_text(SAVED)
    expect(box(page, "What is to change?")).to_be_focused()
    expect(box(page, "What is to change?")).to_have_accessible_description(
        re.compile("Write nothing that identifies a person.$")
    )
    for words in ("Money.", "In May."):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at_step(page, 2)
    page.keyboard.press("Tab")
    page.keyboard.type("Dis")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    name = "Disability (people who use the service)"
    expect(group(page, name).get_by_role("textbox", name="Who among them?")).to_be_focused()
    expect(status(page)).to_have_text(f"Added: {name}. {SAVED}")
    page.keyboard.type("Deaf people")
    press(page, "Next")
    at_step(page, 3)
    press(page, "Next")
    press(page, "Next")
    group_name = f"{name}: Deaf people"
    press(page, "Back")
    at_step(page, 4)
    group(page, group_name).get_by_role("radio", name="Worse").focus()
    page.keyboard.press("Space")
    group(page, group_name).get_by_role("checkbox", name="Autonomy").check()
    group(page, group_name).get_by_role("checkbox", name="Equality").check()
    expect(form(page).locator("summary", has_text="All steps")).to_have_text("All steps: 2 of 7 done")
    jump(page, STEPS[5])
    at_step(page, 6)
    form(page).get_by_role("radio", name="Change the plan").check()
    box(page, "Why?").focus()
    page.keyboard.type("Half a thou")
    reloaded(page)
    expect(heading(page)).to_have_text(f"Step 6 of 7: {STEPS[5]}")
    expect(heading(page)).not_to_be_focused()
    expect(box(page, "Why?")).to_have_value("Half a thou")
    expect(form(page).get_by_role("radio", name="Change the plan")).to_be_checked()
    jump(page, "The change: done")
    expect(box(page, "What is to change?")).to_have_value("Close the line.\nBook online.")
    wait_until(
        lambda: (
            saved(server)
            == {
                "what": "Close the line.\nBook online.",
                "why": "Money.",
                "when": "In May.",
                "groups": "disability",
                "disability/who": "Deaf people",
                "disability/impact": "worse",
                "disability/principles": "equality autonomy",
                "decision": "change",
                "reasons": "Half a thou",
            }
        )
    )


def test_groups_are_added_removed_and_brought_back_and_a_new_analysis_can_be_undone(
    page: Page, server: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    jump(page, STEPS[1])
    press(page, "Add")
    expect(status(page)).to_have_text("Choose a group first.")
    add(page, "age")
    add(page, "own")
    expect(box(page, "Which group is it?")).to_be_focused()
    box(page, "Which group is it?").fill("Night staff")
    expect(form(page).get_by_role("option", name="Age", exact=True)).to_have_count(1)  # of staff only
    press(page, "Next")
    for name in ("Age (people who use the service)", "Another group: Night staff"):
        group(page, name).get_by_role("textbox", name="What do figures show?").fill(f"Of {name}.")
    press(page, "Back")
    before = {"groups": "age own-1", "own-1/who": "Night staff", "own-1/data": "Of Another group: Night staff."}
    before["age/data"] = "Of Age (people who use the service)."
    wait_until(lambda: saved(server) == before)

    press(page, "Remove Age (people who use the service)")
    at_step(page, 2)
    expect(status(page)).to_contain_text("Removed: Age (people who use the service).")
    wait_until(lambda: saved(server).keys() == {"groups", "own-1/who", "own-1/data"})
    add(page, "staff-sex")
    press(page, "Undo: removed Age (people who use the service)")
    wait_until(lambda: saved(server) == before | {"groups": "age own-1 staff-sex"})
    expect(form(page).get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)
    press(page, "Remove Another group")
    add(page, "own")
    wait_until(lambda: saved(server).get("groups") == "age staff-sex own-2")
    press(page, "Remove Another group")
    press(page, "Remove Sex (staff)")

    press(page, "Start a new one")
    page.get_by_role("dialog", name="Start a new one?").get_by_role("button", name="Cancel").click()
    wait_until(lambda: saved(server) == {"groups": "age", "age/data": before["age/data"]})
    press(page, "Start a new one")
    page.get_by_role("dialog").get_by_role("button", name="Start a new one").click()
    at_step(page, 1)
    wait_until(lambda: saved(server) == {})
    press(page, "Undo: bring the earlier analysis back")
    wait_until(lambda: saved(server) == {"groups": "age", "age/data": before["age/data"]})
    press(page, "Start a new one")
    page.get_by_role("dialog").get_by_role("button", name="Start a new one").click()
    box(page, "Why?").fill("Something new.")
    expect(form(page).get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)
    wait_until(lambda: saved(server) == {"why": "Something new."})


def test_what_a_dead_kernel_or_a_full_disk_did_not_save_is_given_again(
    page: Page, server: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    server.work.mkdir()  # in the way of the file
    box(page, "Why?").fill("Money.")
    box(page, "Why?").blur()
    expect(status(page)).to_contain_text("could not be written")
    server.work.rmdir()
    box(page, "What is to change?").fill("Hours.")
    box(page, "What is to change?").blur()
    wait_until(lambda: saved(server) == {"what": "Hours.", "why": "Money."})

    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    for kernel in server.kernels():
        kernel.suspend()
    press(page, "Next")
    add(page, "age")
    box(page, "Who among them?").fill("Older people")
    press(page, "Next")
    box(page, "What have people said?").fill("They want to ring.\nAll of them.")
    form(page).get_by_role("checkbox", name="Keep this for my action plan").check()
    expect(status(page)).to_have_text("Not saved yet, kept in this browser.", timeout=8000)
    server.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    expect(status(page)).to_have_text(SAVED, timeout=30_000)
    expect(heading(page)).to_have_text(f"Step 3 of 7: {STEPS[2]}")
    expect(box(page, "What have people said?")).to_have_value("They want to ring.\nAll of them.")
    expect(form(page).get_by_role("checkbox", name="Keep this for my action plan")).to_be_checked()
    wait_until(
        lambda: (
            saved(server)
            == {
                "what": "Hours.",
                "why": "Money.",
                "groups": "age",
                "age/who": "Older people",
                "age/said": "They want to ring.\nAll of them.",
                "plan/impact-analysis": "yes",
            }
        )
    )


class Structure(HTMLParser):
    """The language, headings, header cells and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, list[dict[str, str | None]]] = {}
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.setdefault(tag, []).append(dict(attrs))
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts.setdefault(tag, []).append(data)


HOSTILE = '<img src=x onerror="document.title=1"></style></title><script>document.title = 2</script> & "quoted"'


def test_the_page_asks_about_what_is_open_and_is_copied_and_downloaded_as_it_stands(
    page: Page, open_page: Callable[[], None], axe: Callable[..., list[str]], tmp_path: Path
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page()
    fill_analysis(page)
    asked = form(page).get_by_role("listitem").filter(has=page.get_by_role("button", name="Go to step 5"))
    expect(asked).to_contain_text("Worse off, and nothing is planned: Deaf people.")
    press(page, "Go to step 5")
    at_step(page, 5)
    expect(group(page, "Disability (people who use the service): Deaf people")).to_contain_text("Worse.")
    box(page, "What will you do?").fill(HOSTILE)
    box(page, "Whose job is it?").fill("Manager")
    jump(page, STEPS[6])
    press(page, "See it on one page")
    expect(heading(page)).to_have_text("Your analysis on one page")
    expect(form(page)).not_to_contain_text("Worse off, and nothing is planned")
    expect(form(page)).to_contain_text("A step, but no date, for: Deaf people.")
    row = form(page).get_by_role("row", name="Disability (people who use the service): Deaf people")
    expect(row.get_by_role("cell").nth(2).get_by_role("listitem").first).to_have_text(HOSTILE)

    press(page, "Copy as text")
    expect(status(page)).to_have_text("Copied. Paste it where you want it.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "EQUALITY IMPACT ANALYSIS\n\nTHE CHANGE\nWhat is to change: A shorter opening time.\nOn Fridays."
    )
    assert f"  What will be done:\n  - {HOSTILE}\n  - Owner: Manager\n" in copied
    assert "- There is no review date. When will you look again?" in copied

    with page.expect_download() as download:
        press(page, "Download as a page")
    assert re.fullmatch(r"impact-analysis-\d{4}-\d\d-\d\d-\d{4}\.html", download.value.suggested_filename)
    file = tmp_path / "analysis.html"
    download.value.save_as(file)
    found = Structure(file.read_text(encoding="utf-8"))
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>\n")
    assert found.attributes["html"] == [{"lang": "en-GB"}]
    assert {"script", "img", "button"}.isdisjoint(found.tags)
    assert found.texts["h1"] == found.texts["title"] == ["Equality impact analysis"]
    assert found.texts["h2"] == [STEPS[0], STEPS[1], STEPS[5], STEPS[6], WORDS.sheet.open]
    assert [cell["scope"] for cell in found.attributes["th"]] == ["col"] * 4 + ["row"]
    assert HOSTILE in found.texts["td"]
    assert WORDS.duty in found.texts["p"]
    opened = page.context.new_page()
    opened.goto(file.as_uri())
    expect(opened).to_have_title("Equality impact analysis")
    opened.set_viewport_size({"width": 320, "height": 700})
    assert axe(opened) == []
    assert opened.evaluate("document.scrollingElement.scrollWidth") <= 320


@pytest.mark.fresh
def test_without_a_clipboard_the_text_is_shown_to_be_copied(page: Page, open_page: Callable[[], None]) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    open_page()
    jump(page, "All of it on one page")
    press(page, "Copy as text")
    expect(box(page, "Your analysis as text")).to_be_focused()
    expect(box(page, "Your analysis as text")).to_have_value(re.compile("^EQUALITY IMPACT ANALYSIS"))


def test_it_is_kept_brought_back_and_removed_with_the_rest_of_the_work(
    page: Page, open_page: Callable[[], None], tmp_path: Path
) -> None:
    open_page()
    fill_analysis(page)
    tick = form(page).get_by_role("checkbox", name="Keep this for my action plan")
    tick.check()
    expect(work_panel(page)).to_contain_text("Saved: 1 impact analysis and 1 tick for your plan.")
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(keep(page)))
    page.get_by_text("Start again, or clear this computer").click()
    page.get_by_role("button", name="Start again", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Start again").click()
    expect(form(page)).to_contain_text("No group is chosen yet.")
    expect(tick).not_to_be_checked()
    bring_back(page, file)
    expect(page.get_by_role("dialog")).to_contain_text("1 impact analysis and 1 tick for your plan will be added.")
    page.get_by_role("button", name="Bring it back").click()
    expect(form(page).get_by_role("rowheader", name=re.compile("Deaf people$"))).to_be_visible()
    expect(tick).to_be_checked()


@pytest.mark.parametrize("colours", ["light", "dark", "forced"])
def test_it_meets_wcag_and_fits_a_phone_at_every_step_and_on_one_page(
    page: Page, open_page: Callable[[], None], axe: Callable[..., list[str]], colours: str
) -> None:
    if colours == "forced":
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
    else:
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 700})
    open_page()
    fill_analysis(page)
    form(page).get_by_text("Read a finished example").click()
    example = sheet(WORDS, WORDS.example.analysis)
    assert example.blocks[1].table
    expect(form(page).locator("details").get_by_role("rowheader")).to_have_count(len(example.blocks[1].table.rows))
    for place in [*STEPS, "All of it on one page"]:
        jump(page, place)
        assert axe(page, ".eq-impact") == [], place
        assert too_wide(page) == [], place
        small = (
            form(page)
            .locator("button, input, select, textarea, summary")
            .evaluate_all(
                """all => all.filter(node => node.getClientRects().length).map(node => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
                .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
            )
        )
        assert small == [], place
    press(page, "Start a new one")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe(page) == []
