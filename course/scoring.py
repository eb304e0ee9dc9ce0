"""Score an answer against a key. Pure: practice exercises and the trainer's marker use the same functions."""

from dataclasses import dataclass

from course.content import Exercise, Number, NumberKey, Scored, ScoredKey, Single, SingleKey, Text
from course.quantity import read_number

Value = str
"""What a learner answers: the id of an option, a number as typed, or words."""

MAX_CHARACTERS = 5000
"""How long a short text can be."""


@dataclass(frozen=True)
class Result:
    """A scored answer. ``share`` of the marks from 0 to 1; ``misreading`` names the error, if it is a known one."""

    share: float
    feedback: str
    misreading: str = ""


def problem(exercise: Exercise, value: object) -> str:
    """Why ``value`` is no answer to ``exercise``, in words for the learner; "" if it is one."""
    if not isinstance(value, str):
        return f"The answer to {exercise.id} is not text."
    match exercise:
        case Single():
            return "" if value in exercise.options else f"There is no option {value!r} in {exercise.id}."
        case Number():
            return read_number(value, exercise.unit).prompt
        case Text():
            return _text_problem(value)


def score(exercise: Scored, key: ScoredKey, value: Value) -> Result:
    """Score ``value``. A short text has no score: people mark it. Raises ValueError if it is no answer to this exercise (see ``problem``)."""
    if wrong := problem(exercise, value):
        raise ValueError(wrong)
    match exercise, key:
        case Single(), SingleKey():
            right = value == key.right
            return Result(float(right), key.feedback[value], "" if right else key.misreadings[value])
        case Number(), NumberKey():
            return _score_number(read_number(value, exercise.unit).value or 0.0, key)
    raise ValueError(f"The key of {exercise.id} is of another kind than the exercise.")


def _text_problem(words: str) -> str:
    if not words.strip():
        return "Write your answer first."
    if len(words) > MAX_CHARACTERS:
        return f"It has {len(words):,} characters, and {MAX_CHARACTERS:,} is the most. Shorten it."
    if any("\ud800" <= letter <= "\udfff" for letter in words):
        return "It holds a broken character, which cannot be saved. Type it again."
    return ""


def _score_number(number: float, key: NumberKey) -> Result:
    def close(value: float, tolerance: float) -> bool:
        return abs(number - value) <= tolerance + 1e-9

    if close(key.right, key.tolerance):
        return Result(1.0, key.feedback_right)
    for near in key.near:
        if close(near.value, near.tolerance):
            return Result(0.0, near.feedback, near.misreading)
    return Result(0.0, key.feedback_wrong)
