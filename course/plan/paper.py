"""The action plan as a document to take to a meeting."""

from collections.abc import Iterator
from datetime import date

from course.plan.content import EACH, LOOK_BACK, Words
from course.plan.document import Block, Bullets, Document, Heading, Table, Text
from course.plan.gathered import Gathered
from course.plan.plan import Plan, missing, said


def paper(words: Words, plan: Plan, gathered: Gathered, author: str, today: date) -> Document:
    """The whole plan, then what is still open in it, then what it builds on. ``author`` is "" where nobody is named."""
    return Document(
        title=words.document.title, author=author, blocks=tuple(_blocks(words, plan, gathered, author, today))
    )


def _blocks(words: Words, plan: Plan, gathered: Gathered, author: str, today: date) -> Iterator[Block]:
    says = words.document
    if author:
        yield Text(says.author.format(name=author))
    yield Text(says.made.format(date=said(today)))
    yield Heading(2, words.priorities.title)
    fields = words.priorities.fields
    if len(plan.priorities) > 1:
        names = ("what", "first", "who", "when")
        yield Table(
            says.glance,
            tuple(fields[name].short for name in names),
            tuple(tuple(getattr(one, name) or says.empty for name in names) for one in plan.priorities),
        )
    for number, one in enumerate(plan.priorities, 1):
        yield Heading(3, words.priorities.legend.format(number=number))
        for name in EACH:
            yield Text(getattr(one, name) or says.empty, fields[name].short)
    yield Heading(2, words.ask.short)
    yield Text(plan.ask or says.empty)
    yield from _look_back(words, plan)
    if asks := missing(words.asks, plan):
        yield Heading(2, says.open)
        yield Bullets(tuple(ask.says for ask in asks))
    if gathered.kept:
        yield Heading(2, says.kept, new_page=True)
    for place in gathered.kept:
        yield Heading(3, place.title)
        for item in place.items:
            yield Heading(4, item.title)
            yield from item.blocks
    yield Text(says.end)


def _look_back(words: Words, plan: Plan) -> Iterator[Block]:
    says, fields = words.document, words.look_back.fields
    yield Heading(2, words.look_back.title)
    yield Text(said(plan.start) if plan.start else says.empty, fields["start"].short)
    yield Text(said(plan.review) if plan.review else says.empty, fields["review"].short)
    later = says.to_fill_in.format(date=said(plan.review)) if plan.review else says.empty
    for name in LOOK_BACK:
        yield Text(getattr(plan, name) or later, fields[name].short)
