"""A whole analysis on one page, as data: the page draws it, and so does the file that a learner takes away."""

import msgspec

from course.impacts.analysis import Gap, gaps
from course.impacts.content import EACH, Affected, Analysis, Step, Words


class Line(msgspec.Struct, frozen=True):
    """An answer, and what it is an answer to."""

    label: str
    text: str


class Table(msgspec.Struct, frozen=True):
    """Rows of a heading and of cells, which are lists of texts."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, list[str], list[str], list[str]], ...]


class Block(msgspec.Struct, frozen=True):
    """A heading with a table below it, lines, or both."""

    title: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None


class Sheet(msgspec.Struct, frozen=True):
    """The analysis, and the questions that are open, each with its step."""

    title: str
    blocks: tuple[Block, ...]
    open: tuple[Gap, ...]


def sheet(words: Words, analysis: Analysis) -> Sheet:
    """The analysis on one page. What is missing stands there as missing."""
    empty = words.sheet.empty

    def line(name: str, text: str) -> Line:
        return Line(words.field(name).short, text or empty)

    decided = _of(words.decisions, analysis.decision)
    rows = tuple(_row(words, one) for one in analysis.affected)
    blocks = (
        _block(words, "change", line("what", analysis.what), line("why", analysis.why), line("when", analysis.when)),
        msgspec.structs.replace(
            _block(words, "groups", line("others", analysis.others)),
            table=Table(words.sheet.groups, words.sheet.columns, rows) if rows else None,
        ),
        _block(words, "decision", line("decision", decided), line("reasons", analysis.reasons)),
        _block(words, "review", line("date", analysis.date), line("measure", analysis.measure)),
    )
    return Sheet(words.sheet.title, blocks, tuple(gaps(words, analysis)))


def _block(words: Words, step: Step, *lines: Line) -> Block:
    return Block(words.steps[step].title, lines)


def _row(words: Words, one: Affected) -> tuple[str, list[str], list[str], list[str]]:
    title = words.group_title(one.group)
    head = f"{title}: {one.who}" if one.who and not words.is_own(one.group) else one.who or title
    known = [(words.field(name).short, getattr(one, name)) for name in EACH["evidence"]]
    does = [
        ("", _of(words.impacts, one.impact)),
        ("", one.how),
        (words.field("principles").short, ", ".join(_of(words.principles, name) for name in one.principles)),
    ]
    done = [("", one.step), (words.field("owner").short, one.owner), (words.field("by").short, one.by)]
    return head, _cell(words, known), _cell(words, does), _cell(words, done)


def _cell(words: Words, parts: list[tuple[str, str]]) -> list[str]:
    """What there is of it, each behind its name."""
    return [f"{name}: {text}" if name else text for name, text in parts if text] or [words.sheet.empty]


def _of(names: msgspec.Struct, choice: str) -> str:
    """The words for a choice, or "" if none is made."""
    return str(getattr(names, choice.replace("-", "_"))) if choice else ""
