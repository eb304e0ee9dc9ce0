"""A marking folder of its own for every test, and made-up learners whose answers are worked out from the keys."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations, product
from pathlib import Path
from typing import Any

from course import content
from course.content import (
    Exercise,
    Key,
    Match,
    Multi,
    Number,
    NumberKey,
    Order,
    Scored,
    ScoredKey,
    Single,
    Text,
    TextKey,
)
from course.quantity import Unit
from course.scoring import full_marks, problem, score

PART = "2-evidence"


def right(exercise: Exercise, key: Key) -> str | None:
    """The answer that gets every mark, as a learner would give it; None for a short text, which no machine marks."""
    if isinstance(key, TextKey):
        return None
    if isinstance(key, NumberKey):
        return next(text for text in _ways_to_type(exercise, key.right) if not problem(exercise, text))
    return full_marks(key)


def wrong(exercise: Exercise, key: Key) -> str | None:
    """An answer that gets no mark; None for a short text."""
    if isinstance(exercise, Text) or isinstance(key, TextKey):
        return None
    for text in _guesses(exercise, key):
        if not problem(exercise, text) and score(exercise, key, text).share == 0:
            return text
    raise AssertionError(f"no wrong answer to {exercise.id} was found")


def partly(exercise: Exercise, key: Key) -> str | None:
    """An answer that gets some of the marks; None where all or nothing is given, and for a short text."""
    if isinstance(exercise, Text) or isinstance(key, TextKey):
        return None
    shares = (
        (text, score(exercise, key, text).share) for text in _guesses(exercise, key) if not problem(exercise, text)
    )
    return next((text for text, share in shares if 0 < share < 1), None)


def _guesses(exercise: Scored, key: ScoredKey) -> Iterator[str]:
    match exercise, key:
        case ((Single() | Multi()), _):
            yield from exercise.options
        case Order(), _:
            yield from map(" ".join, permutations(exercise.items))
        case Match(), _:
            for options in product(exercise.options, repeat=len(exercise.rows)):
                yield " ".join(f"{row}={option}" for row, option in zip(exercise.rows, options, strict=True))
        case Number(), NumberKey():
            for step in (1, 2, 5, 0.1, -0.1, 50):
                yield from _ways_to_type(exercise, key.right + key.tolerance + step)


def _ways_to_type(exercise: Exercise, value: float) -> Iterator[str]:
    assert isinstance(exercise, Number)
    yield f"{value:g}"
    yield f"{value:g}" + {Unit.PERCENT: "%", Unit.POINTS: " points"}.get(exercise.unit, "")


@dataclass(frozen=True)
class Course:
    """What a test needs to know of the real part: its exercises in order, answers of every worth, and points."""

    part: str
    exercises: tuple[Exercise, ...]
    right: Mapping[str, str | None]
    wrong: Mapping[str, str | None]
    partly: Mapping[str, str | None]

    @property
    def total(self) -> int:
        """All marks that can be had."""
        return sum(exercise.marks for exercise in self.exercises)

    @property
    def scored(self) -> int:
        """What ``right`` is worth: every mark that a machine gives."""
        return sum(exercise.marks for exercise in self.exercises if self.right[exercise.id] is not None)

    @property
    def texts(self) -> list[Text]:
        """All short texts."""
        return [exercise for exercise in self.exercises if isinstance(exercise, Text)]

    @property
    def text(self) -> Text:
        """The first short text."""
        return self.texts[0]

    def written(self, words: str) -> dict[str, str | None]:
        """Every question answered: right where a machine marks, and with these words where a person does."""
        return {**self.right, **{text.id: words for text in self.texts}}

    @property
    def first(self) -> Exercise:
        return self.exercises[0]


def submission(
    answers: Mapping[str, str | None], learner: str = "ab12", revision: int = 1_795_313_045_123, **changes: Any
) -> dict[str, Any]:
    """A submission as Hand in makes it, with changes."""
    entries = {
        name: None if value is None else {"value": value, "revision": revision + number}
        for number, (name, value) in enumerate(answers.items())
    }
    made = {
        "format": "equally-outstanding/submission/1",
        "part": PART,
        "learner": learner,
        "work_id": "0123456789abcdef" * 2,
        "made": "2026-11-22T01:04:05+00:00",
        "answers": entries,
    }
    return {**made, **changes}


def write(path: Path, content: object) -> Path:
    """Write a file as it might arrive: JSON, or text as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


@dataclass(frozen=True)
class Content:
    """A copy of exercises and keys that a test may change."""

    exercises: Path
    keys: Path

    def replace_exercises(self, old: str, new: str) -> None:
        _replace(self.exercises / f"{PART}.yaml", old, new)

    def replace_keys(self, old: str, new: str) -> None:
        _replace(self.keys / f"{PART}.yaml", old, new)

    def rename(self, old: str, new: str, *, keys: bool = True) -> None:
        """Give an exercise another id."""
        self.replace_exercises(f"id: {old}\n", f"id: {new}\n")
        if keys:
            self.replace_keys(f"\n{old}:\n", f"\n{new}:\n")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new), "utf-8")
    forget()


def forget() -> None:
    content.parts.cache_clear()
    content.graded_keys.cache_clear()


Run = Callable[..., tuple[int, str]]
