"""The words of the budget simulator and its made-up services, as authors write them in YAML."""

import re
from typing import Annotated, Any, Literal

import msgspec

from course import paths
from course.content import ContentError, read_yaml

Area = Literal["reduce-costs", "reduce-demand", "raise-income"]
AREAS: tuple[Area, ...] = ("reduce-costs", "reduce-demand", "raise-income")
Change = Literal[
    "fewer-staff",
    "changed-delivery",
    "less-capital",
    "clinical-criteria",
    "unmet-demand",
    "charges",
    "higher-fees",
]
"""The seven changes of the resource."""

Size = Annotated[int, msgspec.Meta(ge=1, le=3)]
"""1 small, 2 medium, 3 large."""
Pounds = Annotated[int, msgspec.Meta(ge=0)]
Months = Annotated[int, msgspec.Meta(ge=1, le=60)]


class Effect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a measure may do to a group: how large, which FREDA principles it touches, and why, in one or two sentences."""

    size: Size
    principles: tuple[str, ...]
    why: str


class Mitigation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to lower the risk of a measure. ``cost`` is pounds a year, ``lowers`` maps a group to how much is taken off."""

    title: str
    says: str
    cost: Pounds
    months: Months
    lowers: dict[str, Size]


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way to save or to earn.

    ``saving`` is pounds a year, ``months`` how long it takes until it is in place. ``effects`` and ``helps`` map a group
    to what the measure does to it, ``mitigations`` an id to a way to lower the risk. ``excludes`` names measures that
    do not go together with it; to say so on one side is enough.
    """

    area: Area
    title: str
    says: str
    saving: Annotated[int, msgspec.Meta(ge=1)]
    months: Months
    change: Change | None = None
    effects: dict[str, Effect] = {}
    helps: dict[str, str] = {}
    duties: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    mitigations: dict[str, Mitigation] = {}


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A made-up service: pounds that it has in a year, pounds to find, and its measures by id.

    ``duties`` says what each duty asks of this service, or to take advice.
    """

    name: str
    about: str
    budget: Annotated[int, msgspec.Meta(ge=1)]
    target: Annotated[int, msgspec.Meta(ge=1)]
    duties: dict[str, str]
    measures: dict[str, Measure]

    def excluded(self, measure: str) -> tuple[str, ...]:
        """The measures that do not go together with this one, on whichever side it is said."""
        mine = self.measures[measure].excludes
        return tuple(name for name, other in self.measures.items() if name in mine or measure in other.excludes)


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group in its own words, and by what it is one: a protected characteristic, or another factor."""

    name: str
    by: str


class AreaWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An area's title, and what is said of the pounds of its measures, as in "Saves {pounds} a year."."""

    title: str
    pounds: str


OneOrMore = tuple[str, str]
"""Words for one, and for any other number."""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The line that is spoken at each change."""

    empty: str
    money: str
    none: str
    no_high: str
    high: str
    groups: OneOrMore


class Verdict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of a plan's money, and of the risk that it leaves."""

    empty: str
    loss: str
    short: str
    met: str
    met_but: str
    high: str
    some: str
    low: str
    none: str
    nobody: str


class Compared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of the comparison of both plans."""

    title: str
    money: str
    found: str
    costs: str
    net: str
    target: str
    over: str
    under: str
    exactly: str
    months: str
    risks: str
    group: str
    no_risks: str
    duties: str
    duty: str
    touched: str
    not_touched: str
    only: str
    nothing: str
    empty: str


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All words that the services share. Names in braces are filled in."""

    title: str
    intro: str
    service: str
    plan: str
    plans: tuple[str, str]
    budget: str
    areas: dict[Area, AreaWords]
    changes: dict[Change, str]
    groups: dict[str, Group]
    principles: dict[str, str]
    duties: dict[str, str]
    sizes: tuple[str, str, str]
    levels: tuple[str, str, str, str]
    measures: str
    months: OneOrMore
    in_place: str
    affects: str
    affects_nobody: str
    gains: str
    effect: str
    help: str
    change: str
    duties_of: str
    excludes: str
    lower: str
    lower_first: str
    costs: str
    free: str
    lowers: str
    by_points: str
    result: str
    line: Line
    verdict: Verdict
    left_out: OneOrMore
    money: str
    found_bar: str
    money_alt: str
    target_bar: str
    money_columns: tuple[str, str, str, str, str]
    all: str
    risks: str
    risk_bar: str
    risk_alt: str
    risk_columns: tuple[str, str, str, str]
    risk_part: str
    nothing_left: str
    principles_left: str
    no_principles: str
    gains_title: str
    gain: str
    adds_up: str
    touched: str
    asks: str
    duty: str
    duties_note: str
    time_title: str
    time: str
    compared: Compared
    model_title: str
    model: tuple[str, ...]
    leaves_out_title: str
    leaves_out: tuple[str, ...]


NAMES = frozenset(
    re.findall(
        r"\w+",
        "bars budget change count duties duty group groups ids less level measure measures months net number "
        "plan points pounds principles says size slowest target why",
    )
)
"""What can stand in braces."""


def read() -> tuple[Words, dict[str, Service]]:
    """The words that the services share, and the services by id. Raises ContentError."""
    found = {path.stem: read_yaml(path, Service) for path in sorted(paths.BUDGETS.glob("*.yaml"))}
    if not found:
        raise ContentError(f"There is no service in {paths.BUDGETS}.")
    words: Words = read_yaml(paths.BUDGET_WORDS, Words)
    if unknown := sorted(_named(msgspec.to_builtins(words)) - NAMES):
        raise ContentError(f"{paths.BUDGET_WORDS}: nothing can stand for {{{unknown[0]}}}.")
    return words, found


def _named(value: Any) -> set[str]:
    """The names in braces in a text, and in all texts of a list or a mapping."""
    match value:
        case str():
            return set(re.findall(r"{(.*?)}", value))
        case dict():
            return _named(list(value.values()))
        case list() | tuple():
            return {name for each in value for name in _named(each)}
    return set()
