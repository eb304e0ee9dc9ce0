"""Scoring answers, by the functions that practice and marking share."""

import pytest

from course.content import (
    Match,
    MatchKey,
    Multi,
    MultiKey,
    Near,
    Number,
    NumberKey,
    Order,
    OrderKey,
    ScoredKey,
    Single,
    SingleKey,
    Text,
)
from course.quantity import Unit
from course.scoring import MAX_CHARACTERS, full_marks, problem, score

COMMON = {"id": "x", "page": "p", "prompt": "?", "outcome": "o", "source": "s", "graded": True}
SINGLE = Single(**COMMON, options={"a": "A", "b": "B"})
SINGLE_KEY = SingleKey(right="b", feedback={"a": "not a", "b": "yes, b"}, misreadings={"a": "inverted base"})
ABOUT = {name: f"about {name}" for name in "abcde"}
ERROR = {name: f"error {name}" for name in "abcde"}
MULTI = Multi(**COMMON, options={name: name.upper() for name in "abcde"})
MULTI_KEY = MultiKey(right=("a", "c"), feedback=ABOUT, misreadings=ERROR)
ORDER = Order(**COMMON, items={name: name.upper() for name in "abcd"})
ORDER_KEY = OrderKey(right=("b", "a", "c", "d"), feedback=ABOUT, misreadings=ERROR)
MATCH = Match(**COMMON, rows={name: name.upper() for name in "abc"}, options={"x": "X", "y": "Y"})
MATCH_KEY = MatchKey(right={"a": "x", "b": "y", "c": "x"}, feedback=ABOUT, misreadings=ERROR)
NUMBER = Number(**COMMON, unit=Unit.POINTS)
TEXT = Text(**COMMON, words=50)
NUMBER_KEY = NumberKey(
    right=20,
    tolerance=0.5,
    feedback_right="yes",
    feedback_wrong="no",
    near=(Near(value=36, tolerance=0.5, misreading="per cent for points", feedback="36% is the relative gap"),),
)


def test_the_right_option_gets_the_whole_share_and_its_feedback() -> None:
    result = score(SINGLE, SINGLE_KEY, "b")
    assert (result.share, result.feedback, result.misreadings) == (1, "yes, b", ())


def test_a_wrong_option_gets_nothing_and_names_the_misreading() -> None:
    result = score(SINGLE, SINGLE_KEY, "a")
    assert (result.share, result.feedback, result.misreadings) == (0, "not a", ("inverted base",))


@pytest.mark.parametrize("typed", ["20", "20.5", "19.5", "20 points"])
def test_a_number_within_the_tolerance_is_right(typed: str) -> None:
    assert score(NUMBER, NUMBER_KEY, typed).share == 1


@pytest.mark.parametrize(
    ("typed", "misreading"), [("36", "per cent for points"), ("-20", None), ("0", None), ("20.6", None)]
)
def test_a_number_outside_it_is_wrong_and_a_known_misreading_is_named(typed: str, misreading: str | None) -> None:
    result = score(NUMBER, NUMBER_KEY, typed)
    assert (result.share, result.misreadings) == (0, (misreading,) if misreading else ())


@pytest.mark.parametrize("typed", ["0.2", "20%", "twenty", ""])
def test_a_number_that_is_not_clear_gets_a_prompt_and_is_never_scored(typed: str) -> None:
    assert problem(NUMBER, typed)
    with pytest.raises(ValueError, match=r"\w"):
        score(NUMBER, NUMBER_KEY, typed)


@pytest.mark.parametrize("value", ["c", "", None, 1, ["a"]])
def test_what_is_no_option_is_never_scored(value: object) -> None:
    assert problem(SINGLE, value)


@pytest.mark.parametrize("words", ["x", "One.\n\nTwo.", "<script>", "\U0001f642", "مرحبا", "x" * MAX_CHARACTERS])
def test_any_words_are_an_answer_to_a_short_text(words: str) -> None:
    assert problem(TEXT, words) == ""


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("", "Write"),
        (" \n\t", "Write"),
        ("x" * (MAX_CHARACTERS + 1), "5,001"),
        ("\ud83d", "broken"),
        (None, "not text"),
    ],
)
def test_nothing_too_much_and_broken_characters_are_no_answer_to_a_short_text(value: object, says: str) -> None:
    assert says in problem(TEXT, value)


def test_a_key_of_another_kind_is_an_error_not_a_zero() -> None:
    with pytest.raises(ValueError, match="another kind"):
        score(SINGLE, NUMBER_KEY, "a")


@pytest.mark.parametrize(
    ("chosen", "share", "errors"),
    [
        ("a c", 1, ""),
        ("c a", 1, ""),
        ("a", 1 / 2, "c"),
        ("a b c", 1 / 2, "b"),
        ("a b", 0, "bc"),
        ("b d", 0, "abcd"),
        ("a b c d e", 0, "bde"),
    ],
)
def test_all_that_apply_gets_right_less_wrong_and_never_below_nothing(chosen: str, share: float, errors: str) -> None:
    result = score(MULTI, MULTI_KEY, chosen)
    assert result.share == share
    assert result.misreadings == tuple(ERROR[name] for name in errors)


def test_feedback_on_all_that_apply_tells_how_many_are_missing_but_not_which() -> None:
    said = score(MULTI, MULTI_KEY, "a b").feedback
    assert "about a" in said
    assert "about b" in said
    assert "about c" not in said
    assert "One more belongs here." in said
    whole = score(MULTI, MULTI_KEY, "a c").feedback
    assert all(words in whole for words in ABOUT.values())


@pytest.mark.parametrize(
    ("order", "share", "out"),
    [
        ("b a c d", 1, ""),
        ("d b a c", 2 / 3, "bd"),  # one line in the wrong place costs one pair, and not every place
        ("a b c d", 1 / 3, "bac"),
        ("d c a b", 0, "bacd"),
    ],
)
def test_an_order_gets_the_share_of_neighbours_that_follow_each_other(order: str, share: float, out: str) -> None:
    result = score(ORDER, ORDER_KEY, order)
    assert result.share == pytest.approx(share)
    assert result.misreadings == tuple(ERROR[name] for name in out)
    assert all((f"about {name}" in result.feedback) == (name in (out or "abcd")) for name in "abcd")


@pytest.mark.parametrize(
    ("matched", "share", "errors"),
    [("a=x b=y c=x", 1, ""), ("c=x a=x", 2 / 3, ""), ("a=y b=x c=y", 0, "abc"), ("b=x", 0, "b")],
)
def test_a_match_gets_the_share_of_its_rows(matched: str, share: float, errors: str) -> None:
    result = score(MATCH, MATCH_KEY, matched)
    assert result.share == pytest.approx(share)
    assert result.misreadings == tuple(ERROR[name] for name in errors)


def test_a_row_without_an_option_is_said_to_be_open() -> None:
    assert score(MATCH, MATCH_KEY, "a=x").feedback.count("Nothing chosen yet.") == 2


@pytest.mark.parametrize("value", ["", " ", "z", "a a", "a z", None, ["a"], {"a": "x"}])
def test_what_names_no_option_or_one_twice_is_no_choice_of_all_that_apply(value: object) -> None:
    assert problem(MULTI, value)


@pytest.mark.parametrize("value", ["", "b a c", "b a c c", "b a c d e", "b a c z", None])
def test_an_order_has_every_item_once(value: object) -> None:
    assert problem(ORDER, value)


@pytest.mark.parametrize("value", ["", "a", "a=", "=x", "a=x=y", "z=x", "a=z", "a=x a=y", "a=x,b=y", None])
def test_a_match_gives_known_rows_one_known_option(value: object) -> None:
    assert problem(MATCH, value)


@pytest.mark.parametrize(
    ("exercise", "key"),
    [(SINGLE, SINGLE_KEY), (MULTI, MULTI_KEY), (ORDER, ORDER_KEY), (MATCH, MATCH_KEY), (NUMBER, NUMBER_KEY)],
    ids=lambda one: type(one).__name__,
)
def test_the_full_marks_answer_gets_full_marks(
    exercise: Single | Multi | Order | Match | Number, key: ScoredKey
) -> None:
    assert score(exercise, key, full_marks(key)).share == 1
