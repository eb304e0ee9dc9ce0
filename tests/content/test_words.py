"""Plain British English: short sentences, no American spellings, no quotations, simulated data called simulated."""

import re
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from texts import (
    ASSESSMENTS,
    BUDGETS,
    CASES,
    CHARTS,
    ESTIMATES,
    EXERCISES,
    EXPLORERS,
    NOTEBOOKS,
    STORIES,
    WRITTEN,
    feedback,
    key_of,
    learner_texts,
    notebook,
    prose,
    read_one,
    rubric,
    sentences,
    told,
    words,
)

from course import content, paths
from course.impacts.analysis import gaps
from course.impacts.content import read as read_impact

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
AMERICAN = re.compile(
    r"\b(\w+[^aeiou\W](?:yz|iz)(?:e|ed|es|ing|ation)|behavior\w*|color\w*|favor\w*|honor\w*|labor|neighbor\w*|center\w*"
    r"|program|percent|counselor|fulfill|skillful|judgment|license[ds]?|gotten|learned|toward)\b",
    re.IGNORECASE,
)
NOT_AMERICAN = {"size", "sizes", "sized", "prize", "prizes"}
LONGEST_SENTENCE = 36
LONGEST_MEAN = 15


def american(text: str) -> list[str]:
    return [word for word in AMERICAN.findall(text) if word.lower() not in NOT_AMERICAN]


def leaves(value: Any) -> list[str]:
    """Every text in a YAML file, but for the names of its fields."""
    if isinstance(value, dict | list):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in leaves(one)]
    return [str(value)]


def syllables(word: str) -> int:
    """A rough count that serves for reading ages: groups of vowels, less a silent e at the end."""
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(1, groups - (word.endswith("e") and not word.endswith("le") and groups > 1))


def reading_age(text: str) -> float:
    """Flesch-Kincaid school grade, plus five years."""
    said = sentences(text)
    spoken = [word for sentence in said for word in words(sentence) if not word.isdigit()]
    return 0.39 * len(spoken) / len(said) + 11.8 * mean(map(syllables, spoken)) - 15.59 + 5


@every_notebook
def test_a_page_reads_at_fourteen_or_younger(path: Path) -> None:
    assert reading_age(prose(path)) <= 14


@every_notebook
def test_sentences_of_a_page_are_short(path: Path) -> None:
    said = [(len(words(sentence)), sentence) for sentence in sentences(prose(path))]
    assert max(said)[0] <= LONGEST_SENTENCE, max(said)
    assert mean(length for length, _ in said) <= LONGEST_MEAN


@pytest.mark.parametrize(
    "path",
    [
        *ESTIMATES,
        *ASSESSMENTS,
        *CASES,
        paths.FACTORS,
        paths.IMPACT,
        paths.COURSE,
        paths.GLOSSARY,
        paths.SKILLS,
        paths.ACTION_PLAN,
    ],
    ids=lambda path: path.stem,
)
def test_what_widgets_say_is_in_plain_words(path: Path) -> None:
    texts = [text for text in leaves(read_one(path)) if text.endswith((".", "?"))]
    assert texts
    assert all(len(words(sentence)) <= LONGEST_SENTENCE for text in texts for sentence in sentences(text))
    assert reading_age("\n\n".join(texts)) <= 14


def test_an_estimate_says_that_it_shows_no_cause_and_starts_its_savings_at_zero() -> None:
    for path in ESTIMATES:
        assert "does not show that equality work causes" in read_one(path)["note"]
        assert "start at zero" in str(read_one(path)["groups"])


@pytest.mark.parametrize("name", STORIES)
def test_a_scenario_is_in_plain_words(name: str) -> None:
    found = told(STORIES[name])
    assert (
        reading_age("\n\n".join(text for texts in found.values() for text in texts if text.rstrip()[-1:] in ".?!"))
        <= 14
    )
    said = [
        (len(words(one)), one) for kind in found.keys() - {"source"} for text in found[kind] for one in sentences(text)
    ]
    assert max(said)[0] <= LONGEST_SENTENCE, max(said)
    assert mean(length for length, _ in said) <= LONGEST_MEAN
    for text in found["feedback"]:
        assert not re.match(r"(wrong|incorrect|no[,.!])", text, re.IGNORECASE), text
    for texts in found.values():
        for text in texts:
            assert all(len(words(quoted)) <= 8 for quoted in re.findall(r'["“]([^"”]*)["”]', text)), text


@pytest.mark.parametrize("path", BUDGETS, ids=lambda path: path.stem)
def test_a_budget_is_in_plain_words(path: Path) -> None:
    texts = [re.sub(r"\{[^}]*\}", "0", text) for text in leaves(read_one(path))]
    running = [text for text in texts if text.endswith((".", "?"))]
    said = [(len(words(sentence)), sentence) for text in running for sentence in sentences(text)]
    assert max(said)[0] <= LONGEST_SENTENCE, max(said)
    assert mean(length for length, _ in said) <= LONGEST_MEAN
    assert reading_age("\n\n".join(running)) <= 14
    assert re.findall(r'["“”]', " ".join(texts)) == []


def test_a_budget_says_that_it_is_simulated_and_what_its_model_leaves_out() -> None:
    found = read_one(paths.BUDGET_WORDS)
    assert "Simulated for teaching" in found["intro"]
    assert "every number here are invented" in found["intro"]
    assert "There is no score for the whole plan" in str(found["model"])
    assert len(found["leaves_out"]) >= 5
    for path in BUDGETS[1:]:
        assert "made-up" in read_one(path)["about"]


def test_an_impact_analysis_keeps_to_the_law_and_its_example_is_finished_honest_and_invented() -> None:
    impact = read_impact()
    assert "Learning, not legal advice." in impact.duty
    assert "Section 149 of the Equality Act 2010" in impact.duty
    assert "take advice" in impact.duty
    services, other, staff, _ = (list(section.groups) for section in impact.groups)
    assert (len(services), len(staff)) == (8, 9)
    assert {name.removeprefix("staff-") for name in staff} == {*services, "marriage"}
    assert {"income", "caring", "digital", "rural", "immigration"} <= {*other}
    assert "Invented for teaching" in impact.example.note
    assert "every number" in impact.example.note
    analysis = impact.example.analysis
    assert gaps(impact, analysis) == []
    assert {one.impact for one in analysis.affected} == {"better", "worse", "same", "unknown"}
    assert all(one.data and one.said and one.unknown and one.how for one in analysis.affected)
    assert any(one.group.startswith("staff-") for one in analysis.affected)


def test_duties_of_a_budget_cite_the_law_or_say_take_advice() -> None:
    for path in BUDGETS[1:]:
        for says in read_one(path)["duties"].values():
            assert re.search(r"\bsections? \d|Regulation \d|Take advice\.", says), says


@every_exercise
def test_feedback_is_two_to_five_short_sentences(exercise: content.Exercise) -> None:
    for text in feedback(key_of(exercise)):
        said = sentences(text)
        assert 2 <= len(said) <= 5, text
        assert max(len(words(sentence)) for sentence in said) <= LONGEST_SENTENCE, text
        assert not re.match(r"(wrong|incorrect|no[,.!])", text, re.IGNORECASE)


@every_exercise
def test_a_line_of_a_rubric_is_short(exercise: content.Exercise) -> None:
    for line in rubric(key_of(exercise)):
        assert all(len(words(sentence)) <= LONGEST_SENTENCE for sentence in sentences(line)), line


@every_exercise
def test_a_prompt_is_short(exercise: content.Exercise) -> None:
    assert len(words(exercise.prompt)) <= 25


def test_spelling_is_british() -> None:
    texts = [prose(path) for path in NOTEBOOKS]
    texts += [
        text
        for exercise in EXERCISES
        for text in [*learner_texts(exercise), *feedback(key_of(exercise)), *rubric(key_of(exercise))]
    ]
    texts += [str(read_one(path)["title"]) + str(read_one(path).get("caption", "")) for path in [*CHARTS, *EXPLORERS]]
    texts += [text for path in WRITTEN if path not in EXPLORERS for text in leaves(read_one(path))]
    texts.append((paths.DATA / "dictionary.md").read_text(encoding="utf-8").replace("`percent`", ""))
    assert [word for text in texts for word in american(text)] == []
    assert american("We organize a program at the center") == ["organize", "program", "center"]


@every_notebook
def test_a_page_quotes_nobody(path: Path) -> None:
    assert "\n>" not in prose(path)
    assert all(len(words(quoted)) <= 8 for quoted in re.findall(r'["“]([^"”]*)["”]', prose(path)))


@pytest.mark.parametrize("path", [*CASES, paths.FACTORS], ids=lambda path: path.stem)
def test_a_case_study_and_the_success_factors_quote_nobody(path: Path) -> None:
    said = "\n".join(leaves(read_one(path)))
    assert all(len(words(quoted)) <= 8 for quoted in re.findall(r'["“]([^"”]*)["”]', said))


DATED = re.compile(
    r"\b(the (?:disabled|elderly|deaf|blind|mentally ill)(?=[.,;:]| and| or| are| who)|handicapped|homosexuals?"
    r"|transgendered|wheelchair[- ]bound|sufferers?|service users?|learning difficulties)\b",
    re.IGNORECASE,
)


def test_people_are_called_what_they_call_themselves() -> None:
    texts = [prose(path) for path in NOTEBOOKS]
    texts += [text for exercise in EXERCISES for text in [*learner_texts(exercise), *feedback(key_of(exercise))]]
    texts += [text for path in WRITTEN for text in leaves(read_one(path))]
    assert [found for text in texts for found in DATED.findall(text)] == []
    assert DATED.findall("a service user, the elderly and the Deaf charity") == ["service user", "the elderly"]


@pytest.mark.parametrize("path", [*CASES, paths.FACTORS], ids=lambda path: path.stem)
def test_a_word_of_its_time_stands_in_a_case_study_only_as_the_word_of_the_source(path: Path) -> None:
    said = re.sub(r"\(the (?:re)?source says [^)]*\)", "", "\n".join(leaves(read_one(path))))
    assert re.findall(r"\bBA?ME\b", said) == []


@every_notebook
def test_words_before_a_simulated_chart_say_simulated_for_teaching(path: Path) -> None:
    simulated = [chart.stem for chart in CHARTS if {"data", "sums"} & read_one(chart).keys()]
    assert simulated
    last = ""
    for cell in notebook(path).cells:
        if cell.cell_type == "markdown":
            last = cell.source
        elif any(f'chart("{name}")' == cell.source for name in simulated):
            assert "simulated for teaching" in last


@every_notebook
def test_every_passage_about_the_made_up_worlds_is_labelled(path: Path) -> None:
    for cell in notebook(path).cells:
        if cell.cell_type == "markdown" and re.search(r"\b(shuffled|made-up world|second world)", cell.source):
            assert "simulated for teaching" in cell.source, cell.id


@every_exercise
def test_an_exercise_on_simulated_data_says_simulated(exercise: content.Exercise) -> None:
    if "simulated" in exercise.source:
        assert "simulated" in exercise.context.lower()


@pytest.mark.parametrize("path", EXPLORERS, ids=lambda path: path.stem)
def test_words_of_an_explorer_are_short_and_british(path: Path) -> None:
    for text in leaves(read_one(path)):
        plain = re.sub(r"\{[^}]*\}", "0", text)
        assert american(plain) == []
        assert all(len(words(sentence)) <= LONGEST_SENTENCE for sentence in sentences(plain)), text
