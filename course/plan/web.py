"""A document as one HTML file, which any browser opens and prints."""

from collections.abc import Iterator
from html import escape

from course import paths
from course.plan.document import Block, Bullets, Document, Heading, Table, Text, clean


def page(document: Document) -> bytes:
    """The file. What a learner typed stands in it as text, never as HTML."""
    style = (paths.STYLES / "document.css").read_text(encoding="utf-8")
    title = _text(document.title)
    author = f'<meta name="author" content="{_text(document.author)}">\n' if document.author else ""
    body = "\n".join(_block(block) for block in document.blocks)
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n{author}'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def _block(block: Block) -> str:
    match block:
        case Heading():
            page = ' class="new-page"' if block.new_page else ""
            return f'<h{block.level}{page} dir="auto">{_text(block.text)}</h{block.level}>'
        case Text():
            return f'<p dir="auto">{_label(block.label)}{_text(block.text)}</p>'
        case Bullets():
            label = f"<p>{_label(block.label)}</p>\n" if block.label else ""
            return f"{label}{_list(block.items)}"
        case Table():
            return "\n".join(_table(block))


def _table(table: Table) -> Iterator[str]:
    yield f"<table>\n<caption>{_text(table.caption)}</caption>"
    heads = "".join(f'<th scope="col">{_text(column)}</th>' for column in table.columns)
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    for first, *rest in table.rows:
        cells = "".join(
            f'<td dir="auto" data-column="{_text(column)}">{_cell(cell)}</td>'
            for column, cell in zip(table.columns[1:], rest, strict=True)
        )
        yield f'<tr><th scope="row" dir="auto">{_cell(first)}</th>{cells}</tr>'
    yield "</tbody>\n</table>"


def _cell(cell: str | tuple[str, ...]) -> str:
    return _text(cell) if isinstance(cell, str) else _list(cell)


def _list(items: tuple[str, ...]) -> str:
    lines = "".join(f'<li dir="auto">{_text(item)}</li>' for item in items)
    return f"<ul>{lines}</ul>"


def _label(label: str) -> str:
    return f"<strong>{_text(label)}:</strong> " if label else ""


def _text(text: str) -> str:
    return escape(clean(text))
