"""The base of the course's widgets: one state that Python sets, and messages that the page sends."""

from typing import Any

import anywidget
import traitlets

from course import paths


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
