"""Report: how a whole group did in the skills check before and after, from what its learners let the trainer see.

Learners tick that their answers may be seen, and the next file that they hand in carries them (``course/handin.py``).
The page names nobody, and below ``FEWEST`` people there are no figures at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from statistics import fmean

import jinja2
import msgspec

from course.explorers.scene import signed
from course.handin import Submission
from course.intervals import Interval
from course.skill_questions import WHEN, Answers, When, is_right, skills_content
from grading import layout
from grading.layout import GradingError
from grading.paired import Pairs, mean_interval, newcombe_paired
from grading.received import everything

FEWEST = 10
"""With fewer people than these no group figures are shown: chance would rule them, and a person could be recognised."""

TITLE = "The skills check before and after the course"
DOES_NOT_FOLLOW = (
    "That the course made the difference. There is no group without the course to compare with, and people learn at work, too.",
    "That the others did as well. Only those are in it who ticked that you may see their answers, and they may differ from the rest.",
    "That people act differently at work. Six questions ask for six skills on paper, and once.",
    "That both sets of questions are equally hard. They were written to be alike, and this has not been tried out.",
    "That a group did better than another, or one year than the next. For that, the people would have to be comparable.",
)


@dataclass(frozen=True)
class SkillChange:
    """How a skill went with the people who finished both checks."""

    name: str
    short: str
    pairs: Pairs
    interval: Interval


@dataclass(frozen=True)
class Group:
    """What the learners let be seen: each entry one person's finished checks, by time.

    ``learners`` is how many have handed in anything. ``notes`` tells the trainer what was left out, or counted once.
    """

    learners: int
    shared: Sequence[Mapping[When, Answers]]
    notes: Sequence[str] = ()

    @cached_property
    def both(self) -> Sequence[Mapping[When, Answers]]:
        """Those who finished both checks."""
        return [one for one in self.shared if all(when in one for when in WHEN)]

    @property
    def enough(self) -> bool:
        """Whether there are enough people for figures."""
        return len(self.both) >= FEWEST

    @cached_property
    def means(self) -> Mapping[When, float]:
        """Questions right on average, of those who finished both."""
        return {when: fmean(_right(when, one[when]) for one in self.both) for when in WHEN}

    @cached_property
    def gains(self) -> Sequence[int]:
        """How many questions more each of them had right at the end."""
        return [_right("after", one["after"]) - _right("before", one["before"]) for one in self.both]

    @cached_property
    def skills(self) -> Sequence[SkillChange]:
        """Each skill, in the order of the check."""
        found = []
        for name, skill in skills_content().skills.items():
            marks = [tuple(is_right(name, when, one[when]) for when in WHEN) for one in self.both]
            pairs = Pairs(*(marks.count(mark) for mark in ((True, True), (True, False), (False, True), (False, False))))
            found.append(SkillChange(skill.name, skill.short, pairs, newcombe_paired(pairs)))
        return found


def group() -> Group:
    """What was collected so far. Raises GradingError where nothing was."""
    people = {
        folder.name: sent for folder in sorted((layout.root() / "received").glob("*")) if (sent := _sent(folder.name))
    }
    if not people:
        raise GradingError(
            "Nothing has been collected yet, so there is nothing to report. Run `python -m grading collect` first."
        )
    said = {learner: last for learner, sent in people.items() if (last := _last_word(sent))}
    counted, notes = _once_each(said)
    shared = []
    for learner in counted:
        known, stray = _known(said[learner])
        if stray:
            notes.append(
                f"{learner}: the check {' and '.join(stray)} is left out. It has questions or options that are not in this version."
            )
        if known:
            shared.append(known)
    return Group(len(people), shared, notes)


def _sent(learner: str) -> list[tuple[datetime, Submission]]:
    """All that counts or counted of a learner, with the time at which it came."""
    folders = (layout.root() / "received" / learner).glob("*")
    return [
        (file.time, file.submission)
        for folder in sorted(folders)
        if layout.submitted(learner, folder.name).exists()
        for file in everything(learner, folder.name)
    ]


def _last_word(sent: Sequence[tuple[datetime, Submission]]) -> Submission | None:
    """The newest file that says anything of the check. Files that came together are put in order by the learner's clock."""
    speaking = [one for one in sent if one[1].skills is not msgspec.UNSET]

    def age(one: tuple[datetime, Submission]) -> tuple[datetime, str, datetime]:
        time, submission = one
        return time.replace(microsecond=0), submission.made, time

    return max(speaking, key=age)[1] if speaking else None


def _once_each(said: Mapping[str, Submission]) -> tuple[list[str], list[str]]:
    """Learners, of whom those with one and the same saved work are counted once, and what to say of that."""
    by_work: dict[str, list[str]] = {}
    for learner, submission in said.items():
        by_work.setdefault(submission.work_id, []).append(learner)
    notes = [
        f"{' and '.join(same)} handed in one and the same saved work. It is counted once."
        for same in by_work.values()
        if len(same) > 1
    ]
    return [max(same, key=lambda learner: said[learner].made) for same in by_work.values()], notes


def _known(submission: Submission) -> tuple[dict[When, Answers], list[When]]:
    """The checks of a file that fit this version of the course, and the times of those that do not."""
    found: dict[When, Answers] = {}
    stray: list[When] = []
    for when, answers in ({} if submission.skills is msgspec.UNSET else submission.skills).items():
        if all(_is_option(name, when, value) for name, value in answers.items()):
            found[when] = answers
        else:
            stray.append(when)
    return found, stray


def _is_option(name: str, when: When, value: str) -> bool:
    skill = skills_content().skills.get(name)
    return skill is not None and value in skill.question(when).options


def _right(when: When, answers: Answers) -> int:
    return sum(is_right(name, when, answers) for name in skills_content().skills)


def lines(found: Group) -> list[str]:
    """The report as text."""
    said = [TITLE, "", *counts(found)]
    if found.enough:
        said += ["", *whole(found), "", "Skill by skill, of the same people"]
        said += [f"  {row}" for row in map(skill_line, found.skills)]
        said += ["", MANY_INTERVALS, "", "What does not follow"]
        said += [f"  - {line}" for line in DOES_NOT_FOLLOW]
    else:
        said += ["", too_few(found)]
    return said + ([""] if found.notes else []) + list(found.notes)


def counts(found: Group) -> list[str]:
    """How many people there are, in words."""
    return [
        f"Learners who have handed in: {found.learners:,}",
        f"Of these, let you see a finished check: {len(found.shared):,}",
        f"Of these, finished both checks and let you see both: {len(found.both):,}",
    ]


MANY_INTERVALS = (
    "Where an interval reaches from below 0 to above it, the group may have got better or worse at this. By chance, an "
    "interval misses the true change in 1 of 20 cases. With six skills, that can easily happen to one of them."
)


def too_few(found: Group) -> str:
    """Why there are no figures."""
    return (
        f"No figures are shown: {len(found.both)} finished both checks, and at least {FEWEST} are needed. With fewer, one "
        "person more or less changes everything, and a person could be recognised."
    )


def whole(found: Group) -> list[str]:
    """All six questions together, in words."""
    of = len(skills_content().skills)
    means = (
        f"Questions right of {of}, on average: {found.means['before']:.1f} before and {found.means['after']:.1f} after."
    )
    gain = f"Change for one person, on average: {signed(fmean(found.gains))}"
    interval = mean_interval(found.gains)
    if interval is None:
        return [means, f"{gain}. All changed by the same number, so no interval can be worked out."]
    reach = f"95% interval from {signed(interval.low)} to {signed(interval.high)} (Student's t, paired)"
    return [means, f"{gain}, {reach}.", "More people would make the interval narrower."]


def skill_line(row: SkillChange) -> str:
    """One skill, in words."""
    first, second = row.pairs.first, row.pairs.second
    return (
        f"{row.name}: {first.percent:.0f}% before ({first.count} of {first.of}), {second.percent:.0f}% after "
        f"({second.count}). {change(row)}"
    )


def change(row: SkillChange) -> str:
    """The change of one skill with its interval."""
    low, high = signed(row.interval.low, 0), signed(row.interval.high, 0)
    return f"Change {signed(row.pairs.change, 0)} points, 95% interval from {low} to {high}"


def write(found: Group, path: Path) -> None:
    """Write the report as a page for a browser. Raises GradingError if it cannot be written."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(layout.TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["whole"] = lambda value: signed(value, 0)
    page = environment.get_template("report.html.j2").render(
        title=TITLE,
        group=found,
        counts=counts(found),
        too_few="" if found.enough else too_few(found),
        whole=whole(found) if found.enough else [],
        rows=[(row, change(row)) for row in found.skills] if found.enough else [],
        many_intervals=MANY_INTERVALS,
        does_not_follow=DOES_NOT_FOLLOW,
        made=f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC".lstrip("0"),
    )
    try:
        layout.write(path, page.encode())
    except OSError as error:
        raise GradingError(f"{path} cannot be written ({error.strerror}). Name another file with --to.") from error
