"""Markdown in exercises as HTML. HTML in it is shown as it is typed."""

import mistune

_render = mistune.create_markdown(escape=True, plugins=["table"])


def block(text: str) -> str:
    """Paragraphs, lists and tables."""
    return str(_render(text))


def inline(text: str) -> str:
    """One paragraph without its paragraph tag, for a legend or a label."""
    return block(text).strip().removeprefix("<p>").removesuffix("</p>")
