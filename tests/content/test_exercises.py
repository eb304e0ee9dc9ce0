"""Rules for exercises that the reader of YAML does not check: fair options, feedback for each, keys that agree."""

from collections import Counter

import pytest
from texts import EXERCISES, QUESTIONS, choices, key_of, learner_texts, right_options, words

from course import content, quantity, scoring

SINGLES = [exercise for exercise in EXERCISES if isinstance(exercise, content.Single)]
TEXTS = [exercise for exercise in EXERCISES if isinstance(exercise, content.Text)]
NUMBERS = [exercise for exercise in EXERCISES if isinstance(exercise, content.Number)]
MULTIS = [exercise for exercise in EXERCISES if isinstance(exercise, content.Multi)]
ORDERS = [exercise for exercise in EXERCISES if isinstance(exercise, content.Order)]
MATCHES = [exercise for exercise in EXERCISES if isinstance(exercise, content.Match)]
every_choice = pytest.mark.parametrize("exercise", [*SINGLES, *MULTIS], ids=lambda exercise: exercise.id)
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
    practice = not exercise.graded and not isinstance(exercise, content.Reflection)
    assert (exercise.key is not None) == practice
    assert bool(exercise.hint) == practice


@every_single
def test_every_option_has_feedback_and_every_wrong_one_a_named_misreading(exercise: content.Single) -> None:
    key = single_key(exercise)
    assert set(key.feedback) == set(exercise.options)
    assert set(key.misreadings) == set(exercise.options) - {key.right}
    assert all(key.misreadings.values())


@every_choice
def test_the_longest_option_is_not_a_right_one(exercise: content.Single | content.Multi) -> None:
    assert max(map(len, right_options(exercise))) < max(map(len, exercise.options.values()))


@pytest.mark.parametrize("exercise", MULTIS, ids=lambda exercise: exercise.id)
def test_a_choice_of_all_that_apply_has_right_and_wrong_options_and_an_error_for_each(exercise: content.Multi) -> None:
    key = key_of(exercise)
    assert isinstance(key, content.MultiKey)
    assert 0 < len(set(key.right)) == len(key.right) < len(exercise.options)
    assert set(key.right) < set(exercise.options)
    assert set(key.feedback) == set(key.misreadings) == set(exercise.options)
    assert all(key.misreadings.values())
    assert "all that apply" not in exercise.prompt.lower()  # the page says so below every such prompt


@pytest.mark.parametrize("exercise", ORDERS, ids=lambda exercise: exercise.id)
def test_items_to_order_are_few_and_not_given_in_their_order(exercise: content.Order) -> None:
    key = key_of(exercise)
    assert isinstance(key, content.OrderKey)
    assert 3 <= len(exercise.items) <= 6
    assert sorted(key.right) == sorted(exercise.items)
    assert scoring.score(exercise, key, " ".join(exercise.items)).share < 0.5
    assert set(key.feedback) == set(key.misreadings) == set(exercise.items)
    assert all(key.misreadings.values())


@pytest.mark.parametrize("exercise", MATCHES, ids=lambda exercise: exercise.id)
def test_rows_to_match_have_short_options_and_no_option_fits_half_of_many_rows(exercise: content.Match) -> None:
    key = key_of(exercise)
    assert isinstance(key, content.MatchKey)
    assert set(key.right) == set(key.feedback) == set(key.misreadings) == set(exercise.rows)
    assert all(key.misreadings.values())
    assert set(key.right.values()) <= set(exercise.options)
    assert max(Counter(key.right.values()).values()) <= (len(exercise.rows) + 1) // 2
    assert max(map(len, exercise.options.values())) <= 45


@pytest.mark.parametrize("exercise", MATCHES, ids=lambda exercise: exercise.id)
def test_the_right_matches_do_not_run_straight_down_the_options(exercise: content.Match) -> None:
    key = key_of(exercise)
    assert isinstance(key, content.MatchKey)
    options = list(exercise.options)
    assert [options.index(key.right[row]) for row in exercise.rows][:4] != [0, 1, 2, 3]


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


@every_exercise
def test_no_option_refers_to_the_other_options(exercise: content.Exercise) -> None:
    for option in choices(exercise):
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
        assert (result.share, result.misreadings) == (0, (near.misreading,))


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
            assert practice.isdisjoint(choices(exercise))


@pytest.mark.parametrize("page", sorted({exercise.page for exercise in EXERCISES}))
def test_a_page_has_at_most_21_questions(page: str) -> None:
    assert sum(exercise.page == page for exercise in QUESTIONS) <= 21


@pytest.mark.parametrize("page", ["inpatient-survey", "hospices", "reading-claims"])
def test_a_page_of_the_evidence_has_enough_of_both(page: str) -> None:
    graded = [exercise.graded for exercise in QUESTIONS if exercise.page == page]
    assert graded.count(True) >= 6
    assert graded.count(False) >= 7


def test_the_part_about_evidence_has_every_kind_among_its_marked_questions() -> None:
    part = content.parts()["2-evidence"]
    assert len(part.graded) >= 20
    assert len(part.exercises) - len(part.graded) >= 20
    kinds = Counter(type(exercise) for exercise in part.graded)
    assert set(kinds) == {content.Single, content.Multi, content.Number, content.Order, content.Match, content.Text}
    assert kinds[content.Text] == 3
