"""Several people's answers side by side: numbers only, from work files that nothing keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import msgspec

from course.assessments.profile import Answer, read
from course.assessments.words import Words
from course.explorers.scene import Picture, Tallies, Tally
from course.factors import Factors
from course.handin import SUBMISSION_FORMAT
from course.work import Work, WorkError, assessment_name, decode

ENOUGH = 5
"""How many people it takes to show answers together without asking each of them."""


class File(msgspec.Struct, frozen=True):
    """A file that was chosen. ``text`` is None where the browser could not read it, or where it is ``too_large``."""

    name: str
    text: str | None
    too_large: bool = False


@dataclass(frozen=True)
class Result:
    """What the page shows of several people's answers."""

    says: str
    differ: str
    most: tuple[str, ...]
    alt: str
    pictures: tuple[Picture, ...]
    columns: tuple[str, ...]
    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Together:
    """What became of the files: ``says`` in one sentence, ``problems`` by file, and the ``result`` if it may be shown."""

    says: str
    problems: tuple[str, ...]
    result: Result | None = None


def together(words: Words, factors: Factors, assessment_id: str, files: Sequence[File], agreed: bool) -> Together:
    """Lay the self-assessments in ``files`` side by side, if there are enough of them or all have ``agreed``."""
    works, problems = _read(words, files)
    by_person: dict[str, list[tuple[str, Work]]] = {}
    for name, work in works:
        by_person.setdefault(work.work_id, []).append((name, work))
    people = []
    for same in by_person.values():
        if len(same) > 1:
            problems.append(words.team.same_work.format(files=", ".join(name for name, _ in same)))
        name, work = max(same, key=lambda one: _newest(one[1], assessment_id))
        answers = read(work, assessment_id, factors)
        if any(answer.given for answer in answers.values()):
            people.append(answers)
        else:
            problems.append(words.team.no_assessment.format(file=name))
    if not people:
        return Together(words.team.nobody, tuple(problems))
    number = _people(len(people))
    if len(people) < ENOUGH and not agreed:
        return Together(words.team.few.format(people=number), tuple(problems))
    return Together(words.team.shown.format(people=number), tuple(problems), _result(words, factors, people))


def _read(words: Words, files: Sequence[File]) -> tuple[list[tuple[str, Work]], list[str]]:
    """The works by the names of their files, and what is wrong with the other files."""
    works, problems = [], []
    for file in files:
        if file.too_large:
            problems.append(words.team.too_large.format(file=file.name))
        elif file.text is None:
            problems.append(words.team.unreadable.format(file=file.name))
        elif SUBMISSION_FORMAT in file.text[:200]:
            problems.append(words.team.handed_in.format(file=file.name))
        else:
            try:
                works.append((file.name, decode(file.text)))
            except WorkError:
                problems.append(words.team.not_work.format(file=file.name))
    return works, problems


def _newest(work: Work, assessment_id: str) -> int:
    """The revision at which the self-assessment last changed; 0 if there never was one."""
    start = assessment_name(assessment_id, "")
    return max((entry.revision for name, entry in work.entries.items() if name.startswith(start)), default=0)


def difference(levels: Sequence[int]) -> Fraction:
    """How many levels two people are apart on average: Gini's mean difference, over all pairs of different people.

    Takes two levels or more.
    """
    pairs = list(combinations(levels, 2))
    return Fraction(sum(abs(one - other) for one, other in pairs), len(pairs))


def most_different(people: Sequence[Mapping[str, Answer]]) -> dict[str, list[int]] | None:
    """The levels chosen for the factors on which people differ most, all factors where several share that.

    Empty where people agree throughout, and None where no factor has levels from two people.
    """
    levels = {name: [answers[name].level for answers in people if answers[name].level] for name in people[0]}
    apart = {name: difference(chosen) for name, chosen in levels.items() if len(chosen) > 1}
    if not apart:
        return None
    most = max(apart.values())
    return {name: levels[name] for name, value in apart.items() if value == most > 0}


def _result(words: Words, factors: Factors, people: Sequence[Mapping[str, Answer]]) -> Result:
    counts = {name: _counted([answers[name] for answers in people]) for name in factors.factors}
    number = _people(len(people))
    levels = enumerate(factors.levels, 1)
    key = ", ".join(words.team.level.format(number=each, level=level) for each, level in levels)
    most = most_different(people)
    differ = words.team.too_few if most is None else words.team.most if most else words.team.same
    columns = (*(words.team.column.format(number=each) for each, _ in enumerate(factors.levels, 1)), "?")
    rows = tuple(Tally(factors.factors[name].short, counted[:-1]) for name, counted in counts.items())
    return Result(
        says=words.team.key.format(levels=key, unsure=words.unsure),
        differ=differ,
        most=tuple(_differs(words, factors, name, chosen, len(people)) for name, chosen in (most or {}).items()),
        alt=words.team.alt,
        pictures=(Tallies(columns, rows, of=max(max(tally.counts) for tally in rows), title=words.team.picture),),
        columns=(words.team.factor, *factors.levels, words.unsure, words.not_answered),
        caption=words.team.table.format(people=number),
        rows=tuple((factors.factors[name].name, *map(str, counted)) for name, counted in counts.items()),
    )


def _counted(answers: Sequence[Answer]) -> tuple[int, ...]:
    """How many chose each level from the lowest up, how many cannot say yet, and how many did not answer."""
    levels = [sum(answer.level == level for answer in answers) for level in (1, 2, 3, 4)]
    return (*levels, sum(answer.unsure for answer in answers), sum(not answer.given for answer in answers))


def _differs(words: Words, factors: Factors, name: str, levels: Sequence[int], people: int) -> str:
    return words.team.differs.format(
        factor=factors.factors[name].name,
        low=factors.levels[min(levels) - 1],
        high=factors.levels[max(levels) - 1],
        rated=len(levels),
        people=people,
    )


def _people(number: int) -> str:
    return f"{number} {'person' if number == 1 else 'people'}"
