"""Score an answer against a key. Pure: practice exercises and the trainer's marker use the same functions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from course.content import (
    Exercise,
    Match,
    MatchKey,
    Multi,
    MultiKey,
    Number,
    NumberKey,
    Order,
    OrderKey,
    Reflection,
    Scored,
    ScoredKey,
    Single,
    SingleKey,
    Text,
)
from course.quantity import read_number

Value = str
"""What a learner answers. A single choice: the option's id. All that apply, and an order: ids with spaces between.
A match: ``row=option`` pairs with spaces between. A number: as typed. A short text: the words."""

MAX_CHARACTERS = 5000
"""How long a short text can be."""


@dataclass(frozen=True)
class Result:
    """A scored answer. ``share`` of the marks from 0 to 1; ``misreadings`` names the known errors in it."""

    share: float
    feedback: str
    misreadings: tuple[str, ...] = ()


def ids(value: Value) -> list[str]:
    """The options or items that an answer names, in its order."""
    return value.split()


def pairs(value: Value) -> dict[str, str]:
    """The option that an answer gives to each row. Raises ValueError if it is no list of pairs."""
    return dict(pair.split("=") for pair in value.split())


def full_marks(key: ScoredKey) -> Value:
    """An answer that gets all the marks."""
    match key:
        case SingleKey():
            return key.right
        case MultiKey() | OrderKey():
            return " ".join(key.right)
        case MatchKey():
            return " ".join(f"{row}={option}" for row, option in key.right.items())
        case NumberKey():
            return f"{key.right:.12g}"


def problem(exercise: Exercise, value: object) -> str:
    """Why ``value`` is no answer to ``exercise``, in words for the learner; "" if it is one."""
    if not isinstance(value, str):
        return f"The answer to {exercise.id} is not text."
    match exercise:
        case Single():
            return "" if value in exercise.options else f"There is no option {value!r} in {exercise.id}."
        case Multi():
            return _unknown(exercise.id, ids(value), exercise.options)
        case Order():
            short = "" if len(ids(value)) == len(exercise.items) else "Put every item in its place."
            return _unknown(exercise.id, ids(value), exercise.items) or short
        case Match():
            return _match_problem(exercise, value)
        case Number():
            return read_number(value, exercise.unit).prompt
        case Text() | Reflection():
            return _text_problem(value)


def still_open(exercise: Exercise, value: Value) -> int:
    """How many rows of a match have no option yet, in an answer (see ``problem``)."""
    return len(exercise.rows) - len(pairs(value)) if isinstance(exercise, Match) else 0


def score(exercise: Scored, key: ScoredKey, value: Value) -> Result:
    """Score ``value``. A short text has no score: people mark it. Raises ValueError if it is no answer to this exercise (see ``problem``)."""
    if wrong := problem(exercise, value):
        raise ValueError(wrong)
    match exercise, key:
        case Single(), SingleKey():
            right = value == key.right
            return Result(float(right), key.feedback[value], () if right else (key.misreadings[value],))
        case Multi(), MultiKey():
            return _score_multi(exercise, key, set(ids(value)))
        case Order(), OrderKey():
            return _score_order(exercise, key, ids(value))
        case Match(), MatchKey():
            return _score_match(exercise, key, pairs(value))
        case Number(), NumberKey():
            return _score_number(read_number(value, exercise.unit).value or 0.0, key)
    raise ValueError(f"The key of {exercise.id} is of another kind than the exercise.")


def _unknown(exercise_id: str, named: Iterable[str], known: Iterable[str]) -> str:
    counts = Counter(named)
    if not counts:
        return "Choose an answer first."
    for name, count in counts.items():
        if name not in known:
            return f"There is no {name!r} in {exercise_id}."
        if count > 1:
            return f"{name!r} stands more than once in the answer to {exercise_id}."
    return ""


def _match_problem(exercise: Match, value: str) -> str:
    try:
        rows, options = zip(*(pair.split("=") for pair in value.split()), strict=True)
    except ValueError:
        return "Choose an answer first."
    if stray := set(options) - exercise.options.keys():
        return f"There is no {min(stray)!r} in {exercise.id}."
    return _unknown(exercise.id, rows, exercise.rows)


def _text_problem(words: str) -> str:
    if not words.strip():
        return "Write your answer first."
    if len(words) > MAX_CHARACTERS:
        return f"It has {len(words):,} characters, and {MAX_CHARACTERS:,} is the most. Shorten it."
    if any("\ud800" <= letter <= "\udfff" for letter in words):
        return "It holds a broken character, which cannot be saved. Type it again."
    return ""


def _score_multi(exercise: Multi, key: MultiKey, chosen: set[str]) -> Result:
    right = set(key.right)
    share = max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))
    if chosen == right:
        shown = dict.fromkeys(exercise.options)
    else:  # What was left out wrongly is still to be found.
        shown = dict.fromkeys(option for option in exercise.options if option in chosen)
    lines = [
        f"- **{_closed(exercise.options[option])}** {'Belongs here.' if option in right else 'Does not belong here.'} {key.feedback[option]}"
        for option in shown
    ]
    missed = len(right - chosen)
    more = f"{'One more belongs' if missed == 1 else f'{missed} more belong'} here." if missed else ""
    misread = tuple(key.misreadings[option] for option in exercise.options if (option in chosen) != (option in right))
    return Result(share, "\n\n".join(filter(None, ["\n".join(lines), more])), misread)


def _score_order(exercise: Order, key: OrderKey, order: list[str]) -> Result:
    wanted = set(pairwise(key.right))
    follow = wanted & set(pairwise(order))
    share = len(follow) / len(wanted)
    before = dict(zip(order, [None, *order], strict=False))
    out = [
        item for item, after in zip(key.right, [None, *key.right], strict=False) if share < 1 and before[item] != after
    ]
    says = (
        ""
        if share == 1
        else f"{len(follow)} of {len(wanted)} neighbours follow each other as they should. Look again at:"
    )
    lines = [f"- **{_closed(exercise.items[item])}** {key.feedback[item]}" for item in out or key.right]
    return Result(
        share, "\n\n".join(filter(None, [says, "\n".join(lines)])), tuple(key.misreadings[item] for item in out)
    )


def _score_match(exercise: Match, key: MatchKey, chosen: dict[str, str]) -> Result:
    def line(row: str) -> str:
        if row not in chosen:
            return f"- **{_closed(exercise.rows[row])}** Nothing chosen yet."
        verdict = "Yes" if chosen[row] == key.right[row] else "Not this one"
        return f"- **{_closed(exercise.rows[row])}** {verdict}: {_closed(exercise.options[chosen[row]])} {key.feedback[row]}"

    wrong = [row for row in exercise.rows if chosen.get(row) != key.right[row]]
    return Result(
        1 - len(wrong) / len(exercise.rows),
        "\n".join(map(line, exercise.rows)),
        tuple(key.misreadings[row] for row in wrong if row in chosen),
    )


def _closed(text: str) -> str:
    """Words of an option as a sentence of their own."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _score_number(number: float, key: NumberKey) -> Result:
    def close(value: float, tolerance: float) -> bool:
        return abs(number - value) <= tolerance + 1e-9

    if close(key.right, key.tolerance):
        return Result(1.0, key.feedback_right)
    for near in key.near:
        if close(near.value, near.tolerance):
            return Result(0.0, near.feedback, (near.misreading,))
    return Result(0.0, key.feedback_wrong)
