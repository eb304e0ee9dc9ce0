"""One service, different needs: who is served well when all get the same, and when each gets what they need.

Simulated for teaching. One week of a service that 36 invented people come to:

- Everybody comes once. They are seen in the order in which they come, and the groups come evenly mixed.
- All the same: each gets the same appointment. It fits whoever has no further need, and a few others who manage with
  it. When all have been seen, the ones whom it did not fit come again for the same, and it does not fit again.
- By need: each gets what they need. It takes a little more staff time for some, and it fits, so nobody comes again.
- An appointment is given only if there is staff time left for the whole of it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from course.explorers.scene import Bar, Bars, Scale, Scene
from course.explorers.words import Rows, Words, fill

SAME, NEED = "same", "need"


class Group(NamedTuple):
    """``size`` people, the staff ``minutes`` that each needs, and for how many of them the same appointment ``fits``."""

    size: int
    minutes: int
    fits: int


STANDARD = 20
"""Minutes of staff time for the appointment that is the same for all."""
GROUPS = {
    "none": Group(18, STANDARD, 18),
    "bsl": Group(3, 40, 0),
    "hours": Group(6, 25, 2),
    "easy": Group(5, 35, 1),
    "step": Group(4, 30, 1),
}
"""Invented numbers."""
PEOPLE = sum(group.size for group in GROUPS.values())


class Week(NamedTuple):
    """How many people of each group were served ``well``, how many were ``seen`` at all, and minutes of staff time."""

    well: dict[str, int]
    seen: int
    first: int
    again: int


def week(way: str, minutes: int) -> Week:
    """What comes of a week in which all get the ``SAME`` or each gets by ``NEED``, with so many minutes of staff time."""
    well = dict.fromkeys(GROUPS, 0)
    seen = first = 0
    not_well = 0
    for name, fits in _arrivals():
        cost = GROUPS[name].minutes if way == NEED else STANDARD
        if first + cost > minutes:
            break
        first += cost
        seen += 1
        if way == NEED or fits:
            well[name] += 1
        else:
            not_well += 1
    left = (minutes - first) // STANDARD if seen == PEOPLE else 0
    return Week(well, seen, first, min(not_well, left) * STANDARD)


def _arrivals() -> list[tuple[str, bool]]:
    """The group of each person in the order in which they come, and whether the same appointment fits them."""
    places = [
        ((person + 0.5) / group.size, name, (person + 1) * group.fits // group.size > person * group.fits // group.size)
        for name, group in GROUPS.items()
        for person in range(group.size)
    ]
    return [(name, fits) for _, name, fits in sorted(places)]


class OneService(Words, frozen=True, kw_only=True):
    """``groups`` has a bar's label for each group. ``says`` has a text for each case of ``_case``."""

    asks = ("way", "hours")
    served: str
    every: str
    in_groups: str
    groups: dict[str, str]
    time: str
    times: tuple[str, str]
    numbers: Rows
    says: dict[str, str]

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """People served well, all together and by group, and what the staff time went into."""
        way, hours = chosen["way"], int(chosen["hours"])
        this, other = (week(one, 60 * hours) for one in (way, NEED if way == SAME else SAME))
        most = 60 * max(int(option) for option in self.controls["hours"].options)
        values = {
            "hours": hours,
            "way": self.controls["way"].options[way],
            "all": sum(this.well.values()),
            "people": PEOPLE,
            "well": this.well,
            "of": {name: group.size for name, group in GROUPS.items()},
            "out": sum(GROUPS[name].size - count for name, count in this.well.items() if name != "none"),
            "others": PEOPLE - GROUPS["none"].size,
            "waiting": PEOPLE - this.seen,
            "first": _time(this.first),
            "again": _time(this.again),
            "left": _time(60 * hours - this.first - this.again),
            "other": sum(other.well.values()),
            "other_none": other.well["none"],
        }
        return Scene(
            alt=self.alt.format_map(values),
            pictures=(
                Bars(
                    (Bar(self.every.format_map(values), sum(this.well.values()), PEOPLE),),
                    Scale(0, PEOPLE, 6),
                    self.served,
                ),
                Bars(
                    tuple(
                        Bar(self.groups[name].format_map(values), this.well[name], group.size)
                        for name, group in GROUPS.items()
                    ),
                    Scale(0, max(group.size for group in GROUPS.values()), 6),
                    self.in_groups,
                ),
                Bars(
                    tuple(
                        Bar(label.format_map(values), spent / 60)
                        for label, spent in zip(self.times, (this.first, this.again), strict=True)
                    ),
                    Scale(0, most / 60, 3),
                    self.time.format_map(values),
                ),
            ),
            says=self.says[_case(way, this)].format_map(values),
            numbers=fill(self.numbers, values),
        )


def _time(minutes: int) -> str:
    """Hours, with one decimal where they are not whole."""
    return f"{minutes / 60:.1f}".removesuffix(".0")


def _case(way: str, this: Week) -> str:
    """What to say: the way, and whether the time was too short, enough to see everybody, or more."""
    if this.seen < PEOPLE:
        return f"{way}/short"
    return f"{way}/again" if this.again else f"{way}/enough"
