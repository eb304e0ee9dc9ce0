"""What the page shows of an estimate: its words from YAML, filled with what the numbers come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, log10

import msgspec

from course.estimates import staff_costs
from course.estimates.staff_costs import Range
from course.explorers.scene import Bar, Bars, Estimate, Intervals, Picture, Scale


class FieldWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The question of a field, and what helps to answer it."""

    label: str
    help: str = ""


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fields that belong together."""

    title: str
    fields: dict[str, FieldWords]
    intro: str = ""


class Says(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What is said of the numbers, and of those that are missing or not clear."""

    nothing: str
    turnover: str
    absence: str
    no_turnover: str
    no_absence: str
    saving: str
    no_saving: str
    unclear_saving: str


class Worked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How each amount is worked out."""

    turnover: str
    day: str
    absence: str
    saving: str


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All words of the estimate. Names in braces are filled with what the numbers come to."""

    title: str
    intro: str
    groups: tuple[Group, ...]
    note: str
    result: str
    says: Says
    turnover: str
    absence: str
    both: str
    bars: str
    bar: str
    ranges: str
    range: str
    between: str
    alt: str
    alt_ranges: str
    table: str
    columns: tuple[str, ...]
    worked_title: str
    worked: Worked
    assumes_title: str
    assumes: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """What the numbers come to, as pictures, in words (``alt``, ``says``, ``worked``) and as rows of a table."""

    says: str
    alt: str = ""
    pictures: tuple[Picture, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    worked: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Cost:
    """A cost in pounds a year, what the guesses save of it if they are clear, and for absence what one ``day`` costs."""

    name: str
    year: float
    saving: Range | None
    day: float = 0


def shown(words: Words, numbers: Mapping[str, float]) -> Shown:
    """What these numbers come to, as far as they suffice. Raises LookupError if ``words`` lacks a text."""
    costs = _costs(words, numbers)
    if not costs:
        return Shown(words.says.nothing)
    lines = list(costs.values())
    if len(lines) > 1:
        first, second = lines
        saving = first.saving + second.saving if first.saving and second.saving else None
        lines.append(_Cost(words.both, first.year + second.year, saving))
    bars = tuple(Bar(words.bar.format(cost=one.name, amount=pounds(one.year)), one.year) for one in costs.values())
    ranges = tuple(_range(words, one.name, one.saving) for one in lines if one.saving)
    return Shown(
        says=_says(words, costs, lines[-1].saving),
        alt=_alt(words, bars, ranges),
        pictures=_pictures(words, bars, ranges),
        rows=tuple((one.name, pounds(one.year), *_ends(one.saving)) for one in lines),
        worked=_worked(words, numbers, costs),
    )


def _costs(words: Words, numbers: Mapping[str, float]) -> dict[str, _Cost]:
    """The costs for which all numbers are there."""
    found = {}
    match numbers:
        case {"leavers": leavers, "cost-per-leaver": each}:
            year = staff_costs.turnover(leavers=leavers, cost_per_leaver=each)
            found["turnover"] = _Cost(words.turnover, year, _saving(year, numbers, "fewer-leavers"))
    match numbers:
        case {"staff": staff, "days": days, "working-days": working_days, "pay": pay, "on-costs": on_costs}:
            day = staff_costs.cost_per_day(pay=pay, on_costs=on_costs, working_days=working_days)
            year = staff_costs.absence(staff=staff, days=days, day=day)
            found["absence"] = _Cost(words.absence, year, _saving(year, numbers, "fewer-days"), day)
    return found


def _saving(cost: float, numbers: Mapping[str, float], guess: str) -> Range | None:
    try:
        return staff_costs.saving(cost, low=numbers[f"{guess}-low"], high=numbers[f"{guess}-high"])
    except KeyError:
        return None


def _says(words: Words, costs: Mapping[str, _Cost], saving: Range | None) -> str:
    says = words.says
    turnover, absence = costs.get("turnover"), costs.get("absence")
    if saving is None:
        saved = says.unclear_saving
    elif saving.high == 0:
        saved = says.no_saving
    else:
        saved = says.saving.format(amount=_between(words, saving))
    return " ".join(
        (
            says.turnover.format(amount=pounds(turnover.year)) if turnover else says.no_turnover,
            says.absence.format(amount=pounds(absence.year)) if absence else says.no_absence,
            saved,
        )
    )


def _alt(words: Words, bars: tuple[Bar, ...], ranges: tuple[Estimate, ...]) -> str:
    says = [words.alt.format(bars=". ".join(bar.label for bar in bars))]
    if ranges:
        says.append(words.alt_ranges.format(ranges=". ".join(one.label for one in ranges)))
    return " ".join(says)


def _worked(words: Words, numbers: Mapping[str, float], costs: Mapping[str, _Cost]) -> tuple[str, ...]:
    typed = {name: f"{value:,.10g}" for name, value in numbers.items()}
    lines = []
    if turnover := costs.get("turnover"):
        lines.append(words.worked.turnover.format_map({**typed, "year": pounds(turnover.year)}))
    if absence := costs.get("absence"):
        values = {**typed, "day": f"£{absence.day:,.2f}", "year": pounds(absence.year)}
        lines += [text.format_map(values) for text in (words.worked.day, words.worked.absence)]
    return (*lines, words.worked.saving)


def _range(words: Words, name: str, saving: Range) -> Estimate:
    label = words.range.format(cost=name, amount=_between(words, saving))
    return Estimate(label, saving.low if saving.low == saving.high else None, saving.low, saving.high)


def _between(words: Words, saving: Range) -> str:
    low, high = _ends(saving)
    return low if low == high else words.between.format(low=low, high=high)


def _ends(saving: Range | None) -> tuple[str, str]:
    return (pounds(saving.low), pounds(saving.high)) if saving else ("", "")


def _pictures(words: Words, bars: tuple[Bar, ...], ranges: tuple[Estimate, ...]) -> tuple[Picture, ...]:
    """Costs and savings on one scale, so that a small saving of a large cost looks small."""
    scale, size = pound_scale(max([*(bar.value for bar in bars), *(one.high or 0 for one in ranges)]))
    costs = Bars(tuple(Bar(bar.label, bar.value / size) for bar in bars), scale, words.bars)
    if not ranges:
        return (costs,)
    return costs, Intervals(
        tuple(
            Estimate(
                one.label,
                one.value if one.value is None else one.value / size,
                (one.low or 0) / size,
                (one.high or 0) / size,
            )
            for one in ranges
        ),
        scale,
        title=words.ranges,
    )


def pound_scale(most: float) -> tuple[Scale, float]:
    """A scale from 0 to at least ``most`` pounds with three to five round steps, and how many pounds its numbers stand for."""
    size, unit = next(((size, unit) for size, unit in _SIZES if most >= size), (1.0, ""))
    raw = max(most, 4.0) / size / 4
    magnitude = 10.0 ** floor(log10(raw))
    step = next(times * magnitude for times in (1, 2, 2.5, 5, 10) if times * magnitude >= raw * (1 - 1e-9))
    return Scale(0, ceil(most / size / step - 1e-9) * step or 4 * step, step, unit, "£"), size


_SIZES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


def pounds(amount: float) -> str:
    """Pounds in words, rounded to three figures, as in "£1.23 million" and "£45,600"; below £1,000 to whole pounds."""
    if amount < 1000:
        return f"£{amount:,.0f}"
    rounded = round(amount, 2 - floor(log10(amount)))
    for size, name in ((1e9, "billion"), (1e6, "million")):
        if rounded >= size:
            return f"£{rounded / size:.10g} {name}"
    return f"£{rounded:,.0f}"
