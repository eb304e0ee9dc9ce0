"""The terms of the glossary as pages get them."""

import pytest

from course import paths
from course.glossary import Term, for_the_page, length, read, written_twice


def term(name: str, *forms: str, short: str = "") -> Term:
    return Term(term=name, says="It means this.", where="one/page", short=short, forms=forms)


def test_terms_come_in_the_order_of_the_alphabet_whatever_their_capitals() -> None:
    names = [each.term.casefold() for each in read()]
    assert len(names) > 60
    assert names == sorted(names)


def test_a_page_gets_every_term_with_its_forms_and_the_title_and_file_of_the_page_that_explains_it() -> None:
    shown = for_the_page().data
    assert [each["term"] for each in shown] == [each.term for each in read()]
    assert all((paths.ROOT / each["path"]).is_file() for each in shown)
    (wres,) = (each for each in shown if each["short"] == "WRES")
    assert {"Workforce Race Equality Standard", "WRES"} <= {*wres["written"]}
    assert wres["page"] == "Improve staff equality"


@pytest.mark.parametrize(
    ("terms", "twice"),
    [
        ((term("odds", "Odds"), term("ratio")), []),
        ((term("odds", "odds"),), ["odds"]),
        ((term("odds"), term("ratio", "Odds")), ["odds of ratio"]),
        ((term("racial  equality"), term("standard", short="Racial Equality")), ["racial equality of standard"]),
    ],
)
def test_what_is_written_twice_is_named(terms: tuple[Term, ...], twice: list[str]) -> None:
    assert list(written_twice(terms)) == twice


def test_a_word_with_a_hyphen_or_an_apostrophe_is_one_word() -> None:
    assert length(Term(term="x", says="A person's self-assessment, in 2017-18.", where="one/page")) == 5
