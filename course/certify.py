"""``certificate``: what of the course is done, and a certificate that says no more than that."""

from datetime import datetime
from functools import cache
from typing import Any

from course.plan.certificate import Done, done, lines, pages
from course.plan.certificate import certificate as written
from course.plan.content import Words, read
from course.plan.plan import plan_of
from course.planner import LONGEST_NAME, as_file, short_name
from course.ways.outline import Outline, outline
from course.widget import WorkWidget, front_end
from course.work import Work, WorkError, store


def certificate() -> "CertificateWidget":
    """The certificate. Asked twice, it is the same widget. Raises ContentError if its words cannot be read."""
    widget = _widget()
    widget.refresh()
    return widget


@cache
def _widget() -> "CertificateWidget":
    return CertificateWidget(read(), outline())


class CertificateWidget(WorkWidget):
    """What is done and what is not yet, and the certificate as a file. It saves nothing, the name least of all."""

    _esm = front_end("document", "certificate")

    def __init__(self, words: Words, course: Outline) -> None:
        self._words = words.certificate
        self._course = course
        said = ("title", "intro", "needs", "ready", "not_ready", "yes", "not_yet", "list", "name", "name_help")
        super().__init__(
            fixed={"words": {name: getattr(self._words, name) for name in said}, "longest_name": LONGEST_NAME}
        )

    def receive(self, message: dict[str, Any]) -> None:
        """Make a file, if the certificate is ready, or show what stands on disk now."""
        if message["type"] == "refresh":
            self.refresh()
            return
        try:
            work = store().read()
            today = datetime.fromisoformat(message["at"])
            document = written(self._words, self._found(work), short_name(message["name"]), today.date())
            answer: dict[str, Any] = {"file": as_file(document, message["as"], today)}
        except (WorkError, ValueError) as error:
            answer = {"error": str(error)}
        self.refresh(request=message["request"], **answer)
        self.refresh()  # The file goes to the page and stays nowhere.

    def _found(self, work: Work) -> Done:
        return done(self._course, work, plan_of(work))

    def _view(self, work: Work) -> dict[str, Any]:
        found = self._found(work)
        return {
            "ready": found.ready,
            "needs": [{"done": is_done, "says": says} for is_done, says in lines(self._words, found)],
            "count": self._words.pages.format(done=found.finished, of=len(found.pages)),
            "pages": [{"page": page, "says": says} for page, says in pages(self._words, found)],
        }
