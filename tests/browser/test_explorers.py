"""Explorers in a real browser: every kind of control and of picture, by keyboard, for everybody's eyes and ears."""

import re
from collections.abc import Callable
from itertools import pairwise, product
from math import log2
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from course import explore

from .conftest import CourseServer
from .learner import SURVEY, Open

ETHICAL = "1-why/ethical-case.ipynb"
ECONOMIC = "1-why/economic-case.ipynb"
LEGAL = "1-why/legal-case.ipynb"
STAFF = "4-challenges/staff-equality.ipynb"
FACTORS = "3-learn-from-best/success-factors.ipynb"
CASES = "3-learn-from-best/case-studies.ipynb"
STORIES = "3-learn-from-best/success-stories.ipynb"
SYSTEM = "5-whole-system/who-does-what.ipynb"


def explorer(page: Page, explorer_id: str) -> Locator:
    return page.get_by_role("region", name=explore(explorer_id).fixed["title"])


def scene(explorer_id: str, setting: str) -> dict[str, Any]:
    found: dict[str, Any] = explore(explorer_id).fixed["scenes"][setting]
    return found


def shows(page: Page, explorer_id: str, setting: str) -> None:
    """Picture, words and table are those of this setting."""
    box, here = explorer(page, explorer_id), scene(explorer_id, setting)
    expect(box.get_by_role("img")).to_have_attribute("aria-label", here["alt"].strip())
    expect(box.get_by_role("status")).to_have_text(here["says"].strip())
    cells = box.locator("tbody :is(th, td)")
    assert cells.all_inner_texts() == [cell for row in here["numbers"] for cell in row]


def test_a_slider_goes_by_keyboard_and_leaves_the_notebook_alone(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, SURVEY)
    for kernel in server.kernels():
        kernel.suspend()
    cells = page.locator(".jp-Cell").count()
    slider = explorer(page, "how-sure").get_by_role("slider", name="How many answers are there?")
    slider.focus()
    for key, words, setting in [
        ("Home", "10 answers", "50/10"),
        ("ArrowRight", "25 answers", "50/25"),
        ("ArrowDown", "10 answers", "50/10"),
        ("ArrowUp", "25 answers", "50/25"),
        ("End", "80,000 answers", "50/80000"),
        ("ArrowLeft", "4,000 answers", "50/4000"),
        ("x", "4,000 answers", "50/4000"),
    ]:
        slider.press(key)
        expect(slider).to_have_attribute("aria-valuetext", words)
        expect(explorer(page, "how-sure").locator(".eq-chosen")).to_have_text(words)
        shows(page, "how-sure", setting)
    expect(slider).to_be_focused()
    assert page.locator(".jp-Cell").count() == cells
    server.kill_kernels()


def test_what_a_slider_shows_is_spoken_once_when_it_rests(page: Page, open_notebook: Open) -> None:
    open_notebook(page, SURVEY)
    box = explorer(page, "how-sure")
    box.get_by_role("status").evaluate(
        "node => { window.said = []; new MutationObserver(() => said.push(node.textContent)).observe(node, {childList: true}); }"
    )
    slider = box.get_by_role("slider")
    slider.press("Home")
    for _ in range(9):
        slider.press("ArrowRight")
    expect(box.get_by_role("status")).to_have_text(scene("how-sure", "50/80000")["says"].strip())
    assert len(page.evaluate("said")) <= 2  # two, where the machine took a rest on the way


def test_choices_and_a_slider_that_was_dragged_are_kept_over_a_reload(page: Page, open_notebook: Open) -> None:
    open_notebook(page, SURVEY)
    explorer(page, "score-maker").get_by_label("Half of them").check()
    slider = explorer(page, "score-maker").get_by_role("slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    assert box["height"] >= 24
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    slider.press("ArrowLeft")
    shows(page, "score-maker", "98/4")
    page.reload()
    page.wait_for_selector("[data-eq-ready]")
    expect(slider).to_have_attribute("aria-valuetext", "98 of 100")
    shows(page, "score-maker", "98/4")


def boxes(svg: Locator, selector: str) -> list[dict[str, float]]:
    """The places of what is drawn, in the picture's own units."""
    found: list[dict[str, float]] = svg.locator(selector).evaluate_all(
        "all => all.map(node => { const {x, y, width, height} = node.getBBox(); return {x, y, width, height}; })"
    )
    return found


def test_bars_are_as_long_as_their_values(page: Page, open_notebook: Open) -> None:
    open_notebook(page, SURVEY)
    svg = explorer(page, "score-maker").locator("svg").first
    bars = boxes(svg, "rect")
    values = [bar["value"] for bar in scene("score-maker", "80/0")["pictures"][0]["bars"]]
    assert [bar["width"] / bars[0]["width"] for bar in bars] == pytest.approx([v / values[0] for v in values], abs=0.01)
    assert {bar["x"] for bar in bars} == {bars[0]["x"]}
    assert svg.locator("text").all_text_contents()[-3:] == ["Always: 80", "Sometimes: 20", "No: 0"]


def test_intervals_lie_on_one_scale_and_the_chosen_one_differs_in_shape(page: Page, open_notebook: Open) -> None:
    open_notebook(page, SURVEY)
    svg = explorer(page, "how-sure").locator("svg")
    lines = boxes(svg, ".eq-interval")
    estimates = scene("how-sure", "50/50")["pictures"][0]["estimates"]
    widths = [one["high"] - one["low"] for one in estimates]
    assert [line["width"] / lines[0]["width"] for line in lines] == pytest.approx(
        [width / widths[0] for width in widths], abs=0.01
    )
    sizes = [dot["width"] for dot in boxes(svg, ".eq-estimate")]
    chosen = [one["chosen"] for one in estimates]
    assert [size == max(sizes) for size in sizes] == chosen
    assert svg.locator(".eq-strong").all_text_contents() == [estimates[chosen.index(True)]["label"]]


def test_columns_have_the_heights_of_chance_and_the_gap_seen_is_marked(page: Page, open_notebook: Open) -> None:
    open_notebook(page, SURVEY)
    explorer(page, "survey-worlds").get_by_label("All others").check()
    svg = explorer(page, "survey-worlds").locator("svg").nth(1)
    picture = scene("survey-worlds", "1/others/no")["pictures"][1]
    drawn, columns = boxes(svg, ".eq-column"), picture["columns"]
    tallest = max(range(len(columns)), key=lambda i: columns[i]["height"])
    assert [one["height"] / drawn[tallest]["height"] for one in drawn] == pytest.approx(
        [one["height"] / columns[tallest]["height"] for one in columns], abs=0.01
    )
    (mark,) = boxes(svg, "line.eq-mark")
    first = drawn[0]
    each = first["width"] / (columns[0]["high"] - columns[0]["low"])
    assert mark["x"] == pytest.approx(first["x"] + (picture["marked"] - columns[0]["low"]) * each, abs=1)
    assert svg.locator("text").last.text_content() == picture["label"]


@pytest.mark.parametrize(
    "media", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active", "color_scheme": "dark"}]
)
def test_explorers_are_accessible_at_every_end_of_their_controls(
    page: Page, open_notebook: Open, axe: Callable[..., list[str]], media: Any
) -> None:
    page.emulate_media(**media)
    open_notebook(page, SURVEY)
    for slider in page.get_by_role("slider").all():
        slider.press("End")
    for group in page.locator(".eq-explorer fieldset").all():
        group.get_by_role("radio").last.check()
    # With colours of the person's own, axe takes those of our buttons for what is seen: look at the explorers only.
    assert axe(page, ".eq-explorer" if "forced_colors" in media else None) == []
    label = explorer(page, "how-sure").locator("svg text").first.evaluate("node => getComputedStyle(node).fill")
    assert label == explorer(page, "how-sure").get_by_role("heading").evaluate("node => getComputedStyle(node).color")


def test_no_label_of_a_picture_is_cut_or_overprinted_at_400_percent(small_page: Page, open_notebook: Open) -> None:
    open_notebook(small_page, SURVEY)
    for end in ("Home", "End"):
        for slider in small_page.get_by_role("slider").all():
            slider.press(end)
        for number in ("first", "last"):
            for group in small_page.locator(".eq-explorer fieldset").all():
                getattr(group.get_by_role("radio"), number).check()
            assert small_page.evaluate(_CUT_OR_OVERPRINTED) == []
    assert small_page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


_CUT_OR_OVERPRINTED = """() => {
    const bad = [];
    for (const svg of document.querySelectorAll('.eq-explorer svg')) {
        const { width, height } = svg.viewBox.baseVal;
        const texts = [...svg.querySelectorAll('text')].map(node => [node.textContent, node.getBBox()]);
        texts.forEach(([text, box], i) => {
            if (box.x < -1 || box.y < -1 || box.x + box.width > width + 1 || box.y + box.height > height + 1) bad.push(`cut: ${text}`);
            for (const [other, its] of texts.slice(i + 1)) {
                if (box.x < its.x + its.width && its.x < box.x + box.width && box.y + 3 < its.y + its.height - 3 && its.y + 3 < box.y + box.height - 3)
                    bad.push(`${text} over ${other}`);
            }
        });
    }
    return bad;
}"""


def test_hospice_gap_draws_two_bars_and_one_interval_around_a_line_at_no_gap(page: Page, open_notebook: Open) -> None:
    open_notebook(page, "2-evidence/hospices.ipynb")
    bars, interval = explorer(page, "hospice-gap").locator("svg").all()
    assert len(boxes(bars, "rect")) == 2
    (zero,) = boxes(interval, ".eq-zero")
    (line,) = boxes(interval, ".eq-interval")
    assert line["x"] < zero["x"] < line["x"] + line["width"]
    expect(interval.locator("text").last).to_have_text(re.compile("^Gap: 20.0 points"))


def test_the_picture_to_walk_through_goes_by_keyboard_at_400_percent(
    small_page: Page, open_notebook: Open, axe: Callable[..., list[str]]
) -> None:
    open_notebook(small_page, ETHICAL)
    box = explorer(small_page, "influence")
    box.get_by_role("radio").first.focus()
    names = [name for name, _ in explore("influence").fixed["controls"][0]["options"]]
    for name in [*names[1:], names[0]]:
        small_page.keyboard.press("ArrowDown")
        shows(small_page, "influence", name)
        (ring,) = scene("influence", name)["pictures"]
        chosen = [one["lines"] for one in [ring["middle"], *ring["around"], ring["behind"]] if one["chosen"]]
        assert box.locator("text.eq-lit").evaluate_all(_LINES) == [list(lines) for lines in chosen]
        assert box.locator(":is(rect, circle).eq-shape.eq-lit").count() == len(chosen)
        assert box.locator(".eq-frame.eq-lit").count() == ring["outside"]["chosen"]
        assert small_page.evaluate(_CUT_OR_OVERPRINTED) == []
        assert box.locator("svg").evaluate(_OUT_OF_ITS_SHAPE) == []
        if name in ("staff", "wider"):
            assert axe(small_page, ".eq-explorer") == []
    assert small_page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert all(
        table.evaluate("node => node.scrollWidth <= node.clientWidth") for table in box.locator(".eq-scroll").all()
    )


_LINES = "all => all.map(text => [...text.querySelectorAll('tspan')].map(line => line.textContent))"
_OUT_OF_ITS_SHAPE = """svg => [...svg.querySelectorAll('.eq-shape')].flatMap(shape => {
    const its = shape.getBBox(), box = shape.nextElementSibling.getBBox();
    const inside = box.x > its.x && box.x + box.width < its.x + its.width && box.y > its.y && box.y + box.height < its.y + its.height;
    return inside ? [] : [shape.nextElementSibling.textContent];
})"""


def test_a_bar_is_filled_out_of_its_whole_group(page: Page, open_notebook: Open) -> None:
    open_notebook(page, ETHICAL)
    svg = explorer(page, "one-service").locator("svg").nth(1)
    bars = scene("one-service", "same/12")["pictures"][1]["bars"]
    each = boxes(svg, ".eq-whole")[0]["width"] / bars[0]["of"]
    assert [whole["width"] / each for whole in boxes(svg, ".eq-whole")] == pytest.approx([one["of"] for one in bars])
    assert [bar["width"] / each for bar in boxes(svg, ".eq-bar-0")] == pytest.approx([one["value"] for one in bars])


def test_so_much_or_more_is_an_arrow_that_points_on(page: Page, open_notebook: Open) -> None:
    open_notebook(page, ECONOMIC)
    box = explorer(page, "how-big")
    (arrow,) = boxes(box.locator("svg"), ".eq-more")
    dot = boxes(box.locator("svg"), ".eq-estimate")[0]
    assert dot["x"] + dot["width"] < arrow["x"]
    box.get_by_label("Wider economy").check()
    expect(box.locator(".eq-more")).to_have_count(0)


def test_an_explorer_without_a_picture_has_words_and_a_table(page: Page, open_notebook: Open) -> None:
    open_notebook(page, LEGAL)
    box = explorer(page, "which-duties")
    box.get_by_label("The person alone").check()
    here = scene("which-duties", "private/home/person")
    expect(box.get_by_role("status")).to_have_text(here["says"].strip())
    assert box.locator("tbody :is(th, td)").all_inner_texts() == [cell for row in here["numbers"] for cell in row]
    expect(box.get_by_role("img")).to_have_count(0)


def test_a_grid_goes_from_both_sides_by_keyboard_at_400_percent(
    small_page: Page, open_notebook: Open, axe: Callable[..., list[str]]
) -> None:
    open_notebook(small_page, FACTORS)
    box = explorer(small_page, "factor-map")
    menu = box.get_by_role("combobox", name="Look from")
    cells = small_page.locator(".jp-Cell").count()
    menu.focus()
    small_page.keyboard.press("ArrowDown")
    shows(small_page, "factor-map", "adult-social-care/committed-leadership")
    small_page.keyboard.press("End")
    shows(small_page, "factor-map", "adult-social-care/W")
    _grid_is_right(box, scene("factor-map", "adult-social-care/W"))
    assert axe(small_page, ".eq-explorer") == []
    small_page.keyboard.press("ArrowUp")
    small_page.keyboard.press("x")
    shows(small_page, "factor-map", "adult-social-care/R")
    box.get_by_role("radio").first.focus()
    small_page.keyboard.press("ArrowDown")
    shows(small_page, "factor-map", "health/R")
    small_page.keyboard.press("ArrowDown")
    shows(small_page, "factor-map", "elements/all")  # Responsive is none of the elements
    expect(menu).to_have_value("all")
    words = [words for _, words in explore("factor-map").fixed["controls"][1]["options"]]
    assert menu.locator("option").all_inner_texts() == [one for one in words if not one.startswith("Question")]
    assert small_page.locator(".jp-Cell").count() == cells
    menu.select_option("team-work")
    small_page.reload()
    small_page.wait_for_selector("[data-eq-ready]")
    shows(small_page, "factor-map", "elements/team-work")


@pytest.mark.parametrize(
    ("path", "explorer_id"), [(FACTORS, "factor-map"), (CASES, "case-factors"), (STORIES, "picking-the-best")]
)
def test_a_grid_fits_a_small_window_and_a_large_one(
    small_page: Page, open_notebook: Open, path: str, explorer_id: str
) -> None:
    open_notebook(small_page, path)
    box = explorer(small_page, explorer_id)
    fixed = explore(explorer_id).fixed
    some = list(fixed["scenes"])[::11]
    for width in (320, 1280):
        small_page.set_viewport_size({"width": width, "height": 800})
        for setting in some:
            for control, option in zip(fixed["controls"], setting.split("/"), strict=True):
                _choose(box, control, option)
            expect(box.get_by_role("img")).to_have_attribute("aria-label", scene(explorer_id, setting)["alt"])
            if any(picture["kind"] == "grid" for picture in scene(explorer_id, setting)["pictures"]):
                _grid_is_right(box, scene(explorer_id, setting))
            assert box.locator("thead th").count() == len(scene(explorer_id, setting)["numbers"][0])
            assert box.locator(".eq-scroll").evaluate("node => node.scrollWidth <= node.clientWidth")
            assert small_page.evaluate(_CUT_OR_OVERPRINTED) == []
        assert small_page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def _choose(box: Locator, control: dict[str, Any], option: str) -> None:
    if control["kind"] == "menu":
        box.get_by_label(control["label"]).select_option(option)
    else:
        box.get_by_role("group", name=control["label"]).get_by_label(
            dict(control["options"])[option], exact=True
        ).check()


def _grid_is_right(box: Locator, here: dict[str, Any]) -> None:
    """Every mark stands in its row and column and clear of all words, and what is chosen has a frame and bold words."""
    (grid,) = here["pictures"]
    svg = box.locator("svg")
    for kind in ("full", "open"):
        assert len(boxes(svg, f".eq-{kind}")) == sum(line.count(kind) for line in grid["marks"])
    marks, words = boxes(svg, ".eq-full, .eq-open"), boxes(svg, "text")
    middles = [[one[at] + one[size] / 2 for one in marks] for at, size in (("x", "width"), ("y", "height"))]
    places = [(i, j) for i, line in enumerate(grid["marks"]) for j, mark in enumerate(line) if mark]
    for number, along in ((1, middles[0]), (0, middles[1])):
        by_place: dict[int, set[int]] = {}
        for place, middle in zip(places, along, strict=True):
            by_place.setdefault(place[number], set()).add(round(middle))
        assert all(len(some) == 1 for some in by_place.values())
        assert [by_place[place] for place in sorted(by_place)] == sorted(by_place.values(), key=min)
    assert all(mark["width"] >= 8 for mark in marks)
    for mark, word in product(marks, words):
        beside = mark["x"] >= word["x"] + word["width"] or word["x"] >= mark["x"] + mark["width"]
        assert beside or mark["y"] >= word["y"] + word["height"] - 3 or word["y"] >= mark["y"] + mark["height"], (
            mark,
            word,
        )
    chosen = [grid[f"{side}s"][grid[side]] for side in ("row", "column") if grid[side] is not None]
    assert [re.sub(r"\s", "", text) for text in svg.locator(".eq-strong").all_text_contents()] == [
        re.sub(r"\s", "", text) for text in chosen
    ]
    frames = boxes(svg, ".eq-choice")
    assert len(frames) == len(chosen)
    for frame in frames:
        inside = [
            place
            for place, x, y in zip(places, *middles, strict=True)
            if frame["x"] < x < frame["x"] + frame["width"] and frame["y"] < y < frame["y"] + frame["height"]
        ]
        assert inside == [(i, j) for i, j in places if grid["row"] in (None, i) and grid["column"] in (None, j)]


def test_twice_and_half_are_drawn_equally_far_from_1_and_an_arrow_says_that_an_interval_goes_on(
    page: Page, open_notebook: Open
) -> None:
    open_notebook(page, STAFF)
    box = explorer(page, "same-chance")
    svg = box.locator("svg")
    marks = [line["x"] for line in boxes(svg, ".eq-axis")]
    each = marks[1] - marks[0]
    assert [after - before for before, after in pairwise(marks)] == pytest.approx([each] * 6, abs=0.1)
    (line,) = boxes(svg, ".eq-zero")
    assert line["x"] == pytest.approx(marks[3], abs=0.1)
    estimates = scene("same-chance", "appointed/large/1/ratio")["pictures"][0]["estimates"]
    for one, dot, likely in zip(estimates, boxes(svg, ".eq-estimate"), boxes(svg, ".eq-interval"), strict=True):
        assert dot["x"] + dot["width"] / 2 == pytest.approx(line["x"] + each * log2(one["value"]), abs=0.5)
        assert likely["width"] == pytest.approx(each * log2(one["high"] / one["low"]), abs=0.5)
        assert dot["width"] < likely["width"]
    expect(svg.locator(".eq-more")).to_have_count(0)

    box.get_by_label("Entering a formal disciplinary process").check()
    box.get_by_label("Pennywort Care").check()
    box.get_by_label("Year 2").check()
    shows(page, "same-chance", "discipline/small/2/ratio")
    arrows = boxes(svg, ".eq-more")
    assert len(arrows) == 2
    assert [arrow["x"] + arrow["width"] for arrow in arrows] == pytest.approx([marks[6]] * 2, abs=0.1)

    box.get_by_label("Being appointed").check()
    box.get_by_label("Year 3").check()
    expect(box.get_by_role("img")).to_have_count(0)
    expect(box.get_by_role("status")).to_have_text(re.compile("^Nothing is shown"))


def test_explorers_of_staff_equality_fit_at_400_percent_and_are_accessible(
    small_page: Page, open_notebook: Open, axe: Callable[..., list[str]]
) -> None:
    open_notebook(small_page, STAFF)
    for number in ("first", "last"):
        for group in small_page.locator(".eq-explorer fieldset").all():
            getattr(group.get_by_role("radio"), number).check()
        assert small_page.evaluate(_CUT_OR_OVERPRINTED) == []
        assert axe(small_page, ".eq-explorer") == []
    assert small_page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_a_chain_is_crossed_out_where_it_stops_and_goes_by_keyboard_at_400_percent(
    small_page: Page, open_notebook: Open, axe: Callable[..., list[str]]
) -> None:
    open_notebook(small_page, SYSTEM)
    box = explorer(small_page, "pull-a-lever")
    shows(small_page, "pull-a-lever", "leah/together/habit/through")
    keys = [
        ("Whose day?", "ArrowDown", "george/together/habit/through"),
        ("Who acts?", "ArrowDown", "george/commissioner/contract/through"),  # each has levers of their own
        ("Which lever?", "ArrowDown", "george/commissioner/group/through"),
        ("How does it go?", "ArrowDown", "george/commissioner/group/stops"),
        ("Who acts?", "ArrowUp", "george/together/habit/stops"),
        ("Which lever?", "End", "george/together/lend/stops"),  # the person's day is reached, and nobody knows
    ]
    for control, key, setting in keys:
        menu = control == "Which lever?"
        asked = box.get_by_label(control) if menu else box.get_by_role("group", name=control).locator("input:checked")
        asked.press(key)
        shows(small_page, "pull-a-lever", setting)
        (chain,) = scene("pull-a-lever", setting)["pictures"]
        reached = len(chain["steps"]) if chain["cut"] is None else chain["cut"]
        assert box.locator("svg text").evaluate_all(_LINES) == [list(step["lines"]) for step in chain["steps"]]
        assert box.locator(".eq-shape").evaluate_all("all => all.map(one => one.classList.contains('eq-dashed'))") == [
            n >= reached for n in range(len(chain["steps"]))
        ]
        assert box.locator(".eq-shape.eq-lit").count() == any(step["chosen"] for step in chain["steps"])
        assert box.locator("svg").evaluate(_OUT_OF_ITS_SHAPE) == []
        assert small_page.evaluate(_CUT_OR_OVERPRINTED) == []
        if "/group/" in setting:
            assert axe(small_page, ".eq-explorer") == []
    assert small_page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
