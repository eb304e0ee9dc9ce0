"""``skills_check``: six questions before the course and six after it, for the learner alone. Nothing of it is marked."""

from functools import cache
from typing import Any

import msgspec

from course import markdown
from course.content import ContentError
from course.explorers.scene import NOTHING, Grid, Mark
from course.pages import page_title
from course.skill_questions import (
    FINISHED,
    SHARED,
    WHEN,
    Answers,
    Question,
    Skill,
    When,
    finished,
    is_right,
    skills_content,
)
from course.widget import WorkWidget, front_end
from course.work import Entry, Work, skills_name

TIMES: dict[When, str] = {"before": "At the start", "after": "At the end"}


def skills_check(when: When) -> "SkillsWidget":
    """The check "before" or "after" the course. Asked twice, it is the same widget. Raises ContentError for another time."""
    if when not in WHEN:
        raise ContentError(f'The skills check is asked "before" or "after", not {when!r}.')
    widget = _widget(when)
    widget.refresh()
    return widget


@cache
def _widget(when: When) -> "SkillsWidget":
    return SkillsWidget(when)


class SkillsWidget(WorkWidget):
    """The questions of one time, each saved by itself; once finished, what came of it."""

    _esm = front_end("saving", "controls", "pictures", "skills")

    def __init__(self, when: When) -> None:
        self._when = when
        check = skills_content()
        form = check.forms.before if when == "before" else check.forms.after
        asked = [
            {
                "entry": skills_name(when, name),
                "context": markdown.block(skill.question(when).context),
                "prompt": markdown.inline(skill.question(when).prompt),
                "options": {each: markdown.inline(text) for each, text in skill.question(when).options.items()},
            }
            for name, skill in check.skills.items()
        ]
        self._entries = [
            *(str(one["entry"]) for one in asked),
            *(skills_name(when, what) for what in (FINISHED, SHARED)),
        ]
        super().__init__(
            fixed={
                "when": when,
                "title": form.title,
                "intro": markdown.block(form.intro),
                "questions": asked,
                "finished": skills_name(when, FINISHED),
                "shared": skills_name(when, SHARED),
                "share": check.share,
                "share_help": markdown.block(check.share_help),
                "source": check.source,
            }
        )

    def receive(self, message: dict[str, Any]) -> None:
        """Save an answer, the end of the check or the tick. Raises KeyError for another entry."""
        name = message["name"]
        if name not in self._entries:
            raise KeyError(f"{name!r} is no entry of this check.")
        self.save(name, message)

    def _view(self, work: Work) -> dict[str, Any]:
        seen = finished(work, "after") is not None and finished(work, "before") is not None
        check = skills_content()
        return {
            "work_id": work.work_id,
            "entries": {name: msgspec.to_builtins(work.entries.get(name, Entry(0))) for name in self._entries},
            "change": check.change_seen if seen or self._when == "after" else check.change,
            "result": _result(work, self._when),
        }


def _result(work: Work, when: When) -> dict[str, Any] | None:
    """What came of a finished check; None while it is not finished."""
    now = finished(work, when)
    if now is None:
        return None
    return _alone(now) if when == "before" else _compared(finished(work, "before"), now)


def _alone(answers: Answers) -> dict[str, Any]:
    """The check at the start: how many are right and where the rest is taught, but not which option is right."""
    check = skills_content()
    return {
        "says": [f"You have {_of_all('before', answers)} right.", check.told_later],
        "columns": ["Skill", TIMES["before"], "Taught on the page"],
        "rows": [_row(name, skill, {"before": answers}) for name, skill in check.skills.items()],
    }


def _compared(before: Answers | None, after: Answers) -> dict[str, Any]:
    """The check at the end beside the one at the start, and feedback to the questions of both."""
    check = skills_content()
    taken: dict[When, Answers] = {"after": after} if before is None else {"before": before, "after": after}
    marks = {name: [_mark(name, when, answers) for when, answers in taken.items()] for name in check.skills}
    grid = Grid(
        rows=tuple(skill.short for skill in check.skills.values()),
        columns=tuple(TIMES[when] for when in taken),
        marks=tuple(tuple(line) for line in marks.values()),
        title="A filled square: right. An open one: another option. None: no answer",
    )
    lines = [
        f"{skill.short}: "
        + ", ".join(f"{TIMES[when].lower()} {_said(name, when, answers).lower()}" for when, answers in taken.items())
        for name, skill in check.skills.items()
    ]
    return {
        "says": [_gain(before, after), check.one_person if before is not None else check.no_before],
        "alt": f"A square for each skill and each check. {'. '.join(lines)}.",
        "pictures": msgspec.to_builtins((grid,)),
        "columns": ["Skill", *(TIMES[when] for when in taken), "Taught on the page"],
        "rows": [_row(name, skill, taken) for name, skill in check.skills.items()],
        "review": [
            {
                "skill": skill.name,
                "questions": [
                    _review(when, skill.question(when), answers.get(name)) for when, answers in taken.items()
                ],
            }
            for name, skill in check.skills.items()
        ],
    }


def _gain(before: Answers | None, after: Answers) -> str:
    now = f"You have {_of_all('after', after)} right at the end"
    if before is None:
        return f"{now}."
    gain = _count("after", after) - _count("before", before)
    change = "as many" if gain == 0 else f"{abs(gain)} {'more' if gain > 0 else 'fewer'}"
    return f"You had {_of_all('before', before)} right at the start. {now}: {change}."


def _count(when: When, answers: Answers) -> int:
    return sum(is_right(name, when, answers) for name in skills_content().skills)


def _of_all(when: When, answers: Answers) -> str:
    return f"{_count(when, answers)} of {len(skills_content().skills)}"


def _mark(name: str, when: When, answers: Answers) -> Mark:
    if name not in answers:
        return ""
    return "full" if is_right(name, when, answers) else "open"


def _said(name: str, when: When, answers: Answers) -> str:
    return {"full": "Right", "open": "Another option", "": "No answer"}[_mark(name, when, answers)]


def _row(name: str, skill: Skill, taken: dict[When, Answers]) -> dict[str, Any]:
    return {
        "skill": skill.name,
        "cells": [_said(name, when, answers) for when, answers in taken.items()],
        "href": f"../{skill.part}/{skill.page}.ipynb",
        "title": page_title(skill.part, skill.page),
        "section": skill.section,
    }


def _review(when: When, asked: Question, chosen: str | None) -> dict[str, str]:
    right = asked.key.right
    return {
        "when": TIMES[when],
        "context": markdown.block(asked.context),
        "prompt": markdown.inline(asked.prompt),
        "chosen": markdown.inline(asked.options[chosen]) if chosen else NOTHING,
        "verdict": "right" if chosen == right else "other" if chosen else "none",
        "why_chosen": markdown.block(asked.key.feedback[chosen]) if chosen and chosen != right else "",
        "right": markdown.inline(asked.options[right]),
        "why": markdown.block(asked.key.feedback[right]),
    }
