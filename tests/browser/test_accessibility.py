"""What we draw, for people who use a keyboard, a screen reader, a small window or high contrast."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from course.content import Exercise, Number, Single, Text, parts
from course.paths import NOTEBOOKS
from course.scenarios import read_scenario, ways

from .learner import (
    CHOICES,
    HOSPICES,
    NUMBERS,
    Open,
    answer,
    any_answer,
    choose_saved,
    exercise,
    fill_analysis,
    hand_in,
    play,
    work_panel,
)

Axe = Callable[[Page], list[str]]


PAGES = [path.relative_to(NOTEBOOKS).as_posix() for path in sorted(NOTEBOOKS.glob("*/*.ipynb"))]


def exercises_of(path: str) -> list[Exercise]:
    part, page = Path(path).parent.name, Path(path).stem
    return [one for one in parts()[part].exercises if one.page == page]


def answer_everything(page: Page, path: str) -> None:
    """Answer every question, half of the practice rightly, play every story to an ending, and open everything that opens."""
    for number, one in enumerate(exercises_of(path)):
        answer(page, one, any_answer(one, right=number % 2 == 0))
    for story in page.locator(".eq-scenario").all():
        name = story.get_attribute("data-exercise") or ""
        play(page, name, next(ways(read_scenario(name)))[0])
    for box in page.locator(".eq-measures > li > .eq-option > input").all()[:3]:
        box.check()
    for number, factor in enumerate(page.locator(".eq-places button").all()):  # a self-assessment
        factor.click()
        page.locator("[data-exercise=success-factors] input[type=radio]:visible").nth(number % 5).check()
        page.locator("[data-exercise=success-factors] textarea:visible").fill("Seen last week. " * (number % 3))
    if page.locator(".eq-impact").count():
        fill_analysis(page)
    if page.locator(".eq-plan").count():
        page.get_by_label("What is to change?").fill("Visits. " + "x" * 200)
        page.get_by_role("button", name="Add a priority").click()
    if page.get_by_role("button", name="Read this case study").count():
        page.get_by_role("button", name="Read this case study").first.click()
    page.locator(".eq details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_with_every_question_answered_and_everything_open_is_accessible_and_fits_400_percent(
    page: Page, open_notebook: Open, axe: Axe, path: str
) -> None:
    open_notebook(page, path)
    answer_everything(page, path)
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %
    assert too_wide(page) == []


@pytest.mark.fresh
@pytest.mark.parametrize(("view", "scheme"), [("doc", "dark"), ("notebooks", "light")])
def test_a_page_is_accessible_in_each_view_and_in_dark_colours(
    page: Page, open_notebook: Open, axe: Axe, view: str, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    open_notebook(page, HOSPICES, view)
    answer_everything(page, HOSPICES)
    assert axe(page) == []


def test_every_dialog_and_message_is_accessible(page: Page, open_notebook: Open, axe: Axe, tmp_path: Path) -> None:
    open_notebook(page, HOSPICES)
    choose_saved(page, CHOICES[0].id, "a")
    type_first = exercise(page, NUMBERS[0].id).get_by_label("Your answer")
    type_first.fill("twenty")
    type_first.press("Enter")
    work_panel(page).get_by_text("Start again, or clear this computer").click()
    for name in ("Start again", "Clear this computer"):
        work_panel(page).get_by_role("button", name=name).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert axe(page) == [], name
        page.keyboard.press("Escape")
    page.get_by_label("Your id").fill("a b")
    page.get_by_role("button", name="Hand in", exact=True).click()
    assert axe(page) == []
    page.get_by_role("button", name="Hand in as it is").click()
    expect(page.get_by_text("Error: ")).to_be_visible()
    assert axe(page) == []
    hand_in(page, "ab12", tmp_path)
    assert axe(page) == []


@pytest.mark.fresh
def test_a_page_that_opens_at_400_percent_fits(small_page: Page, open_notebook: Open) -> None:
    open_notebook(small_page, HOSPICES)
    assert too_wide(small_page) == []


def too_wide(page: Page) -> list[str]:
    """What reaches over the edge of the window, and whether the window scrolls sideways."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.eq *, .jp-RenderedMarkdown *')]
            .filter(node => !node.closest('.eq-scroll, svg, [hidden], .eq-spoken') && node.getClientRects().length)
            .filter(node => { const box = node.getBoundingClientRect();
                              return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1); })
            .map(node => `${node.tagName}.${node.className} ${node.textContent.slice(0, 40)}`)
            .concat(document.scrollingElement.scrollWidth > innerWidth ? ["the window scrolls sideways"] : [])"""
    )
    return found


def test_every_control_is_at_least_24_pixels_high_and_wide(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    page.locator(".eq details").evaluate_all("all => all.forEach(one => one.open = true)")
    small = page.locator(".eq :is(button, input, textarea, summary)").evaluate_all(
        """all => all.filter(node => node.getClientRects().length && !node.hidden)
            .map(node => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    assert small == []


def test_the_accessibility_tree_has_every_heading_question_option_and_button(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    tree = page.locator("body").aria_snapshot()
    for heading in page.locator("h1, h2, h3").all():
        if heading.is_visible():
            text = heading.inner_text().replace("¶", "").strip().replace('"', '\\"')
            assert f'heading "{text}' in tree, text
    groups = [line for line in tree.splitlines() if "- group " in line]
    asked = exercises_of(HOSPICES)
    for one in asked:
        alike = [e for e in asked if e.graded == one.graded]
        title = f"Marked question {alike.index(one) + 1} of" if one.graded else f"Practice {alike.index(one) + 1} of"
        assert any(title in line for line in groups), title
    options = sum(len(e.options) for e in asked if isinstance(e, Single))
    roles = {role: page.get_by_role(role).count() for role in ("radio", "textbox", "img")}
    boxes = sum(isinstance(e, Number | Text) for e in asked)
    # The explorer has two questions with 2 and 3 options; the hand-in panel has the learner's id; there are two charts.
    assert roles == {"radio": options + 5, "textbox": boxes + 1, "img": 3}


def test_the_focus_is_seen_on_every_control(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    page.keyboard.press("Tab")  # from here on the browser shows where the focus is
    for selector in (".eq-button", ".eq input[type=radio]", ".eq input[type=text]", ".eq textarea", ".eq summary"):
        control = page.locator(selector).first
        control.focus()
        style = control.evaluate(
            "node => { const s = getComputedStyle(node); return [s.outlineStyle, s.outlineWidth]; }"
        )
        assert style == ["solid", "3px"], selector


@pytest.mark.fresh
def test_a_page_in_dark_colours_prints_dark_on_white(page: Page, open_notebook: Open) -> None:
    page.emulate_media(color_scheme="dark")
    open_notebook(page, HOSPICES)
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    page.emulate_media(media="print", color_scheme="dark")
    for selector in (".jp-RenderedMarkdown p", ".jp-RenderedMarkdown h2", ".eq-prompt", ".eq-option label"):
        colour = page.locator(selector).first.evaluate("node => getComputedStyle(node).color")
        red, green, blue = (int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
        assert max(red, green, blue) < 100, (selector, colour)
