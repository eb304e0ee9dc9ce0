"""Rules for exercises that the reader of YAML does not check: fair options, feedback for each, keys that agree."""

from collections import Counter

import pytest
from texts import EXERCISES, key_of, learner_texts, words

from course import content, quantity, scoring

SINGLES = [exercise for exercise in EXERCISES if isinstance(exercise, content.Single)]
TEXTS = [exercise for exercise in EXERCISES if isinstance(exercise, content.Text)]
NUMBERS = [exercise for exercise in EXERCISES if isinstance(exercise, content.Number)]
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
every_single = pytest.mark.parametrize("exercise", SINGLES, ids=lambda exercise: exercise.id)
every_number = pytest.mark.parametrize("exercise", NUMBERS, ids=lambda exercise: exercise.id)


def single_key(exercise: content.Exercise) -> content.SingleKey:
    key = key_of(exercise)
    assert isinstance(key, content.SingleKey)
    return key


def number_key(exercise: content.Exercise) -> content.NumberKey:
    key = key_of(exercise)
    assert isinstance(key, content.NumberKey)
    return key


@every_exercise
def test_only_practice_carries_a_key_and_a_hint_on_the_learners_side(exercise: content.Exercise) -> None:
    assert (exercise.key is None) == exercise.graded
    assert bool(exercise.hint) != exercise.graded


@every_single
def test_every_option_has_feedback_and_every_wrong_one_a_named_misreading(exercise: content.Single) -> None:
    key = single_key(exercise)
    assert set(key.feedback) == set(exercise.options)
    assert set(key.misreadings) == set(exercise.options) - {key.right}
    assert all(key.misreadings.values())


@every_single
def test_the_longest_option_is_not_the_right_one(exercise: content.Single) -> None:
    right = len(exercise.options[single_key(exercise).right])
    assert right < max(map(len, exercise.options.values()))


def test_the_right_option_is_not_given_away_by_its_length() -> None:
    ranks = Counter(
        sorted(map(len, exercise.options.values())).index(len(exercise.options[single_key(exercise).right]))
        for exercise in SINGLES
    )
    assert max(ranks.values()) <= 0.7 * len(SINGLES), ranks


def test_right_options_are_spread_over_the_letters() -> None:
    letters = Counter(single_key(exercise).right for exercise in SINGLES)
    assert set(letters) == {"a", "b", "c", "d"}
    assert max(letters.values()) - min(letters.values()) <= 2, letters


@every_single
def test_no_option_refers_to_the_other_options(exercise: content.Single) -> None:
    for option in exercise.options.values():
        assert not any(phrase in option.lower() for phrase in ("of the above", "of these answers", "both a and"))


@pytest.mark.parametrize("exercise", TEXTS, ids=lambda exercise: exercise.id)
def test_a_rubric_adds_up_and_its_model_answer_keeps_to_what_is_asked(exercise: content.Text) -> None:
    key = key_of(exercise)
    assert isinstance(key, content.TextKey)
    assert sum(line.marks for line in key.rubric) == exercise.marks
    assert all(line.marks > 0 and line.says.strip() for line in key.rubric)
    assert scoring.problem(exercise, key.model) == ""
    assert exercise.words / 2 <= len(words(key.model)) <= exercise.words * 1.5


@every_number
def test_the_right_number_gets_the_marks_and_its_opposite_does_not(exercise: content.Number) -> None:
    key = number_key(exercise)
    assert scoring.score(exercise, key, f"{key.right:g}").share == 1
    assert scoring.score(exercise, key, f"{-key.right:g}").share == 0


@every_number
def test_every_known_misreading_can_be_typed_and_is_recognised(exercise: content.Number) -> None:
    key = number_key(exercise)
    assert key.near
    for near in key.near:
        typed = f"{near.value:g}"
        reading = quantity.read_number(typed, exercise.unit)
        assert reading.value is not None, f"{typed}: {reading.prompt}"
        result = scoring.score(exercise, key, typed)
        assert (result.share, result.misreading) == (0, near.misreading)


@every_number
def test_a_misreading_never_reaches_into_what_counts_as_right(exercise: content.Number) -> None:
    key = number_key(exercise)
    for near in key.near:
        assert abs(near.value - key.right) > near.tolerance + key.tolerance


@every_exercise
def test_invented_numbers_are_called_invented(exercise: content.Exercise) -> None:
    if exercise.source.startswith("Invented"):
        assert "nvented for this question" in exercise.context


def test_graded_exercises_do_not_repeat_practice() -> None:
    practice = {text for exercise in EXERCISES if not exercise.graded for text in learner_texts(exercise)}
    for exercise in EXERCISES:
        if exercise.graded:
            assert exercise.prompt not in practice
            if isinstance(exercise, content.Single):
                assert practice.isdisjoint(exercise.options.values())


def test_the_hospice_page_has_enough_of_both_and_not_too_many() -> None:
    page = [exercise.graded for exercise in EXERCISES if exercise.page == "hospices"]
    assert page.count(True) >= 8
    assert page.count(False) >= 8
    assert len(page) <= 21
