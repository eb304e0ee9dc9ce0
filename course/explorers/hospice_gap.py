"""Hospice gap: the same two percentages from few, some and many hospices."""

from itertools import product

import msgspec

from course import paths
from course.content import ContentError, read_yaml
from course.explorers.scene import Bar, Control, Explorer, Range, Scene, signed
from course.intervals import Share, newcombe

OUTSTANDING = "Outstanding"
OTHERS = "Others"


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    work: str
    size: str
    outstanding: tuple[int, int]
    other: tuple[int, int]
    says: str


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    intro: str
    note: str
    controls: dict[str, Control]
    rows: tuple[_Row, ...]


def build() -> Explorer:
    """Every setting computed. Raises ContentError where a setting has no counts."""
    path = paths.EXPLORERS / "hospice-gap.yaml"
    words: _Words = read_yaml(path, _Words)
    rows = {f"{row.work}/{row.size}": row for row in words.rows}
    settings = {"/".join(chosen) for chosen in product(*(control.options for control in words.controls.values()))}
    if settings != rows.keys():
        odd = ", ".join(sorted(settings ^ rows.keys()))
        raise ContentError(f"{path}: `rows` and the options of `controls` do not pair up: {odd}.")
    scenes = {setting: _scene(row) for setting, row in rows.items()}
    return Explorer(words.title, words.intro, words.note, words.controls, scenes)


def _scene(row: _Row) -> Scene:
    one, other = Share(*row.outstanding), Share(*row.other)
    gap = one.percent - other.percent
    likely = newcombe(one, other)
    limits = {"low": signed(likely.low), "high": signed(likely.high)}
    shares = [(OUTSTANDING, one), (OTHERS, other)]
    return Scene(
        alt=(
            f"{OUTSTANDING}: {_of(one)}. {OTHERS}: {_of(other)}. Gap: {gap:.1f} points, "
            f"95% interval from {limits['low']} to {limits['high']} points."
        ),
        bars=tuple(Bar(f"{name}: {_of(share)}", share.percent) for name, share in shares),
        range=Range(
            f"Gap: {gap:.1f} points ({limits['low']} to {limits['high']})",
            estimate=gap,
            low=likely.low,
            high=likely.high,
            start=-30,
            end=60,
            step=30,
        ),
        says=row.says.format(**limits),
        columns=("Measure", "Value", "How it is found"),
        numbers=(
            ("Gap", f"{gap:.1f} points", f"{one.percent:.1f}% minus {other.percent:.1f}%"),
            (
                "Ratio",
                f"{one.percent / other.percent:.2f} times",
                f"{one.percent:.1f}% divided by {other.percent:.1f}%",
            ),
            *(
                (
                    f"Odds, {name.lower()}",
                    f"{share.odds:.2f} to 1",
                    f"{share.count} with, {share.of - share.count} without",
                )
                for name, share in shares
            ),
            ("Odds ratio", f"{one.odds / other.odds:.2f}", f"{one.odds:.2f} divided by {other.odds:.2f}"),
            (
                "95% interval of the gap",
                f"{limits['low']} to {limits['high']} points",
                "Newcombe's method, from two Wilson intervals",
            ),
        ),
    )


def _of(share: Share) -> str:
    return f"{share.count} of {share.of} ({share.percent:.1f}%)"
