"""The glossary: a page explains each term, definitions are short, and no page has too many marks."""

import re
from pathlib import Path

import pytest
from texts import NOTEBOOKS, prose, sentences

from course import paths
from course.glossary import LONGEST, Term, length, read

TERMS = read()
MOST_MARKS = 16
every_term = pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term)


def page(term: Term) -> Path:
    return paths.NOTEBOOKS / f"{term.where}.ipynb"


def says(text: str, term: Term) -> bool:
    """Whether a text has the term, as a whole word, in any of its forms."""
    forms = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in term.written)
    return bool(re.search(rf"(?<![\w-])(?:{forms})(?![\w-])", text, re.IGNORECASE))


def running(path: Path) -> str:
    """The text of a page without headings, links and bold."""
    text = re.sub(r"^#.*$", "", prose(path), flags=re.MULTILINE)
    return re.sub(r"\[[^\]]*\]\([^)]*\)", "", text).replace("*", "")


@every_term
def test_the_page_that_explains_a_term_says_it_under_the_heading_that_is_named(term: Term) -> None:
    parts = re.split(r"^#+ +(.*?) *$", prose(page(term)), flags=re.MULTILINE)
    below = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert term.section in below
    assert says(f"{term.section}\n{below[term.section]}".replace("*", ""), term)


@every_term
def test_a_definition_is_one_to_three_whole_sentences(term: Term) -> None:
    said = sentences(term.says)
    assert 1 <= len(said) <= 3
    assert length(term) <= LONGEST
    assert all(re.match(r'["“]?[A-Z0-9]', sentence) and sentence.endswith((".", "?")) for sentence in said)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_page_has_few_enough_marks_for_the_tab_key(path: Path) -> None:
    name = f"{path.parent.name}/{path.stem}"
    marked = [term.term for term in TERMS if term.mark and term.where != name and says(running(path), term)]
    assert len(marked) <= MOST_MARKS, marked


def test_names_of_2017_and_2018_that_are_gone_say_their_time() -> None:
    for name in (
        "key lines of enquiry",
        "sustainability and transformation partnership",
        "clinical commissioning group",
    ):
        (term,) = (each for each in TERMS if each.term == name)
        assert "2017-18" in term.says
