"""The skills check as its authors write it: six skills, and for each a question before the course and one after it.

``assets/content/skills-check.yaml`` holds it with its keys: nothing of it is graded, and nothing is handed in unless the
learner asks for it.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

import msgspec

from course import paths
from course.content import Single, SingleKey, read_yaml
from course.work import Work, skills_name

When = Literal["before", "after"]
WHEN: tuple[When, ...] = ("before", "after")
FINISHED, SHARED = "finished", "shared"
"""What is kept with the answers of a check: each is "yes" or nothing. No skill can have these names."""
SKILLS = 6
"""How many skills there are: what the page says about chance holds for so many."""

Answers = Mapping[str, str]
"""The chosen options of a check by skill. What was left open is not in it."""


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A choice of one option, with its key."""

    context: str
    prompt: str
    options: dict[str, str]
    key: SingleKey


class Skill(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A skill with its two questions. ``short`` names it in a picture; part, page and section say where it is taught."""

    name: str
    short: str
    part: str
    page: str
    section: str
    before: Question
    after: Question

    def question(self, when: When) -> Question:
        """Its question at this time."""
        return self.before if when == "before" else self.after


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands above the questions of one time."""

    title: str
    intro: str


class Forms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The two times."""

    before: Form
    after: Form


class SkillsCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that the check says."""

    source: str
    forms: Forms
    share: str
    share_help: str
    told_later: str
    one_person: str
    no_before: str
    change: str
    change_seen: str
    skills: dict[str, Skill]


@cache
def skills_content() -> SkillsCheck:
    """The check. Raises ContentError."""
    check: SkillsCheck = read_yaml(paths.SKILLS, SkillsCheck)
    return check


def as_exercise(name: str, when: When, skill: Skill) -> Single:
    """One question as a practice exercise, for what reads and checks exercises."""
    asked = skill.question(when)
    return Single(
        id=f"{name}-{when}",
        page=skill.page,
        prompt=asked.prompt,
        outcome=skill.name,
        source="Invented for this question",
        graded=False,
        context=asked.context,
        options=asked.options,
        key=msgspec.to_builtins(asked.key),
    )


def finished(work: Work, when: When) -> Answers | None:
    """The answers of a finished check, without those whose option is there no more; None while it is not finished."""
    if work.value(skills_name(when, FINISHED)) != "yes":
        return None
    return {name: value for name, value in _chosen(work, when) if value in _options(name, when)}


def is_right(name: str, when: When, answers: Answers) -> bool:
    """Whether the skill's question was answered rightly. A question that was left open was not."""
    return answers.get(name) == skills_content().skills[name].question(when).key.right


def shared(work: Work) -> dict[When, Answers] | None:
    """What the learner lets the trainer see, by time: of finished checks only. None where they never ticked either.

    Nothing by time says that there is nothing to see any more: a tick was taken away.
    """
    ticks = {when: work.entries.get(skills_name(when, SHARED)) for when in WHEN}
    if not any(ticks.values()):
        return None
    ticked = [when for when, tick in ticks.items() if tick and tick.value == "yes"]
    return {when: answers for when in ticked if (answers := finished(work, when)) is not None}


def _chosen(work: Work, when: When) -> Iterator[tuple[str, str]]:
    for name in skills_content().skills:
        if isinstance(value := work.value(skills_name(when, name)), str):
            yield name, value


def _options(name: str, when: When) -> dict[str, str]:
    return skills_content().skills[name].question(when).options
