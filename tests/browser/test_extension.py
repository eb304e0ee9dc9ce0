"""The JupyterLab extension makes course notebooks pages, leaves others alone, and outlives what breaks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import CourseServer
from .learner import HOSPICES, PART, SURVEY, WELCOME

EXERCISE, OTHER, *_ = (exercise.id for exercise in PART.exercises if exercise.page == "hospices")
IMPORT = "from course import ask"
VIEWS = ["doc", "notebooks", "lab"]

Open = Callable[..., None]
Axe = Callable[..., list[str]]
MakeCourse = Callable[[dict[str, list[str]]], CourseServer]


def question(page: Page, exercise_id: str = EXERCISE):  # type: ignore[no-untyped-def]
    return page.locator(f"[data-exercise={exercise_id}]")


def runs(page: Page, number: int) -> None:
    """Wait until the cells have run for the ``number``-th time."""
    page.wait_for_selector(f'[data-eq-ready][data-eq-runs="{number}"]', timeout=60_000)


def keys_until(page: Page, key: str, wanted: str, most: int = 60) -> list[str]:
    """Press ``key`` until the focus is on what the selector ``wanted`` names. Returns what had the focus on the way."""
    way = []
    for _ in range(most):
        page.keyboard.press(key)
        way.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
        if page.evaluate("selector => document.activeElement.matches(selector)", wanted):
            return way
    raise AssertionError(f"{key} does not lead to {wanted}: {way}")


@pytest.mark.fresh
@pytest.mark.parametrize(("view", "ours"), [("doc", None), ("notebooks", None), ("lab", ".eq-course")])
def test_opening_a_notebook_shows_its_questions_and_no_code_and_is_accessible(
    page: Page, open_notebook: Open, axe: Axe, view: str, ours: str | None
) -> None:
    open_notebook(page, HOSPICES, view)
    expect(page.locator("[data-eq-ready=true]")).to_be_visible()
    expect(question(page)).to_be_visible()
    expect(
        page.locator(".jp-CodeCell .jp-InputArea:visible, .jp-Placeholder:visible, .jp-InputPrompt:visible")
    ).to_have_count(0)
    assert page.evaluate("scrollY") == 0
    assert axe(page, ours) == []  # the whole page; in the full JupyterLab our part of it


@pytest.mark.fresh
@pytest.mark.parametrize("view", ["doc", "notebooks"])
def test_the_page_is_named_after_its_heading_and_is_one_main_landmark(
    page: Page, open_notebook: Open, view: str
) -> None:
    open_notebook(page, WELCOME, view)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_count(1)
    expect(page).to_have_title(f"{heading.inner_text()} - Equally Outstanding")
    assert page.get_by_role("main").get_by_role("heading", level=1).count() == 1
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("view", ["doc", pytest.param("notebooks", marks=pytest.mark.fresh)])
@pytest.mark.parametrize("path", [WELCOME, HOSPICES])
def test_at_320_pixels_nothing_is_cut_off(page: Page, open_notebook: Open, view: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_notebook(page, path, view)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    outside = page.evaluate(
        """[...document.querySelectorAll('.eq-header *, .eq-course .jp-Cell *')].filter(
            node => node.checkVisibility() && !node.closest('.eq-scroll')
                && node.getBoundingClientRect().right > 320.5).map(node => node.outerHTML.slice(0, 100))"""
    )
    assert outside == []


@pytest.mark.fresh
def test_the_theme_follows_the_learners_system(page: Page, open_notebook: Open) -> None:
    page.emulate_media(color_scheme="dark")
    open_notebook(page, WELCOME)
    page.wait_for_selector('body[data-jp-theme-light="false"]')
    page.emulate_media(color_scheme="light")
    page.wait_for_selector('body[data-jp-theme-light="true"]')


def test_print_has_the_whole_page_and_no_more(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    page.emulate_media(media="print")
    expect(page.locator(".eq-header")).to_be_hidden()
    expect(page.locator(".eq-button:visible")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    tool = page.locator(".jp-OutputArea-child:has(.eq-explorer)").first
    assert tool.evaluate("node => getComputedStyle(node).breakInside") == "auto", "a long tool leaves a page empty"
    last = page.locator(".jp-Cell").last.bounding_box()
    assert last
    assert page.evaluate("document.documentElement.scrollHeight") >= last["y"] + last["height"]


@pytest.mark.fresh
def test_a_notebook_from_elsewhere_is_left_as_it_is(make_course: MakeCourse, page: Page) -> None:
    course = make_course({"elsewhere/page.ipynb": ["# A page", IMPORT, f'ask("{EXERCISE}")']})
    page.goto(course.url("elsewhere/page.ipynb"))
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.wait_for_selector(".jp-NotebookPanel:not(.eq-course) .jp-CodeCell .jp-InputArea", timeout=30_000)
    page.wait_for_timeout(2000)
    expect(question(page)).to_have_count(0)
    expect(page.locator("[data-eq-ready]")).to_have_count(0)
    expect(page.locator(".jp-CodeCell .jp-InputArea").first).to_be_visible()
    expect(page.locator(".jp-NotebookPanel-toolbar")).to_be_visible()
    expect(page.locator(".jp-NotebookPanel-toolbar [data-jp-item-name=run]")).to_be_visible()
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".jp-CodeCell .jp-InputPrompt").first).to_have_text("[1]:", timeout=15_000)


@pytest.mark.fresh
def test_a_course_py_beside_the_notebook_does_not_run(make_course: MakeCourse, page: Page, tmp_path: Path) -> None:
    trace = tmp_path / "it-ran"
    course = make_course(
        {
            "notebooks/2-evidence/page.ipynb": ["# A page", IMPORT, f'ask("{EXERCISE}")'],
            "notebooks/2-evidence/course.py": [f"open({str(trace)!r}, 'w')", "ask = print"],
        }
    )
    page.goto(course.url("notebooks/2-evidence/page.ipynb"))
    page.wait_for_selector(".jp-NotebookPanel:not(.eq-course) .jp-CodeCell .jp-InputArea", timeout=30_000)
    page.wait_for_timeout(2000)
    assert not trace.exists()


@pytest.mark.fresh
def test_only_calls_of_the_course_with_literal_text_run(
    make_course: MakeCourse, page: Page, open_notebook: Open, tmp_path: Path
) -> None:
    trace = tmp_path / "it-ran"
    write = f"open({str(trace)!r}, 'w')"
    odd = [
        write,
        f"ask({write})",
        f'ask("{EXERCISE}"); {write}',
        f'ask("{EXERCISE}")\n{write}',
        f'ask("{EXERCISE}" + str({write}))',
        f"ask(f'{{{write}}}')",
        f"from course import ask; {write}",
        f"from course import paths\n{write}",
    ]
    course = make_course({"notebooks/2-evidence/page.ipynb": ["# A page", IMPORT, *odd, f'ask("{OTHER}")']})
    open_notebook(page, "2-evidence/page.ipynb", of=course)
    expect(question(page, OTHER)).to_be_visible()
    expect(question(page, EXERCISE)).to_have_count(0)
    assert not trace.exists()


@pytest.mark.fresh
def test_a_cell_that_fails_takes_no_other_with_it(make_course: MakeCourse, page: Page, open_notebook: Open) -> None:
    cells = ["# A page", IMPORT, 'ask("no-such-exercise")', f'ask("{EXERCISE}")', 'ask("nor-this")', f'ask("{OTHER}")']
    course = make_course({"notebooks/2-evidence/page.ipynb": cells})
    open_notebook(page, "2-evidence/page.ipynb", of=course)
    expect(page.locator("[data-eq-ready=error]")).to_be_visible()
    expect(question(page, EXERCISE)).to_be_visible()
    expect(question(page, OTHER)).to_be_visible()
    trouble = page.get_by_text("This part of the page reported a problem.")
    expect(trouble).to_have_count(2)
    trouble.first.click()
    expect(page.get_by_text("There is no exercise 'no-such-exercise'")).to_be_visible()


@pytest.mark.fresh
def test_after_a_crash_of_the_kernel_the_questions_come_back_by_themselves(
    page: Page, open_notebook: Open, server: CourseServer
) -> None:
    open_notebook(page, HOSPICES)
    field = question(page).locator("input").first
    field.focus()
    place = page.evaluate("scrollY")
    dialogs: list[str] = []
    page.expose_function("sawDialog", lambda text: dialogs.append(text))
    page.evaluate(
        """new MutationObserver(() => document.querySelector('.jp-Dialog')
            && sawDialog(document.querySelector('.jp-Dialog').textContent)).observe(document.body, {childList: true})"""
    )
    for crash in (2, 3):
        server.kill_kernels()
        runs(page, crash)
        expect(question(page)).to_have_count(1)
    assert dialogs == []
    assert page.evaluate("document.activeElement.matches('[data-exercise] input')"), "the focus was lost"
    assert abs(page.evaluate("scrollY") - place) < 5


@pytest.mark.fresh
def test_a_crash_of_the_server_blocks_nothing_and_mends_itself(
    page: Page, open_notebook: Open, server: CourseServer
) -> None:
    open_notebook(page, HOSPICES)
    server.kill()
    alert = page.get_by_role("alert").filter(has_text="Keep my work")
    expect(alert).to_be_visible(timeout=30_000)
    page.wait_for_timeout(15_000)  # JupyterLab itself notices by now
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    page.get_by_role("button", name="Keep my work").click(trial=True)
    server.start()
    runs(page, 2)
    expect(alert).to_have_count(0)
    expect(question(page)).to_be_visible()
    assert len(server.kernels()) == 1


def test_load_the_questions_again_starts_a_new_kernel_and_asks_nothing(
    page: Page, open_notebook: Open, server: CourseServer
) -> None:
    open_notebook(page, HOSPICES)
    [before] = server.kernels()
    page.get_by_role("button", name="Load the questions again").click()
    runs(page, 2)
    [after] = server.kernels()
    assert after.pid != before.pid


def test_notebook_shortcuts_do_nothing_to_a_reader(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    cells = page.locator(".jp-Cell")
    number = cells.count()
    radio = page.locator("[data-exercise] input[type=radio]").first
    radio.focus()
    for key in ("ArrowDown", "ArrowDown", "x", "d", "d", "b", "Enter", "Escape", "m"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.name") == radio.get_attribute("name")
    page.locator(".jp-MarkdownCell p:visible").first.click()
    for key in ("x", "d", "d", "b", "a", "Shift+Enter", "Enter", "Escape", "y", "Control+m"):
        page.keyboard.press(key)
    assert cells.count() == number
    expect(page.locator(".jp-Editor:visible, .jp-mod-editMode")).to_have_count(0)


@pytest.mark.fresh
def test_tab_goes_through_links_and_controls_in_reading_order(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    way = keys_until(page, "Tab", "[data-exercise] input")
    assert len(way) > 3
    assert not [stop for stop in way if "jp-Cell" in stop or "jp-Notebook" in stop or stop.startswith("<body")]
    back = keys_until(page, "Shift+Tab", ".eq-header a")
    assert back[:-3] == way[-2::-1]  # and then the header's buttons and link
    tops = page.evaluate(
        """[...document.querySelectorAll('.eq-header a, .eq-header button, .eq-course :is(a, button, input, summary)')]
            .filter(node => node.tabIndex >= 0 && node.checkVisibility()).map(node => node.getBoundingClientRect().top)"""
    )
    assert len(tops) > len(way)
    assert tops == sorted(tops)


@pytest.mark.fresh
@pytest.mark.parametrize("view", VIEWS)
def test_links_lead_to_the_same_kind_of_page_and_back(
    page: Page, open_notebook: Open, view: str, server: CourseServer
) -> None:
    def shows(path: str) -> None:
        page.wait_for_url(server.url(f"notebooks/{path}", view).partition("?")[0])
        expect(page.locator("h1:visible")).to_have_text([titles[path]], timeout=30_000)  # Lab first shows what was open
        page.wait_for_selector("[data-eq-ready]:visible")

    titles = {}
    for path in (HOSPICES, SURVEY):
        open_notebook(page, path, view)
        titles[path] = page.locator("h1:visible").text_content() or ""
    page.locator('.eq-course a[href$="2-evidence/hospices.ipynb"]:visible').first.click()
    shows(HOSPICES)
    page.go_back()
    shows(SURVEY)
    page.go_forward()
    shows(HOSPICES)
    page.reload()
    shows(HOSPICES)


@pytest.mark.fresh
def test_a_link_to_a_place_moves_the_focus_there(make_course: MakeCourse, page: Page, open_notebook: Open) -> None:
    filler = "\n\n".join(["More words."] * 60)
    course = make_course(
        {
            "notebooks/1-why/one.ipynb": [
                "# One\n\n[Down](#Far-below) and [away](two.ipynb#Far-away)",
                IMPORT,
                f"# {filler}",
                "## Far below",
            ],
            "notebooks/1-why/two.ipynb": ["# Two", IMPORT, f"# {filler}", "## Far away", f"# {filler}"],
        }
    )
    open_notebook(page, "1-why/one.ipynb", of=course)
    page.get_by_role("link", name="Down").press("Enter")
    expect(page.get_by_role("heading", name="Far below")).to_be_focused()
    expect(page.get_by_role("heading", name="Far below")).to_be_in_viewport()
    page.go_back()
    page.wait_for_function("scrollY === 0")
    page.get_by_role("link", name="away").click()
    expect(page.get_by_role("heading", name="Far away")).to_be_focused(timeout=30_000)
    expect(page.get_by_role("heading", name="Far away")).to_be_in_viewport()


@pytest.mark.fresh
def test_leaving_a_page_asks_nothing(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("[data-exercise] input").first.click()  # a browser asks only after something was done
    page.wait_for_timeout(1000)
    page.goto("about:blank")
    assert asked == []


def test_a_line_for_readers_without_the_extension_is_put_away(page: Page, open_notebook: Open) -> None:
    open_notebook(page, WELCOME)
    line = page.locator(".jp-RenderedMarkdown").get_by_text("Run All")
    expect(line).to_have_count(1)
    expect(line).to_be_hidden()


def test_nbgrader_serves_trainers_only(server: CourseServer, tmp_path: Path) -> None:
    assert server.fetch("formgrader")[0] == 404
    option = "--ServerApp.jpserver_extensions=nbgrader.server_extensions.formgrader=True"
    trainer = CourseServer(tmp_path, tmp_path / "trainer", options=(option,))
    trainer.start()
    try:
        assert trainer.fetch("formgrader")[0] == 200
    finally:
        trainer.kill()


@pytest.mark.fresh
def test_the_first_click_on_a_page_hits_what_it_points_at(page: Page, open_notebook: Open) -> None:
    open_notebook(page, WELCOME)
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    place = page.get_by_role("button", name="Keep my work").bounding_box()
    assert place
    page.mouse.move(place["x"] + 5, place["y"] + 5)
    page.mouse.down()
    page.wait_for_timeout(100)  # as long as a finger takes
    assert page.evaluate("document.scrollingElement.scrollTop") == 0
    with page.expect_download():
        page.mouse.up()
