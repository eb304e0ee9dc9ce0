"""The two skills checks are alike, fair, and copies of nothing else in the course."""

from collections import Counter

import pytest
from texts import EXERCISES, choices, sentences, words

from course.skill_questions import SKILLS as HOW_MANY
from course.skill_questions import WHEN, Question, Skill, skills_content

SKILLS = skills_content().skills
every_skill = pytest.mark.parametrize("skill", SKILLS.values(), ids=list(SKILLS))


def size(asked: Question) -> int:
    return len(" ".join((asked.context, asked.prompt, *asked.options.values())))


def test_there_are_six_skills() -> None:
    assert len(SKILLS) == HOW_MANY == 6


@every_skill
def test_the_two_questions_on_a_skill_are_alike_but_for_the_case(skill: Skill) -> None:
    before, after = skill.before, skill.after
    assert before.prompt == after.prompt
    assert sorted(before.key.misreadings.values()) == sorted(after.key.misreadings.values())
    assert abs(size(before) - size(after)) <= 0.15 * size(before)
    assert before.context != after.context
    assert before.key.right != after.key.right


@every_skill
def test_every_question_is_fair_and_its_feedback_teaches(skill: Skill) -> None:
    for asked in (skill.before, skill.after):
        assert list(asked.options) == ["a", "b", "c", "d"]
        lengths = {name: len(text) for name, text in asked.options.items()}
        assert lengths[asked.key.right] < max(lengths.values())
        assert set(asked.key.feedback) == set(asked.options)
        assert set(asked.key.misreadings) == set(asked.options) - {asked.key.right}
        assert asked.context.startswith("Invented for this question")
        assert len(words(asked.prompt)) <= 25
        for text in asked.key.feedback.values():
            assert 2 <= len(sentences(text)) <= 5, text
            assert max(len(words(sentence)) for sentence in sentences(text)) <= 36, text
            assert not text.startswith(("Wrong", "No,", "No."))


def test_right_options_are_spread_evenly_over_the_letters() -> None:
    letters = Counter(skill.question(when).key.right for skill in SKILLS.values() for when in WHEN)
    assert letters == {"a": 3, "b": 3, "c": 3, "d": 3}


def test_no_question_is_one_of_the_course_in_the_same_words() -> None:
    taken = {text for exercise in EXERCISES for text in (exercise.context.strip(), *choices(exercise))}
    for skill in SKILLS.values():
        for asked in (skill.before, skill.after):
            assert taken.isdisjoint((asked.context.strip(), *asked.options.values()))


def test_it_says_that_it_is_optional_and_marked_by_nobody() -> None:
    forms = skills_content().forms
    for form in (forms.before, forms.after):
        assert "optional" in form.intro
        assert "Nobody marks it, and nothing depends on it." in form.intro
    assert "off unless you tick it" in skills_content().share_help
