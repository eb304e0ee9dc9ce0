"""A learner plays a story: every way through it, back and forth, with and without a kernel."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from course.scenarios import Way, read_scenario, ways

from .conftest import CourseServer
from .learner import Open, bring_back, keep, play, saved_entries, wait_until, work_panel

PAGE = "9-stories/story.ipynb"
STORY = read_scenario("fewer-staff")
WAYS = list(ways(STORY))
WAY, SEEN = "scenario/fewer-staff/way", "scenario/fewer-staff/seen"
SAVED = "Saved. It stays with your work: it is not handed in."
FIRST = STORY.nodes[STORY.start]


@pytest.fixture
def course(make_course: Callable[[dict[str, list[str]]], CourseServer]) -> CourseServer:
    """A course with one page that has the story."""
    cells = ["# A story", "from course import my_work, scenario", "my_work()", 'scenario("fewer-staff")']
    return make_course({f"notebooks/{PAGE}": cells})


@pytest.fixture
def open_page(page: Page, course: CourseServer, open_notebook: Open) -> Callable[[], None]:
    return lambda: open_notebook(page, PAGE, of=course)


def story(page: Page) -> Locator:
    return page.get_by_role("region", name=STORY.title)


def heading(page: Page) -> Locator:
    return story(page).locator(".eq-step h4")


def status(page: Page) -> Locator:
    return story(page).locator(".eq-status")


def press(page: Page, name: str) -> None:
    story(page).get_by_role("button", name=name, exact=True).click()


def plain(text: str) -> str:
    return " ".join(text.split())


def names(way: Way) -> str:
    return " ".join(choice for _, choice in way)


def at_step(page: Page, number: int, place: str) -> None:
    expect(heading(page)).to_have_text(f"Step {number}: {STORY.nodes[place].title}")


def test_by_keyboard_a_choice_shows_what_comes_of_it_and_then_the_next_step(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    first, *others = FIRST.choices.items()
    group = story(page).get_by_role("group", name="What do you do?")
    expect(group.get_by_role("radio")).to_have_count(1 + len(others))
    press(page, "Choose")
    expect(status(page)).to_have_text("Choose one of these first.")
    group.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(heading(page)).to_be_focused()
    expect(heading(page)).to_have_text("Step 1: what comes of it")
    expect(story(page)).to_contain_text(plain(first[1].does))
    expect(story(page)).to_contain_text(plain(first[1].feedback))
    expect(status(page)).to_have_text(SAVED)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(heading(page)).to_be_focused()
    at_step(page, 2, first[1].next)
    assert saved_entries(course)[WAY] == first[0]
    for _ in range(3):  # the radio buttons, Choose, Step back
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at_step(page, 1, STORY.start)
    expect(heading(page)).to_be_focused()
    expect(story(page).get_by_role("radio", name="You chose this before.")).to_have_count(1)


def test_every_way_comes_to_its_ending_and_the_endings_found_stand_side_by_side(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    found: dict[str, None] = {}
    for way, ending in WAYS:
        play(page, "fewer-staff", way)
        end = STORY.endings[ending]
        found[ending] = None
        expect(heading(page)).to_have_text(f"An ending: {end.title}")
        expect(story(page)).to_contain_text(plain(end.learn))
        table = story(page).get_by_role("table", name="The endings that you have found, side by side")
        columns = table.get_by_role("columnheader").all_inner_texts()[1:]
        assert [column.removesuffix(" (where you are)") for column in columns] == [
            one.title for name, one in STORY.endings.items() if name in found
        ]
        assert f"{end.title} (where you are)" in columns
        expect(story(page).locator(".eq-path > li").last).to_be_visible()
        steps = story(page).locator(".eq-path > li > p").all_inner_texts()
        assert steps == [
            f"{STORY.nodes[node].title}. You chose: {plain(STORY.nodes[node].choices[choice].text)}"
            for node, choice in way
        ]
        press(page, "Start the story again")
    assert found.keys() == STORY.endings.keys()
    expect(story(page)).to_contain_text(f"{len(found)} of {len(found)} endings found")
    wait_until(lambda: {*saved_entries(course)[SEEN].split()} >= {*STORY.nodes, *STORY.endings})
    wait_until(lambda: WAY not in saved_entries(course))


def test_what_was_not_seen_has_no_words_and_the_way_is_drawn_and_listed(
    page: Page, open_page: Callable[[], None]
) -> None:
    open_page()
    way, _ = WAYS[0]
    play(page, "fewer-staff", way[:2])
    seen = [node for node, _ in way[:3]]
    others = [one.title for name, one in {**STORY.nodes, **STORY.endings}.items() if name not in seen]
    shown = story(page).inner_text()
    assert [title for title in others if title in shown] == []
    drawn = story(page).get_by_role("img", name="Map of the story")
    label = drawn.get_attribute("aria-label") or ""
    for number, name in enumerate(seen, 1):
        assert f"{number} {STORY.nodes[name].title}" in label
    assert [title for title in others if title in label] == []
    assert f"Not yet seen: {len(others)} places." in label
    assert drawn.locator("svg text").all_text_contents() == ["1", "2", "3"]


def test_one_can_step_back_go_back_to_any_step_and_try_another_way(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    way, _ = max(WAYS, key=lambda one: len(one[0]))
    play(page, "fewer-staff", way)
    press(page, "Try another way")
    last, choice = way[-1]
    at_step(page, len(way), last)
    expect(heading(page)).to_be_focused()
    marked = story(page).get_by_role("radio", name="You chose this before.")
    expect(marked).to_have_count(1)
    expect(marked).to_have_value(choice)
    press(page, "Step back")
    at_step(page, len(way) - 1, way[-2][0])
    press(page, "Go back to step 1")
    at_step(page, 1, STORY.start)
    wait_until(lambda: WAY not in saved_entries(course))
    expect(story(page)).to_contain_text("1 of ")


def test_a_closed_page_opens_where_one_stopped(
    page: Page, course: CourseServer, open_page: Callable[[], None], open_notebook: Open
) -> None:
    open_page()
    way, _ = WAYS[-1]
    play(page, "fewer-staff", way[:1])
    choice = STORY.nodes[way[1][0]].choices[way[1][1]]
    story(page).locator(f"input[value={way[1][1]}]").check()
    press(page, "Choose")
    expect(status(page)).to_have_text(SAVED)
    page.reload()
    page.wait_for_selector("[data-eq-ready]:visible")
    expect(heading(page)).to_have_text("Step 2: what comes of it")
    expect(story(page)).to_contain_text(plain(choice.does))
    later = page.context.new_page()  # another tab knows what was saved, and not what was being read
    open_notebook(later, PAGE, of=course)
    at_step(later, 3, way[2][0])
    expect(story(later)).to_contain_text("You are back where you stopped.")
    expect(heading(later)).not_to_be_focused()


def test_a_way_that_no_longer_fits_goes_on_from_the_last_step_that_does(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    way, _ = WAYS[0]
    entry = {"revision": 5, "value": f"{way[0][1]} a-choice-of-old {way[1][1]}"}
    seen = {"revision": 5, "value": f"{STORY.start} gone gone/choice {STORY.start}/{way[0][1]}"}
    work = {"format": "equally-outstanding/work/1", "work_id": "0" * 32, "entries": {WAY: entry, SEEN: seen}}
    course.work.write_text(json.dumps(work))
    open_page()
    at_step(page, 2, way[1][0])
    expect(story(page)).to_contain_text("The story has changed since you played it.")
    play(page, "fewer-staff", way[1:])
    expect(heading(page)).to_have_text(re.compile("^An ending: "))
    expect(story(page)).not_to_contain_text("The story has changed")
    wait_until(lambda: saved_entries(course)[WAY] == names(way))


def test_a_story_played_without_a_kernel_is_saved_when_there_is_one(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    for kernel in course.kernels():
        kernel.suspend()
    way, ending = WAYS[0]
    play(page, "fewer-staff", way)
    expect(heading(page)).to_have_text(f"An ending: {STORY.endings[ending].title}")
    expect(status(page)).to_have_text("Not saved yet, kept in this browser.", timeout=8000)
    course.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    expect(status(page)).to_have_text(SAVED, timeout=30_000)
    expect(heading(page)).to_have_text(f"An ending: {STORY.endings[ending].title}")
    assert saved_entries(course)[WAY] == names(way)
    assert ending in saved_entries(course)[SEEN].split()


def test_what_could_not_be_saved_is_saved_with_the_next_choice(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    way, ending = WAYS[-1]
    course.work.mkdir()  # in the way of the file
    play(page, "fewer-staff", way[:1])
    expect(status(page)).to_contain_text("could not be written")
    course.work.rmdir()
    play(page, "fewer-staff", way[1:])
    expect(status(page)).to_have_text(SAVED)
    assert saved_entries(course)[WAY] == names(way)
    assert {*saved_entries(course)[SEEN].split()} >= {node for node, _ in way} | {ending}


def test_it_is_kept_brought_back_and_removed_with_the_rest_of_the_work(
    page: Page, open_page: Callable[[], None], tmp_path: Path
) -> None:
    open_page()
    way, ending = WAYS[0]
    play(page, "fewer-staff", way)
    expect(work_panel(page)).to_contain_text("Saved: 1 scenario.")
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(keep(page)))
    work_panel(page).get_by_text("Start again, or clear this computer").click()
    work_panel(page).get_by_role("button", name="Start again", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Start again").click()
    at_step(page, 1, STORY.start)
    expect(story(page).get_by_role("radio", name="You chose this before.")).to_have_count(0)
    bring_back(page, file)
    expect(page.get_by_role("dialog")).to_contain_text("1 scenario will be added.")
    page.get_by_role("button", name="Bring it back").click()
    expect(heading(page)).to_have_text(f"An ending: {STORY.endings[ending].title}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_meets_wcag_and_fits_a_phone(
    page: Page, open_page: Callable[[], None], axe: Callable[..., list[str]], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 800})
    open_page()

    def look(where: str) -> None:
        assert axe(page) == [], where
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, where
        assert story(page).evaluate("node => node.scrollWidth <= node.clientWidth"), where

    look("at the start")
    (first, _), (second, _) = WAYS[0], WAYS[-1]
    play(page, "fewer-staff", first[:1])
    look("at the second step")
    story(page).get_by_role("radio").first.check()
    press(page, "Choose")
    look("at what comes of it")
    press(page, "Start the story again")
    for way in (first, second):
        play(page, "fewer-staff", way)
        story(page).locator("summary").evaluate_all("all => all.forEach(one => one.parentElement.open = true)")
        look("at an ending")
        press(page, "Start the story again")
    small = (
        story(page)
        .locator("button, input, summary")
        .evaluate_all(
            """all => all.filter(node => node.getClientRects().length).map(node => node.getBoundingClientRect())
            .filter(box => box.width < 24 || box.height < 24).length"""
        )
    )
    assert small == 0
