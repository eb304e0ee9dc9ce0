"""``action_plan``: what a learner kept for it, and the plan itself, saved as it is typed."""

from base64 import b64encode
from datetime import datetime
from functools import cache
from typing import Any, Literal

import msgspec

from course.plan import web
from course.plan.content import EACH, FEW_WORDS, LOOK_BACK, MOST, Words, read
from course.plan.document import Document
from course.plan.gathered import gather, ticks
from course.plan.paper import paper
from course.plan.plan import FIELDS, IDS, ORDER, missing, plan_of, said
from course.widget import WorkWidget, front_end
from course.work import Entry, Work, WorkError, action_name, store

LONGEST_NAME = 100


def action_plan() -> "PlanWidget":
    """The action plan. Asked twice, it is the same widget. Raises ContentError if its words cannot be read."""
    widget = _widget()
    widget.refresh()
    return widget


@cache
def _widget() -> "PlanWidget":
    return PlanWidget(read())


class PlanWidget(WorkWidget):
    """What was kept, up to three priorities, a look-back, and all of it as a file.

    Each box is an entry, named by its field: "ask", or "p1/what". What the page sends together is saved together.
    """

    _esm = front_end("saving", "boxes", "pictures", "document", "action-plan")

    def __init__(self, words: Words) -> None:
        self._words = words
        self._prefix = action_name("")
        self._ticks = ticks(words)
        super().__init__(fixed=self._fixed())

    def receive(self, message: dict[str, Any]) -> None:
        """Save what is typed and ticked, make a file, or show what stands on disk now. Raises KeyError for another entry."""
        if message["type"] == "refresh":
            self.refresh()
            return
        if message["type"] == "file":
            self._make_file(message)
            return
        given = {one["name"]: one for one in message["entries"]}
        for name in given:
            if name not in self._ticks and not self._is_field(name):
                raise KeyError(f"{name!r} is no entry of an action plan.")
        self.save_all(given)

    def _is_field(self, name: str) -> bool:
        return name.startswith(self._prefix) and name.removeprefix(self._prefix) in FIELDS

    def _make_file(self, message: dict[str, Any]) -> None:
        try:
            work = store().read()
        except WorkError as error:
            self.refresh(request=message["request"], error=str(error))
            return
        today = datetime.fromisoformat(message["at"])
        document = paper(
            self._words, plan_of(work), gather(self._words, work), short_name(message["name"]), today.date()
        )
        self.refresh(request=message["request"], file=as_file(document, message["as"], today))
        self.refresh()  # The file goes to the page and stays nowhere.

    def _fixed(self) -> dict[str, Any]:
        words = self._words
        fields = {**words.priorities.fields, **words.look_back.fields, "ask": words.ask}
        shown = ("title", "intro", "private", "kept", "could", "none", "ask_title", "open", "nothing_open", "file")
        return {
            "id": "action-plan",
            "prefix": self._prefix,
            "order": ORDER,
            "ids": IDS,
            "most": MOST,
            "each": EACH,
            "look_back": LOOK_BACK,
            "ticks": sorted(self._ticks),
            "fields": {
                name: {"label": field.label, "help": field.help, "short": name in FEW_WORDS}
                for name, field in fields.items()
            },
            "words": {
                **{name: msgspec.to_builtins(getattr(words, name)) for name in (*shown, "name", "name_help")},
                "priorities": msgspec.to_builtins(words.priorities),
                "look_back": msgspec.to_builtins(words.look_back),
            },
            "longest_name": LONGEST_NAME,
        }

    def _view(self, work: Work) -> dict[str, Any]:
        known = {name: work.entries.get(name, Entry(0)) for name in self._ticks if name in work.entries}
        plan = plan_of(work)
        day = plan.suggested
        return {
            "work_id": work.work_id,
            "entries": {
                name.removeprefix(self._prefix): msgspec.to_builtins(one)
                for name, one in work.entries.items()
                if self._is_field(name)
            },
            "ticks": msgspec.to_builtins(known),
            "gathered": msgspec.to_builtins(gather(self._words, work)),
            "asks": msgspec.to_builtins(missing(self._words.asks, plan)),
            "suggested": {"value": day.isoformat(), "says": self._words.look_back.suggested.format(date=said(day))}
            if day and day != plan.review
            else None,
        }


def short_name(typed: str) -> str:
    """A name for a file, as it was typed, on one line and not endless."""
    return " ".join(typed.split())[:LONGEST_NAME]


def as_file(document: Document, form: Literal["docx", "html"], made: datetime) -> dict[str, str]:
    """The document as the page can take it: its bytes in base64, and their type. Raises ValueError for another form."""
    if form == "html":
        return {"type": "text/html", "base64": b64encode(web.page(document)).decode()}
    if form != "docx":
        raise ValueError(f"A document is made as docx or as html, not as {form!r}.")
    from course.plan import word  # python-docx takes a third of a second, and few pages make a file.

    type_ = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"type": type_, "base64": b64encode(word.file(document, made)).decode()}
