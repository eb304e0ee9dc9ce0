"""Charts and the explorer agree with the data that they show."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from texts import CHARTS, EXPLORERS, published, read_one, rows

from course import paths

every_chart = pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
CLAIMS = {
    "disability": ("hospices-outstanding-disability", "hospices-other-disability"),
    "religion": ("hospices-outstanding-religion", "hospices-lower-rated-religion"),
}


def shares(chart: dict[str, Any]) -> list[float]:
    """Every percentage that a chart shows."""
    if "series" in chart:
        return [value for series in chart["series"] for value in series["values"]]
    found = []
    for counted in chart["data"]:
        hospices = rows(paths.DATA / counted["file"])
        for names in counted["groups"].values():
            group = [row[counted["count"]] == counted["equals"] for row in hospices if row[counted["by"]] in names]
            found.append(100 * sum(group) / len(group))
    return found


@every_chart
def test_the_alt_text_gives_every_number_and_is_not_long(path: Path) -> None:
    chart = read_one(path)
    assert len(chart["alt"]) <= 400
    assert sorted(map(int, re.findall(r"(\d+)%", chart["alt"]))) == sorted(map(round, shares(chart)))


@every_chart
def test_a_chart_of_simulated_data_says_so_everywhere(path: Path) -> None:
    chart = read_one(path)
    if "data" in chart:
        assert all("simulated" in counted["file"] for counted in chart["data"])
        assert "simulated for teaching" in chart["title"].lower()
        assert "simulated for teaching" in chart["caption"].lower()
        assert "simulated" in chart["alt"]
    else:
        assert "Source:" in chart["caption"]


def test_the_chart_of_the_claims_shows_the_published_figures() -> None:
    (top, rest) = read_one(paths.CHARTS / "hospice-claims.yaml")["series"]
    figures = published()
    assert top["values"] == [figures[outstanding] for outstanding, _ in CLAIMS.values()]
    assert rest["values"] == [figures[other] for _, other in CLAIMS.values()]


@pytest.mark.parametrize("path", EXPLORERS, ids=lambda path: path.stem)
def test_an_explorer_has_words_for_every_setting_and_calls_its_counts_invented(path: Path) -> None:
    explorer = read_one(path)
    names = list(explorer["controls"])
    settings = set(product(*(control["options"] for control in explorer["controls"].values())))
    assert {tuple(row[name] for name in names) for row in explorer["rows"]} == settings
    assert len(explorer["rows"]) == len(settings)
    assert "invented" in explorer["note"]
    assert all({"{low}", "{high}"} <= set(re.findall(r"\{\w+\}", row["says"])) for row in explorer["rows"])


def test_the_invented_counts_round_to_the_published_percentages() -> None:
    figures = published()
    for row in read_one(paths.EXPLORERS / "hospice-gap.yaml")["rows"]:
        for (count, of), figure in zip((row["outstanding"], row["other"]), CLAIMS[row["work"]], strict=True):
            assert round(100 * count / of) == figures[figure], row
        assert f"{row['outstanding'][1]}-{row['other'][1]}" == row["size"]
