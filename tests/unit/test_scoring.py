"""Scoring answers, by the functions that practice and marking share."""

import pytest

from course.content import Near, Number, NumberKey, Single, SingleKey, Text
from course.quantity import Unit
from course.scoring import MAX_CHARACTERS, problem, score

COMMON = {"id": "x", "page": "p", "prompt": "?", "outcome": "o", "source": "s", "graded": True}
SINGLE = Single(**COMMON, options={"a": "A", "b": "B"})
SINGLE_KEY = SingleKey(right="b", feedback={"a": "not a", "b": "yes, b"}, misreadings={"a": "inverted base"})
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
    assert (result.share, result.feedback, result.misreading) == (1, "yes, b", "")


def test_a_wrong_option_gets_nothing_and_names_the_misreading() -> None:
    result = score(SINGLE, SINGLE_KEY, "a")
    assert (result.share, result.feedback, result.misreading) == (0, "not a", "inverted base")


@pytest.mark.parametrize("typed", ["20", "20.5", "19.5", "20 points"])
def test_a_number_within_the_tolerance_is_right(typed: str) -> None:
    assert score(NUMBER, NUMBER_KEY, typed).share == 1


@pytest.mark.parametrize(("typed", "misreading"), [("36", "per cent for points"), ("-20", ""), ("0", ""), ("20.6", "")])
def test_a_number_outside_it_is_wrong_and_a_known_misreading_is_named(typed: str, misreading: str) -> None:
    result = score(NUMBER, NUMBER_KEY, typed)
    assert (result.share, result.misreading) == (0, misreading)


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
