"""``my_way``: the course map, in the order that suits the learner, with how far they have come."""

from functools import cache
from typing import Any

import msgspec

from course import markdown
from course.content import parts
from course.pages import page_title
from course.ways.outline import SHORT, Outline, outline
from course.ways.progress import Progress, progress
from course.ways.way import EVERYTHING, Way, arranged, in_words, minutes, suggested
from course.widget import WorkWidget, front_end
from course.work import Entry, Work, done_name, way_name


def my_way() -> "WayWidget":
    """The course map. Asked twice, it is the same widget. Raises ContentError if the list of pages cannot be read."""
    widget = _widget()
    widget.refresh()
    return widget


@cache
def _widget() -> "WayWidget":
    return WayWidget(outline())


class WayWidget(WorkWidget):
    """Who the learner is, the pages on their way, and a tick for each that is done.

    The entry "order" is there only if the learner changed the way; ``course.ways.way.arranged`` says how to read it.
    """

    _esm = front_end("saving", "my-way")

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._ticks = {name: done_name(*name.split("/")) for name in outline.pages}
        self._chosen = {what: way_name(what) for what in ("audience", "marked", "order")}
        super().__init__(fixed=self._fixed())
        self.state = self._view(Work())  # a map is there also where the work cannot be read

    def receive(self, message: dict[str, Any]) -> None:
        """Save what was chosen, moved or ticked, or look at the file again. Raises KeyError for another entry."""
        if message["type"] == "refresh":
            self.refresh()
            return
        given = {one["name"]: one for one in message["entries"]}
        if strange := given.keys() - {*self._ticks.values(), *self._chosen.values()}:
            raise KeyError(f"{', '.join(sorted(strange))} is no entry of the way through the course.")
        self.save_all(given)

    def _fixed(self) -> dict[str, Any]:
        of = self._outline
        return {
            "intro": of.intro,
            "chosen": self._chosen,
            "audiences": {
                **{name: one.title for name, one in of.audiences.items()},
                EVERYTHING: "Show me everything in order",
            },
            "pages": {
                name: {
                    "title": page_title(*name.split("/")),
                    "part": _part_label(name.split("/")[0]),
                    "takes": in_words(page.minutes),
                    "do": markdown.inline(page.do),
                    "tick": self._ticks[name],
                }
                for name, page in of.pages.items()
            },
            "parts": [
                {
                    "title": _part_title(part),
                    "pages": [f"{part}/{name}" for name in pages.pages],
                    "short": {
                        "page": f"{part}/{SHORT}",
                        "title": page_title(part, SHORT),
                        "takes": in_words(pages.short),
                    }
                    if pages.short
                    else None,
                }
                for part, pages in of.parts.items()
            ],
        }

    def _view(self, work: Work) -> dict[str, Any]:
        chosen = {what: work.value(name) for what, name in self._chosen.items()}
        found = suggested(self._outline, str(chosen["audience"]), chosen["marked"] == "yes")
        way = arranged(found, chosen["order"]) if isinstance(chosen["order"], str) else found
        come = {name: progress(name, work) for name in self._outline.pages}
        names = [*self._chosen.values(), *self._ticks.values()]
        return {
            "work_id": work.work_id,
            "entries": {name: msgspec.to_builtins(work.entries.get(name, Entry(0))) for name in names},
            "suggested": found.saved().split(),
            "order": way.saved().split(),
            "later": way.later,
            "about": {
                name: {
                    "says": one.says,
                    "share": 1.0 if one.finished else one.answered / max(one.of, 1),
                    "finished": one.finished,
                    "core": in_words(way.core[name]) if name in way.core else "",
                    "because": way.because.get(name, ""),
                }
                for name, one in come.items()
            },
            "sums": self._sums(way, come),
        }

    def _sums(self, way: Way, come: dict[str, Progress]) -> list[str]:
        finished = [name for name, one in come.items() if one.finished]
        lines = []
        for what, core in (("The core of your way takes", True), (f"All {len(way.pages)} pages take", False)):
            whole, left = (minutes(self._outline, way, done, core) for done in ((), finished))
            rest = f"about {in_words(left)} are left" if left else "nothing is left"
            lines.append(f"{what} about {in_words(whole)}" + (f": {rest}." if left < whole else "."))
        return lines


def _part_label(part: str) -> str:
    number = part.split("-")[0]
    return "Start" if number == "0" else f"Part {number}"


def _part_title(part: str) -> str:
    title = parts()[part].title if part in parts() else part
    label = _part_label(part)
    return title if title.startswith(label) else f"{label}, {title}"
