"""Factor map: the nine success factors beside two frameworks of 2017-18, from either side."""

from collections.abc import Mapping

from course.explorers.scene import NOTHING, Grid, Scene
from course.explorers.words import Words
from course.factors import Factor, factors

ALL, HEALTH, ELEMENTS = "all", "health", "elements"

Ties = dict[str, tuple[str, ...]]
"""For each column of a framework, what a factor is tied to in it: codes of key lines, or the element itself."""


class FactorMap(Words, frozen=True, kw_only=True):
    """``sides`` has a template for each kind of choice in the menu.

    ``looks`` (for the alt text) and ``says`` have texts for "lines/all", "lines/factor", "lines/column" (a key question)
    and "lines/none" (one without a tie), and the same for "elements". ``added`` is the table's last row.
    """

    asks = ("framework", "look")
    picture: str
    sides: dict[str, str]
    looks: dict[str, str]
    says: dict[str, str]
    remark: str
    added: tuple[str, str]

    def from_data(self) -> Mapping[str, Mapping[str, str]]:
        """What to look from: each factor, key question and element."""
        data = factors()
        sides = {
            "factor": {name: factor.short for name, factor in data.factors.items()},
            "question": data.questions,
            "element": data.elements,
        }
        return {
            "look": {name: self.sides[side].format(says) for side, ids in sides.items() for name, says in ids.items()}
        }

    def offers(self, chosen: Mapping[str, str]) -> bool:
        """Key questions go with key lines, and elements with elements."""
        return chosen["look"] in (ALL, *factors().factors, *columns(chosen["framework"]))

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """The grid of all ties with a frame around what was chosen, and a table of that alone."""
        framework, look = chosen["framework"], chosen["look"]
        heads, data = columns(framework), factors().factors
        ties = {name: tied(factor, framework) for name, factor in data.items()}
        within = [look] if look in heads else list(heads)
        shown = [look] if look in data else [name for name in data if any(column in ties[name] for column in within)]
        counts = {column: sum(column in ties[name] for name in data) for column in within}
        how_many = {name: sum(len(ties[name].get(column, ())) for column in within) for name in shown}
        marked = [factor.short for name, factor in data.items() if look in ties[name]]
        values = {
            "framework": self.controls["framework"].options[framework],
            "name": data[look].name if look in data else heads.get(look, ""),
            "ties": _listed(ties[look], within, framework) if look in data else "",
            "count": sum(how_many.values()),
            "columns": len(heads),
            "factors": len(data),
            "tied": ", ".join(marked),
            "marked": len(marked),
            "counts": ", ".join(f"{heads[column]} {count}" for column, count in counts.items()),
        }
        case = "factor" if look in data else ALL if look == ALL else "column" if marked else "none"
        case = f"{'elements' if framework == ELEMENTS else 'lines'}/{case}"
        says = self.says[case].format_map(values)
        if case == "lines/factor" and data[look].note:
            says += f" {self.remark.format(data[look].note)}"
        rows = [(data[name].name, _listed(ties[name], within, framework), str(how_many[name])) for name in shown]
        if look not in data:
            rows.append((self.added[0], self.added[1].format_map(values), str(values["count"])))
        return Scene(
            alt=f"{self.alt} {self.looks[case]}".format_map(values),
            pictures=(
                Grid(
                    rows=tuple(factor.short for factor in data.values()),
                    columns=tuple(heads.values()),
                    marks=tuple(tuple("full" if column in ties[name] else "" for column in heads) for name in data),
                    row=list(data).index(look) if look in data else None,
                    column=list(heads).index(look) if look in heads else None,
                    title=self.picture.format_map(values),
                ),
            ),
            says=says,
            numbers=tuple(rows),
        )


def columns(framework: str) -> dict[str, str]:
    """The five elements, or the five key questions, by id."""
    return factors().elements if framework == ELEMENTS else factors().questions


def tied(factor: Factor, framework: str) -> Ties:
    """What a factor is tied to. Columns without a tie are left out."""
    if framework == ELEMENTS:
        return {element: (element,) for element in factor.elements}
    codes = factor.health if framework == HEALTH else factor.adult_social_care
    return {question: some for question in columns(framework) if (some := tuple(c for c in codes if c[0] == question))}


def _listed(ties: Ties, within: list[str], framework: str) -> str:
    """The ties of a factor in these columns: "Caring: C3.3, C3.5; Well-led: W1.6"."""
    heads = columns(framework)
    found = [
        heads[column] if framework == ELEMENTS else f"{heads[column]}: {', '.join(ties[column])}"
        for column in within
        if column in ties
    ]
    return "; ".join(found) or NOTHING
