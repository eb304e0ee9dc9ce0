"""Charts and explorers agree with the data that they show."""

import re
from pathlib import Path
from typing import Any

import pytest
from texts import CHARTS, published, read_one, rows

from course import paths

every_chart = pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
CLAIMS = {
    "disability": ("hospices-outstanding-disability", "hospices-other-disability"),
    "religion": ("hospices-outstanding-religion", "hospices-lower-rated-religion"),
}


def shown(chart: dict[str, Any]) -> list[float]:
    """Every percentage or score that a chart shows."""
    if "series" in chart:
        return [value for series in chart["series"] for value in series["values"]]
    if "ranges" in chart:
        return [one[end] for one in chart["ranges"] for end in ("value", "low", "high")]
    found = []
    for added in chart.get("sums", []):
        for names in added["groups"].values():
            group = [
                row
                for row in rows(paths.DATA / added["file"])
                if row[added["by"]] in names and added["where"].items() <= row.items()
            ]
            whole = sum(int(row[column]) for row in group for column in added["of"])
            found.append(100 * sum(int(row[added["count"]]) for row in group) / whole)
    for counted in chart.get("data", []):
        hospices = rows(paths.DATA / counted["file"])
        for names in counted["groups"].values():
            group = [row[counted["count"]] == counted["equals"] for row in hospices if row[counted["by"]] in names]
            found.append(100 * sum(group) / len(group))
    return found


@every_chart
def test_the_alt_text_gives_every_number_and_is_not_long(path: Path) -> None:
    chart = read_one(path)
    assert len(chart["alt"]) <= 400
    if chart.get("unit") == "score":
        assert sorted(map(float, re.findall(r"\d+\.\d+", chart["alt"]))) == sorted(shown(chart))
    else:
        assert sorted(map(int, re.findall(r"(\d+)%", chart["alt"]))) == sorted(map(round, shown(chart)))


@every_chart
def test_the_alt_text_names_what_lies_outside_its_range(path: Path) -> None:
    chart = read_one(path)
    for one in chart.get("ranges", []):
        outside = "above" if one["value"] > one["high"] else "below" if one["value"] < one["low"] else ""
        name = one["label"].split(" (")[0]
        said = next(part for part in re.split(r"\. ", chart["alt"]) if part.startswith(f"{name} "))
        assert said.endswith(outside or ")"), said


@every_chart
def test_a_chart_of_simulated_data_says_so_everywhere(path: Path) -> None:
    chart = read_one(path)
    files = [one["file"] for one in [*chart.get("data", []), *chart.get("sums", [])]]
    assert all("simulated" in file for file in files)
    if files or "simulated" in chart["alt"].lower():
        assert "simulated for teaching" in chart["title"].lower()
        assert "simulated for teaching" in chart["caption"].lower()
        assert "simulated" in chart["alt"].lower()
    else:
        assert "Source:" in chart["caption"]


def test_the_chart_of_the_claims_shows_the_published_figures() -> None:
    (top, rest) = read_one(paths.CHARTS / "hospice-claims.yaml")["series"]
    figures = published()
    assert top["values"] == [figures[outstanding] for outstanding, _ in CLAIMS.values()]
    assert rest["values"] == [figures[other] for _, other in CLAIMS.values()]


def test_the_charts_of_the_survey_show_the_published_figures() -> None:
    figures = published()
    (answers,) = read_one(paths.CHARTS / "survey-dignity.yaml")["series"]
    assert answers["values"] == [figures[f"inpatient-2015-dignity-{one}"] for one in ("always", "sometimes", "no")]
    for series, rating in zip(
        read_one(paths.CHARTS / "survey-reversal-2022.yaml")["series"], ("outstanding", "good"), strict=True
    ):
        types = ("all", "non-specialist", "specialist")
        assert series["values"] == [figures[f"ratings-2019-overall-{one}-{rating}"] for one in types]


def test_the_invented_counts_round_to_the_published_percentages() -> None:
    figures = published()
    for setting, row in read_one(paths.EXPLORERS / "hospice-gap.yaml")["counts"].items():
        work, size = setting.split("/")
        for (count, of), figure in zip((row["outstanding"], row["others"]), CLAIMS[work], strict=True):
            assert round(100 * count / of) == figures[figure], row
        assert f"{row['outstanding'][1]}-{row['others'][1]}" == size
        assert {"{low}", "{high}"} <= set(re.findall(r"\{\w+\}", row["says"]))


def test_the_sums_of_the_economic_case_are_the_published_figures() -> None:
    figures = {name.removeprefix("economy-"): value for name, value in published().items() if "economy-" in name}
    shown = {}
    for name, one in read_one(paths.EXPLORERS / "how-big.yaml")["sums"].items():
        ends = {f"{name}-{end}": one[end] for end in ("low", "high") if end in one}
        assert one["value"] in (ends.values() or [one["value"]])
        shown |= ends or {name: one["value"]}
    assert shown == figures
