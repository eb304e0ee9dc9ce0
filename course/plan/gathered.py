"""What a learner kept for the plan on other pages, what could be added, and what is not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import msgspec

from course import paths
from course.assessments import profile
from course.assessments.words import Words as AssessmentWords
from course.budgets.content import Service
from course.budgets.content import Words as BudgetWords
from course.budgets.content import read as read_budgets
from course.budgets.model import read_plan as read_budget
from course.budgets.shown import compared
from course.budgets.shown import shown as budget_shown
from course.content import Reflection, parts, read_yaml
from course.estimates.shown import Words as EstimateWords
from course.estimates.shown import shown as estimate_shown
from course.estimates.typed import FIELDS as NUMBERS
from course.estimates.typed import read as read_numbers
from course.factors import factors
from course.impacts.analysis import called, read_analysis
from course.impacts.content import Analysis
from course.impacts.content import Words as ImpactWords
from course.impacts.content import read as read_impact
from course.impacts.sheet import sheet
from course.pages import page_title
from course.plan.content import Tool, Words
from course.plan.document import Block, Bullets, Row, Table, Text
from course.work import (
    Work,
    budget_name,
    estimate_name,
    evidence_name,
    impact_name,
    plan_name,
    reflection_name,
)

PLANS = ("a", "b")


class Suggestion(msgspec.Struct, frozen=True):
    """What can be taken over as a priority: the words of its fields."""

    what: str
    who: str = ""
    when: str = ""
    involve: str = ""


class Item(msgspec.Struct, frozen=True):
    """One thing that a learner made. Its ``tick`` is the entry that says whether it is in the plan."""

    tick: str
    title: str
    blocks: tuple[Block, ...]
    takes: tuple[Suggestion, ...] = ()


class Place(msgspec.Struct, frozen=True):
    """A page, as "1-why/legal-case", its title, and the things from it."""

    page: str
    title: str
    items: tuple[Item, ...]


class Absent(msgspec.Struct, frozen=True):
    """Something that is not there, in words, and the page where it can be made."""

    says: str
    page: str
    title: str


@dataclass(frozen=True)
class Gathered:
    """All of it, in the order of the course."""

    kept: tuple[Place, ...]
    could: tuple[Place, ...]
    absent: tuple[Absent, ...]


@dataclass(frozen=True)
class _Made:
    """An item with its page, whether there is anything in it, and whether it may be offered where it is not ticked."""

    page: str
    item: Item
    anything: bool
    offered: bool = True
    tool: str = ""


def gather(words: Words, work: Work) -> Gathered:
    """What is in ``work``. A tick for a next step that is one no more is left out."""
    made = sorted(_all(words, work), key=lambda one: _pages().index(one.page))
    kept = [one for one in made if work.value(one.item.tick) == "yes"]
    could = [one for one in made if one.anything and one.offered and one not in kept]
    there = {one.tool for one in (*kept, *could)}
    return Gathered(
        kept=_by_page(kept),
        could=_by_page(could),
        absent=tuple(
            Absent(tool.none, tool.page, _title(tool.page)) for name, tool in words.tools.items() if name not in there
        ),
    )


def ticks(words: Words) -> frozenset[str]:
    """The entries of all ticks that there can be."""
    return frozenset(one.item.tick for one in _all(words, Work(), steps=True))


def _by_page(made: list[_Made]) -> tuple[Place, ...]:
    pages = dict.fromkeys(one.page for one in made)
    return tuple(Place(page, _title(page), tuple(one.item for one in made if one.page == page)) for page in pages)


@cache
def _pages() -> list[str]:
    """The pages on which something is asked, in their order. What can be kept stands on one of these."""
    return list(dict.fromkeys(f"{part.part}/{one.page}" for part in parts().values() for one in part.exercises))


def _title(page: str) -> str:
    return page_title(*page.split("/"))


def _all(words: Words, work: Work, steps: bool = False) -> Iterator[_Made]:
    """Everything, made or not. ``steps`` adds the next steps that the answers do not give."""
    yield from _reflections(words, work)
    for name, tool in words.tools.items():
        match tool.kind:
            case "estimate":
                yield _estimate(words, work, name, tool)
            case "assessment":
                yield from _assessment(words, work, name, tool, steps)
            case "budget":
                yield from _budgets(tool, work)
            case "impact":
                yield _impact(words, tool, work)


def _reflections(words: Words, work: Work) -> Iterator[_Made]:
    for part in parts().values():
        for one in part.exercises:
            if isinstance(one, Reflection):
                text = str(work.value(reflection_name(one.id)) or "").strip()
                title = words.tools[one.id].title if one.id in words.tools else one.prompt
                item = Item(plan_name(one.id), title, (Text(text or words.kept.empty),))
                yield _Made(f"{part.part}/{one.page}", item, bool(text), tool=one.id)


@cache
def _estimate_words(name: str) -> EstimateWords:
    found: EstimateWords = read_yaml(paths.ESTIMATES / f"{name}.yaml", EstimateWords)
    return found


def _estimate(words: Words, work: Work, name: str, tool: Tool) -> _Made:
    own = _estimate_words(name)
    typed = {field: str(work.value(estimate_name(name, field)) or "") for field in NUMBERS}
    found = estimate_shown(own, read_numbers(typed)[0])
    blocks: tuple[Block, ...] = (Text(words.kept.empty),)
    if found.rows:
        blocks = (Text(found.says), Table(own.table, own.columns, found.rows), Text(own.note))
    return _Made(tool.page, Item(plan_name(name), tool.title, blocks), bool(found.rows), tool=name)


@cache
def _assessment_words(name: str) -> AssessmentWords:
    found: AssessmentWords = read_yaml(paths.ASSESSMENTS / f"{name}.yaml", AssessmentWords)
    return found


def _assessment(words: Words, work: Work, name: str, tool: Tool, steps: bool) -> Iterator[_Made]:
    own, nine = _assessment_words(name), factors()
    answers = profile.read(work, name, nine)
    found = profile.shown(own, nine, answers)
    blocks: list[Block] = [Text(found.says)]
    if found.rows:
        strong = tuple(
            f"{nine.factors[one].name}: {str(work.value(evidence_name(name, one))).strip()}"
            for one in profile.strengths(answers)
        )
        blocks += [Table(own.profile.table, own.profile.columns, found.rows)]
        blocks += [Bullets(strong, words.kept.strengths)] if strong else [Text(found.strength)]
    yield _Made(tool.page, Item(plan_name(name), tool.title, tuple(blocks)), bool(found.rows), tool=name)
    for one in nine.factors if steps else found.steps:
        says = found.steps.get(one, "")
        title = words.kept.step.format(factor=nine.factors[one].name)
        item = Item(plan_name(f"{name}/{one}"), title, (Text(says),), (Suggestion(says),))
        yield _Made(tool.page, item, bool(says), offered=False)


@cache
def _budget_words() -> tuple[BudgetWords, dict[str, Service]]:
    return read_budgets()


def _budgets(tool: Tool, work: Work) -> Iterator[_Made]:
    own, services = _budget_words()
    for name, service in services.items():
        plans = [read_budget(service, str(work.value(budget_name(name, plan)) or "")) for plan in PLANS]
        blocks: list[Block] = [Text(own.budget.format(budget=f"£{service.budget:,}", target=f"£{service.target:,}"))]
        for plan, title in zip(plans, own.plans, strict=True):
            if not plan.measures:
                continue
            found = budget_shown(own, service, plan, title)
            measures = tuple(
                "; ".join(
                    [service.measures[one].title, *(service.measures[one].mitigations[way].title for way in ways)]
                )
                for one, ways in plan.measures.items()
            )
            blocks += [Bullets(measures, title), *(Text(line) for line in found.verdict)]
        if all(plan.measures for plan in plans):
            risks = compared(own, service, (plans[0], plans[1])).risks
            if risks:
                blocks.append(Table(own.compared.risks, (own.compared.group, *own.plans), risks))
        item = Item(plan_name(f"budget/{name}"), f"{tool.title}: {service.name}", tuple(blocks))
        yield _Made(tool.page, item, any(plan.measures for plan in plans), tool="budget")


@cache
def _impact_words() -> ImpactWords:
    return read_impact()


def _impact(words: Words, tool: Tool, work: Work) -> _Made:
    own = _impact_words()
    prefix = impact_name("")
    values = {name.removeprefix(prefix): one.value for name, one in work.entries.items() if name.startswith(prefix)}
    analysis = read_analysis(values)
    anything = analysis != Analysis()
    blocks: list[Block] = [] if anything else [Text(words.kept.empty)]
    page = sheet(own, analysis)
    for block in page.blocks if anything else ():
        blocks += [Text(line.text, line.label) for line in block.lines]
        if block.table:
            rows: tuple[Row, ...] = tuple((first, *map(tuple, cells)) for first, *cells in block.table.rows)
            blocks.append(Table(block.table.caption, block.table.columns, rows))
    if anything and page.open:
        blocks.append(Bullets(tuple(gap.asks for gap in page.open), words.kept.still_open))
    takes = tuple(Suggestion(one.step, one.owner, one.by, called(own, one)) for one in analysis.affected if one.step)
    item = Item(plan_name("impact-analysis"), tool.title, tuple(blocks), takes)
    return _Made(tool.page, item, anything, tool="impact-analysis")
