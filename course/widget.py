"""The base of the course's widgets: one state that Python sets, and messages that the page sends."""

from typing import Any

import anywidget
import traitlets

from course import paths
from course.work import Entry, Work, WorkError, store


def front_end(*names: str) -> str:
    """The JavaScript module of a widget: what all widgets share, then its own files."""
    return "\n".join((paths.FRONT / f"{name}.js").read_text(encoding="utf-8") for name in ("common", *names))


class CourseWidget(anywidget.AnyWidget):
    """A widget whose page sends ``{"type": ...}`` messages and draws ``fixed`` once and ``state`` at every change."""

    _css = (paths.STYLES / "course.css").read_text(encoding="utf-8")
    fixed = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(lambda _widget, content, _buffers: self.receive(content))

    def receive(self, message: dict[str, Any]) -> None:
        """Answer a message of the page. A widget that sends none need not override this."""


class WorkWidget(CourseWidget):
    """A widget that follows the learner's work: its state is its ``_view`` of it, and an ``error`` where it cannot be had."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        store().subscribe(lambda work: self._show(work))

    def refresh(self, **answer: Any) -> None:
        """Show what stands on disk now, with the ``answer`` to a message."""
        try:
            self._show(store().read(), **answer)
        except WorkError as error:
            self.state = {**self.state, **answer, "error": str(error)}

    def save(self, name: str, message: dict[str, Any]) -> None:
        """Save the value of a message as this entry, and so acknowledge its revision."""
        self.save_all({name: message})

    def save_all(self, messages: dict[str, dict[str, Any]]) -> None:
        """Save the values of messages, by the names of their entries, in one step."""
        try:
            store().save({name: Entry(int(one["revision"]), one["value"]) for name, one in messages.items()})
        except WorkError as error:
            self.state = {**self.state, "error": str(error)}

    def _show(self, work: Work, **answer: Any) -> None:
        self.state = {"error": "", **self._view(work), **answer}

    def _view(self, work: Work) -> dict[str, Any]:
        """The state that shows ``work``."""
        return {}
