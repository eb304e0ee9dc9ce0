"""Three invented services over five years: staff in post, shortlisting and appointment, and formal discipline.

The chances that were put in are the same in all three, so that size alone tells them apart.
"""

from random import Random

from course.simulate.dealing import Row, divided

SEED = 2024
YEARS = (1, 2, 3, 4, 5)
CHANGED = 4
"""From this year on, ethnic minority people who are shortlisted are appointed a little more often."""

_WHITE, _MINORITY = "white", "ethnic minority"
_SERVICES = {
    "large": ("Harrowmere Hospitals", {_WHITE: 4200, _MINORITY: 1800}),
    "medium": ("Oakrill Community Health", {_WHITE: 700, _MINORITY: 300}),
    "small": ("Pennywort Care", {_WHITE: 84, _MINORITY: 36}),
}
_SHORTLISTED = {
    "large": {_WHITE: (2400, 2350, 2500, 2450, 2400), _MINORITY: (1500, 1550, 1600, 1650, 1700)},
    "medium": {_WHITE: (400, 380, 420, 410, 390), _MINORITY: (240, 260, 250, 270, 280)},
    "small": {_WHITE: (45, 38, 29, 42, 46), _MINORITY: (24, 19, 9, 22, 26)},
}
_LEVELS = {
    _WHITE: {"lower": 40, "middle": 40, "higher": 20},
    _MINORITY: {"lower": 52, "middle": 38, "higher": 10},
}

APPOINTED = {_WHITE: 20.0, _MINORITY: 14.0}
"""Each person's chance in per cent, as in the two that follow."""
APPOINTED_LATER = 16.0
DISCIPLINE = {_WHITE: 1.0, _MINORITY: 1.6}


def services(seed: int = SEED) -> list[Row]:
    """One row for each service, year and group. Appointments and discipline are drawn by chance, person by person."""
    random = Random(seed)
    rows = []
    for size, (service, staff) in _SERVICES.items():
        for i, year in enumerate(YEARS):
            for group, people in staff.items():
                shortlisted = _SHORTLISTED[size][group][i]
                later = group == _MINORITY and year >= CHANGED
                row: Row = {"service": service, "size": size, "year": year, "group": group}
                row |= divided(people, _LEVELS[group])
                row["shortlisted"] = shortlisted
                row["appointed"] = _drawn(shortlisted, APPOINTED_LATER if later else APPOINTED[group], random)
                row["discipline"] = _drawn(people, DISCIPLINE[group], random)
                rows.append(row)
    return rows


def _drawn(people: int, percent: float, random: Random) -> int:
    """For how many of these people it comes to pass, when each has this chance."""
    return sum(100 * random.random() < percent for _ in range(people))
