"""Static charts: what their tables and pictures say, and what a wrong file is told."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from course import chart, paths
from course.content import ContentError

BARS: dict[str, Any] = {"groups": ["All"], "series": [{"label": "Good", "values": [8.4]}]}
RANGES: dict[str, Any] = {
    "ranges": [{"label": "A", "value": 8.9, "low": 8.1, "high": 8.7}],
    "value_label": "Score",
    "range_label": "Expected range",
}


@pytest.fixture
def charts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of charts."""
    monkeypatch.setattr(paths, "CHARTS", tmp_path)
    chart.cache_clear()
    yield tmp_path
    chart.cache_clear()


def write(folder: Path, **words: Any) -> None:
    words = {"title": "A title", "alt": "An alt text", "caption": "A caption"} | words
    (folder / "made.yaml").write_text(yaml.safe_dump(words), "utf-8")


def cells(html: str) -> list[str]:
    return re.findall(r"<t[hd][^>]*>([^<]+)</t[hd]>", html)


def test_scores_are_written_with_the_decimals_they_have(charts: Path) -> None:
    write(charts, unit="score", groups=["All", "Some"], series=[{"label": "Good", "values": [9, 8.4]}])
    assert cells(chart("made").html) == ["Good", "All", "9.0", "Some", "8.4"]
    write(charts, unit="score", groups=["All", "Some"], series=[{"label": "Good", "values": [9, 8.43]}])
    chart.cache_clear()
    assert cells(chart("made").html) == ["Good", "All", "9.00", "Some", "8.43"]


def test_a_chart_that_is_added_up_from_a_file_gives_counts_in_its_table(
    charts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "DATA", charts)
    (charts / "staff.csv").write_text("year,team,low,high\n1,a,30,10\n2,a,1500,500\n2,b,30,10\n2,c,20,20\n", "utf-8")
    added = {"label": "High", "file": "staff.csv", "where": {"year": "2"}, "count": "high", "of": ["low", "high"]}
    write(charts, sums=[added | {"by": "team", "groups": {"A": ["a"], "Others": ["b", "c"]}}])
    assert cells(chart("made").html) == ["A", "Others", "High", "500 of 2,000 (25%)", "30 of 80 (38%)"]


def test_ranges_have_a_picture_and_a_table_with_value_and_range(charts: Path) -> None:
    write(charts, unit="score", **RANGES)
    html = chart("made").html
    assert cells(html) == ["Score", "Expected range", "A", "8.9", "8.1 to 8.7"]
    picture = re.search(r"base64,([^\"]+)", html)
    assert picture
    assert base64.b64decode(picture[1]).startswith(b"\x89PNG")


def test_ranges_of_percentages_are_written_as_percentages(charts: Path) -> None:
    write(charts, **RANGES | {"ranges": [{"label": "A", "value": 84, "low": 71.5, "high": 91.7}]})
    assert cells(chart("made").html)[-2:] == ["84%", "72% to 92%"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({}, "A chart has one of `series`, `data`, `sums` and `ranges`"),
        (BARS | RANGES, "A chart has one of `series`, `data`, `sums` and `ranges`"),
        (BARS | {"unit": "score", "groups": ["All", "Some"]}, "'Good' has 1 values for 2 groups"),
        (BARS | {"unit": "points"}, "Invalid enum value 'points'"),
        (RANGES | {"unit": "score", "range_label": ""}, "Say what dots and ranges are"),
        (
            RANGES | {"ranges": [{"label": "A", "value": 8, "low": 9, "high": 7}]},
            "The range of 'A' ends before it begins",
        ),
        (RANGES | {"unit": "score", "ranges": [{"label": "A", "value": 84, "low": 8, "high": 9}]}, "84 is not a score"),
        (BARS | {"series": [{"label": "Good", "values": [184]}]}, "184 is not a percent"),
    ],
)
def test_a_wrong_chart_is_refused_with_its_file_and_what_to_mend(
    charts: Path, words: dict[str, Any], says: str
) -> None:
    write(charts, **words)
    with pytest.raises(ContentError, match=re.escape(says)) as error:
        chart("made")
    assert str(error.value).startswith(str(charts / "made.yaml"))
