"""The graph of a scenario for its authors: an SVG file, and the same as an indented list."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course import paths
from course.content import read_yaml
from course.graph import Item, layered
from course.scenarios import Fault, Scenario, faults, next_of
from grading.check import MESSAGES

WIDE, GAP, LINE = 3.4, 1.1, 0.2
"""The width of a box, the room between two boxes and the height of a line, in inches."""
LETTERS = 42
"""How many letters a line in a box takes."""
BLUE, RED, GREY = "#005eb8", "#b10e1e", "#4c6272"


def draw(scenario_id: str, folder: Path) -> tuple[Path, list[str]]:
    """Write the drawing into ``folder``, also of a scenario with faults. Returns the file, and the list that says the same.

    Raises ContentError where the scenario cannot be read, and OSError where the file cannot be written.
    """
    story: Scenario = read_yaml(paths.SCENARIOS / f"{scenario_id}.yaml", Scenario)
    found = list(faults(story))
    path = folder / f"{scenario_id}.svg"
    _write(path, story, found)
    return path, list(outline(story, found))


def says(fault: Fault) -> str:
    """A mistake in words, as ``python -m grading check`` puts it."""
    return MESSAGES[fault.name][0].format(fault.detail)


def outline(story: Scenario, found: list[Fault]) -> Iterator[str]:
    """The scenario as indented lines: what can be chosen, and where it leads. Mistakes begin with "!"."""
    met: set[str] = set()

    def marks(place: str, indent: str) -> Iterator[str]:
        return (f"{indent}! {says(fault)}" for fault in found if fault.at == place)

    def tell(place: str, depth: int, path: tuple[str, ...]) -> Iterator[str]:
        indent = "    " * depth
        if place in story.endings and place not in story.nodes:
            yield f"{indent}ENDING {story.endings[place].title} [{place}]"
        elif place not in story.nodes:
            yield f"{indent}! there is no node or ending [{place}]"
        elif place in path:
            yield f"{indent}! BACK to {story.nodes[place].title} [{place}]: a loop"
            return
        else:
            again = ": see above" if place in met else ""
            yield f"{indent}{story.nodes[place].title} [{place}]{again}"
        if place in met:
            return
        met.add(place)
        yield from marks(place, f"{indent}  ")
        for name, choice in (story.nodes[place].choices if place in story.nodes else {}).items():
            yield f"{indent}  - {' '.join(choice.text.split())} [{name}]"
            yield from tell(choice.next, depth + 1, (*path, place))

    yield f"{story.title}: {len(story.nodes)} nodes, {len(story.endings)} endings"
    yield from marks("", "")
    yield from tell(story.start, 0, ())
    if stray := [place for place in (*story.nodes, *story.endings) if place not in met]:
        yield "Where no way leads:"
        for place in stray:
            if place not in met:
                yield from tell(place, 0, ())


def _write(path: Path, story: Scenario, found: list[Fault]) -> None:
    from matplotlib import rc_context  # loaded only here: it takes a second
    from matplotlib.figure import Figure

    arcs = next_of(story)
    places = dict.fromkeys([*story.nodes, *story.endings, *(there for ends in arcs.values() for there in ends)])
    boxes = {place: _box(story, place, [says(fault) for fault in found if fault.at == place]) for place in places}
    top = [f"! {says(fault)}" for fault in found if fault.at == ""]
    drawn = layered(arcs, boxes)
    room = {item: boxes[item].height if isinstance(item, str) else LINE for layer in drawn.layers for item in layer}
    tall = [sum(room[item] + GAP / 2 for item in layer) for layer in drawn.layers]
    at: dict[Item, tuple[float, float]] = {}
    for number, layer in enumerate(drawn.layers):
        y = 0.6 + LINE * len(top) + (max(tall) - tall[number]) / 2
        for item in layer:
            at[item] = (GAP / 2 + number * (WIDE + GAP), y)
            y += room[item] + GAP / 2
    width, foot = len(drawn.layers) * (WIDE + GAP), 0.6 + LINE * len(top) + max(tall)
    height = foot + LINE  # what leads back runs along the foot
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": path.stem, "font.size": 9}):
        figure = Figure(figsize=(width, height))
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
        axes.set_axis_off()
        axes.text(GAP / 2, 0.3, story.title, fontsize=14, weight="bold")
        for number, line in enumerate(top):
            axes.text(GAP / 2, 0.6 + LINE * number, line, color=RED)
        for place, box in boxes.items():
            _draw_box(axes, box, *at[place])
        for name, node in story.nodes.items():
            for port, choice in zip(boxes[name].ports, node.choices.values(), strict=True):
                stops = [(*at[item], room[item]) for item in drawn.lines[name, choice.next][1:]]
                _draw_line(axes, (at[name][0] + WIDE, at[name][1] + port), stops, foot)
        figure.savefig(path, metadata={"Title": f"Scenario: {story.title}", "Date": None})


@dataclass(frozen=True)
class _Box:
    """The box of one place: its words, line by line with how each is drawn, and how far down the choices leave it."""

    lines: list[tuple[str, dict[str, str]]]
    ports: list[float]
    edge: dict[str, Any]
    style: str

    @property
    def height(self) -> float:
        return LINE * (len(self.lines) + 1)


def _box(story: Scenario, place: str, wrong: list[str]) -> _Box:
    node, ending = story.nodes.get(place), story.endings.get(place)
    title = node.title if node else ending.title if ending else "There is no"
    lead = "START: " if place == story.start else "" if node else "ENDING: " if ending else ""
    lines = [(line, {"weight": "bold"}) for line in _wrapped(f"{lead}{title} [{place}]", LETTERS - 4)]
    ports = []
    for name, choice in node.choices.items() if node else ():
        said = _wrapped(f"• {' '.join(choice.text.split())} [{name}]", LETTERS)
        ports.append(LINE * (len(lines) + len(said) / 2 + 0.5))
        lines += [(line, {}) for line in said]
    lines += [(line, {"color": RED}) for one in wrong for line in _wrapped(f"! {one}", LETTERS)]
    if wrong or not (node or ending):
        edge: dict[str, Any] = {"edgecolor": RED, "linewidth": 3, "linestyle": "--"}
    elif node and place != story.start:
        edge = {"edgecolor": GREY, "linewidth": 1.5}
    else:
        edge = {"edgecolor": BLUE, "linewidth": 3}
    return _Box(lines, ports, edge, "round,pad=0,rounding_size=0.15" if node else "square,pad=0")


def _wrapped(text: str, letters: int) -> list[str]:
    return textwrap.wrap(text, letters, subsequent_indent="   ", break_on_hyphens=False)


def _draw_box(axes: Any, box: _Box, x: float, y: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    axes.add_patch(FancyBboxPatch((x, y), WIDE, box.height, box.style, facecolor="white", zorder=2, **box.edge))
    for number, (line, how) in enumerate(box.lines, 1):
        axes.text(x + 0.12, y + LINE * number, line, va="center", zorder=3, **how)


def _draw_line(axes: Any, start: tuple[float, float], stops: list[tuple[float, float, float]], foot: float) -> None:
    """A line from a choice through its bends into the box that it leads to, or back along the foot.

    A stop is where an item stands, and how tall it is.
    """
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path as Line

    points, codes = [start], [Line.MOVETO]
    how: dict[str, Any] = {"color": GREY, "zorder": 1}

    def curve(x: float, y: float, lead: float, arrive: float) -> None:
        points.extend([(points[-1][0] + lead, points[-1][1]), (x + arrive, y), (x, y)])
        codes.extend([Line.CURVE4] * 3)

    def straight(x: float) -> None:
        points.append((x, points[-1][1]))
        codes.append(Line.LINETO)

    x, y, tall = stops[-1]
    if x < start[0]:
        how = {"color": RED, "zorder": 1, "linestyle": "--"}
        curve(start[0], foot, GAP / 2, GAP / 2)
        straight(x)
        curve(x, y + tall / 2, -GAP / 2, -GAP / 2)
    else:
        for x, y, tall in stops:
            if len(points) > 1:
                straight(points[-1][0] + WIDE)
            curve(x, y + tall / 2, GAP / 2, -GAP / 2)
    axes.add_patch(FancyArrowPatch(path=Line(points, codes), arrowstyle="-|>", mutation_scale=14, linewidth=1.5, **how))
