"""A learner's way through the course: chosen, changed by keyboard, kept, and as fresh as what other pages saved."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from course.content import Single, parts
from course.ways.outline import outline
from course.ways.way import suggested
from course.work import Entry, WorkFile

from .conftest import CourseServer
from .learner import WELCOME, Open, answer, any_answer, reloaded, saved_entries, wait_until
from .test_accessibility import too_wide

AUDIENCE, ORDER = "way/my-way/audience", "way/my-way/order"
SAVED = "Saved. It stays with your work: it is not handed in."
BOARD = list(suggested(outline(), "board", False).order)
PRACTICE = next(one for one in parts()["1-why"].exercises if one.page == "ethical-case" and not one.graded)


def region(page: Page) -> Locator:
    return page.get_by_role("region", name="My way through")


def status(page: Page) -> Locator:
    return region(page).get_by_role("status").first


def next_link(page: Page) -> Locator:
    return region(page).locator(".eq-next strong a")


def titles(page: Page) -> list[str]:
    """The pages on the map, from first to last."""
    return [one.replace(" (this page)", "") for one in region(page).locator("ol.eq-map .eq-title").all_inner_texts()]


def line(page: Page, title: str) -> Locator:
    return region(page).locator(".eq-map > li").filter(has=page.locator(".eq-title", has_text=title))


def order(server: CourseServer) -> list[str]:
    return saved_entries(server).get(ORDER, "").split()


def test_a_way_is_chosen_and_changed_by_keyboard_and_comes_back(
    page: Page, server: CourseServer, open_notebook: Open, axe: Callable[..., list[str]]
) -> None:
    open_notebook(page, WELCOME)
    whole = region(page)
    expect(next_link(page)).to_have_text("Five questions to ask of a figure")
    whole.get_by_label("Who are you?").focus()
    page.keyboard.type("I am a senior")
    expect(next_link(page)).to_have_text("The business case")
    expect(whole.locator(".eq-next")).to_contain_text("Because you decide on money")
    wait_until(lambda: saved_entries(server) == {AUDIENCE: "board"})
    for key in (
        "Tab",
        "Tab",
        "Tab",
        "Tab",
        "Tab",
        "Tab",
        "Enter",
        "Tab",
        "Tab",
        "Space",
    ):  # hands in, next with two headings of its core, Undo, the map: core, change
        page.keyboard.press(key)
    expect(whole.get_by_label("Show buttons to move pages")).to_be_checked()
    expect(whole.get_by_text(outline().audiences["board"].later)).to_be_visible()
    before = titles(page)
    assert before[:2] == ["Welcome to Equally Outstanding", "The business case"]

    # Up and down, and the focus stays on the button.
    down = whole.get_by_role("button", name="Down The business case")
    down.focus()
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text(f"The business case is now page 3 of {len(BOARD)}.")
    expect(down).to_be_focused()
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text(f"The business case is now page 4 of {len(BOARD)}.")
    expect(down).to_be_focused()
    assert titles(page)[:4] == [before[0], before[2], before[3], before[1]]
    wait_until(lambda: order(server) == [BOARD[0], BOARD[2], BOARD[3], BOARD[1], *BOARD[4:]])
    expect(whole.get_by_text(SAVED)).to_be_visible()
    first = whole.get_by_role("button", name="Up Welcome to Equally Outstanding")
    expect(first).to_have_attribute("aria-disabled", "true")
    first.press("Enter")
    assert titles(page)[0] == before[0]

    # Leave out, and bring back.
    whole.get_by_role("button", name="Leave out Reduce demand").press("Enter")
    expect(status(page)).to_have_text("Left out: Reduce demand. It stands below the map.")
    expect(
        whole.get_by_role("button", name=re.compile("^Leave out (?!Reduce demand)")).and_(page.locator(":focus"))
    ).to_be_visible()
    assert "Reduce demand" not in titles(page)
    expect(whole.get_by_text(f"All {len(BOARD) - 1} pages take")).to_be_visible()
    expect(whole.get_by_text(f"The map: {len(BOARD) - 1} pages, 0 done")).to_be_visible()
    wait_until(lambda: "-4-challenges/reduce-demand" in order(server))
    whole.get_by_label("I am done with this page (Welcome to Equally Outstanding)").check()
    expect(line(page, "Welcome")).to_contain_text("Done: practice 0 of 1")
    expect(whole.get_by_text(re.compile("pages, 1 done"))).to_be_visible()
    expect(whole.get_by_text(re.compile("The core of your way takes .* are left"))).to_be_visible()

    reloaded(page)
    expect(whole.get_by_label("Who are you?")).to_have_value("board")
    expect(whole.get_by_label("I am done with this page (Welcome to Equally Outstanding)")).to_be_checked()
    assert titles(page)[:4] == [before[0], before[2], before[3], before[1]]
    back = whole.get_by_role("button", name="Bring back Reduce demand")
    back.press("Enter")
    expect(whole.get_by_role("button", name="Leave out Reduce demand")).to_be_focused()
    expect(status(page)).to_have_text("Brought back: Reduce demand.")
    undo = whole.get_by_role("button", name="Undo: bringing back Reduce demand")
    undo.press("Enter")
    expect(back).to_be_visible()
    whole.get_by_role("button", name="Back to the suggested way").press("Enter")
    expect(status(page)).to_have_text("This is the suggested way again.")
    wait_until(lambda: ORDER not in saved_entries(server))
    assert titles(page) == before
    whole.get_by_role("button", name="Undo: going back to the suggested way").press("Enter")
    wait_until(lambda: "-4-challenges/reduce-demand" in order(server))

    # Who hands in takes the folders in order, and an order of one's own is put aside.
    whole.get_by_label("I hand in marked work").press("Space")
    expect(status(page)).to_contain_text("Your own order is put aside: Undo brings it back.")
    expect(line(page, "Reading the hospice figures")).to_contain_text("Core, 10 minutes")
    assert [titles(page).index(one) for one in ("The legal case", "Reading the inpatient survey")] == [5, 6]
    whole.get_by_label("Show only the core").check()
    assert len(titles(page)) == len(outline().orders["evidence"].core)
    whole.get_by_label("Show only the core").uncheck()

    whole.get_by_role("button", name="Leave out Reduce demand").click()
    assert axe(page, ".eq-course") == []
    page.emulate_media(forced_colors="active")
    assert axe(page, ".eq-course") == []
    page.emulate_media(color_scheme="dark", forced_colors="none")
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    assert axe(page, ".eq-work") == []
    page.set_viewport_size({"width": 320, "height": 256})
    assert too_wide(page) == []
    small = whole.locator("button, select, input, summary").evaluate_all(
        """all => all.filter(node => node.getClientRects().length).map(node => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    assert small == []


def test_the_map_shows_what_another_page_saved_and_its_links_stay_in_the_view(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    assert isinstance(PRACTICE, Single)
    open_notebook(page, WELCOME, view="notebooks")
    region(page).get_by_text("The map:").click()
    ethical = line(page, "The ethical case")
    expect(ethical).to_contain_text("Not begun: practice 0 of")
    link = ethical.get_by_role("link", name="The ethical case")
    expect(link).to_have_attribute("href", re.compile(r"/notebooks/notebooks/1-why/ethical-case\.ipynb$"))
    with page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    other = opened.value
    other.wait_for_selector("[data-eq-ready]:visible", timeout=60_000)
    answer(other, PRACTICE, any_answer(PRACTICE))
    expect(ethical).to_contain_text("Begun: practice 1 of")
    other.close()

    # What came from elsewhere, such as another browser, is there when the learner looks again.
    WorkFile(server.work).write({"done/1-why/ethical-case": Entry(2**50, "yes")})
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(ethical).to_contain_text("Done: practice 1 of")
    expect(ethical.get_by_role("checkbox")).to_be_checked()


def test_what_is_moved_and_ticked_while_the_kernel_is_dead_is_saved_afterwards(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, WELCOME)
    whole = region(page)
    whole.get_by_text("The map:").click()
    whole.get_by_label("Show buttons to move pages").check()
    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    for kernel in server.kernels():
        kernel.suspend()
    whole.get_by_role("button", name="Down The business case").click()
    whole.get_by_role("button", name="Leave out Reduce demand").click()
    whole.get_by_label("I am done with this page (The legal case)").check()
    moved = titles(page)
    assert "Reduce demand" not in moved
    expect(whole.get_by_text("Not saved yet, kept in this browser.")).to_be_visible(timeout=8000)
    server.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    wait_until(
        lambda: (
            saved_entries(server).get("done/1-why/legal-case") == "yes"
            and "-4-challenges/reduce-demand" in order(server)
        )
    )
    assert titles(page) == moved
    expect(whole.get_by_label("I am done with this page (The legal case)")).to_be_checked()
    expect(whole.get_by_text(SAVED)).to_be_visible()
