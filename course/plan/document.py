"""A document as data, from which ``word.py`` and ``web.py`` make files."""

import re

import msgspec

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text without what no file of XML can hold (control characters, halves of characters), with one kind of new line."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class Heading(msgspec.Struct, frozen=True, tag=True):
    """A heading. The title of the document is its level 1. On paper it can begin a ``new_page``."""

    level: int
    text: str
    new_page: bool = False


class Text(msgspec.Struct, frozen=True, tag=True):
    """A paragraph, behind a ``label`` if it has one."""

    text: str
    label: str = ""


class Bullets(msgspec.Struct, frozen=True, tag=True):
    """A list, below a ``label`` if it has one."""

    items: tuple[str, ...]
    label: str = ""


Row = tuple[str | tuple[str, ...], ...]
"""The cells of a row: a text each, or a list of texts. The first one is the row's heading."""


class Table(msgspec.Struct, frozen=True, tag=True):
    """A table with a caption, a row of headings and a heading in each row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


Block = Heading | Text | Bullets | Table


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document: its title, whose it is ("" where nobody said), and all below the title."""

    title: str
    author: str = ""
    blocks: tuple[Block, ...]
