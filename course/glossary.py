"""The glossary: what the course's terms mean in plain words, and where each is explained."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from IPython.display import JSON

from course import paths
from course.content import read_yaml
from course.pages import page_title

LONGEST = 45
"""Words in a definition."""


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One term and its definition.

    ``short`` is its abbreviation, ``forms`` are the other ways in which pages write it. ``where`` is the page that
    explains it, as "part/page", and ``section`` the words of a heading there. Pages underline it unless ``mark`` is false.
    """

    term: str
    says: str
    where: str
    section: str = ""
    short: str = ""
    forms: tuple[str, ...] = ()
    mark: bool = True

    @property
    def written(self) -> tuple[str, ...]:
        """Every way in which pages write it."""
        return tuple(form for form in (self.term, self.short, *self.forms) if form)


def read(path: Path = paths.GLOSSARY) -> tuple[Term, ...]:
    """All terms, in the order of the alphabet. Raises ContentError."""
    terms: tuple[Term, ...] = read_yaml(path, tuple[Term, ...])
    return tuple(sorted(terms, key=lambda term: term.term.casefold()))


def written_twice(terms: tuple[Term, ...]) -> Iterator[str]:
    """What stands twice: in one term letter for letter, in two terms with or without capitals."""
    seen: dict[str, Term] = {}
    for term in terms:
        if len({*term.written}) < len(term.written):
            yield term.term
        for form in dict.fromkeys(" ".join(form.casefold().split()) for form in term.written):
            if form in seen:
                yield f"{form} of {term.term}"
            seen[form] = term


def length(term: Term) -> int:
    """The number of words of its definition."""
    return len(re.findall(r"\w[\w'-]*", term.says))


def for_the_page() -> JSON:
    """The terms as the JupyterLab extension asks the kernel for them. Raises ContentError."""
    return JSON([_shown(term) for term in read()])  # type: ignore[no-untyped-call]


def _shown(term: Term) -> dict[str, object]:
    shown = {name: getattr(term, name) for name in ("term", "short", "says", "section", "mark")}
    part, _, page = term.where.partition("/")
    path = (paths.NOTEBOOKS / part / f"{page}.ipynb").relative_to(paths.ROOT).as_posix()
    return shown | {"written": term.written, "path": path, "page": page_title(part, page)}
