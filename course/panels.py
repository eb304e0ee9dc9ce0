"""``my_work`` and ``hand_in``: what a learner can do with the work as a whole."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from course.content import ContentError, Part, parts
from course.counting import SORTS, counted, things
from course.handin import hub_user, id_problem, submission, unanswered, write
from course.pages import page_title
from course.scoring import problem, still_open
from course.skill_questions import shared
from course.widget import WorkWidget, front_end
from course.work import (
    Change,
    Entry,
    Work,
    WorkError,
    answer_name,
    bring_back,
    decode,
    handed_in_name,
    next_revision,
    removal,
    store,
)


def my_work() -> "WorkPanel":
    """The panel to keep, bring back, start again and clear one's work."""
    panel = _work_panel()
    panel.refresh()
    return panel


def hand_in(part: str, to: Literal["download", "folder"] = "download") -> "HandInPanel":
    """The panel to hand in a part of the course. Raises ContentError if there is no such part.

    The learner's browser downloads the file, or it is written ``to`` the "folder" of the notebook, for nbgrader's
    exchange to take along.
    """
    if to not in ("download", "folder"):
        raise ContentError(f'A part is handed in by "download" or to the "folder", not {to!r}.')
    panel = _hand_in_panel(part, Path.cwd() if to == "folder" else None)
    panel.refresh()
    return panel


@cache
def _work_panel() -> "WorkPanel":
    return WorkPanel()


@cache
def _hand_in_panel(part: str, folder: Path | None) -> "HandInPanel":
    if part not in parts():
        raise ContentError(f"There is no part {part!r}. The parts are: {', '.join(parts())}.")
    return HandInPanel(parts()[part], folder)


class _Panel(WorkWidget):
    """A panel of which every message is answered by a state with the same ``request`` number."""

    def receive(self, message: dict[str, Any]) -> None:
        """Do what the message asks and answer it."""
        try:
            answer = self._do(message)
        except (WorkError, ValueError) as error:
            answer = {"error": str(error)}
        self.refresh(request=message.get("request", 0), **answer)

    def _do(self, message: dict[str, Any]) -> dict[str, Any]:
        """What a message asks for beyond the state. A "refresh" asks for nothing."""
        return {}


class WorkPanel(_Panel):
    """Keep, bring back, start again, undo, clear."""

    _esm = front_end("my-work")

    def __init__(self) -> None:
        super().__init__(fixed={"sorts": SORTS})

    def _do(self, message: dict[str, Any]) -> dict[str, Any]:
        match message["type"]:
            case "preview":
                return {"preview": _preview(bring_back(store().read().entries, decode(message["text"]).entries))}
            case "bring-back":
                incoming = decode(message["text"])
                change = bring_back(store().read().entries, incoming.entries)
                store().apply(change.entries, "bringing your work back", incoming.work_id)
                return {"done": f"Your work is back. Changed: {counted(change.entries)}."}
            case "start-again":
                gone = removal(store().read().entries)
                store().apply(gone, "starting again")
                return {"done": "You have started again. All that you wrote is removed."}
            case "undo":
                label = store().undo_label
                store().undo()
                return {"done": f"Undone: {label}." if label else "There is nothing to undo."}
            case "clear":
                store().clear()
                return {"done": "Cleared. Nothing of your work is left here.", "cleared": True}
        return {}

    def _view(self, work: Work) -> dict[str, Any]:
        return {
            "work": msgspec.to_builtins(work),
            "saved": counted(name for name, entry in work.entries.items() if entry.value is not None),
            "undo": store().undo_label,
            "notice": store().file.notice,
            "file": str(store().file.path),
        }


def _preview(change: Change) -> dict[str, Any]:
    says = [
        (change.replaced, "here will be replaced by what is newer."),
        (change.added, "will be added."),
        (change.kept, "here will stay, because what is here is newer."),
        (change.same, "will not change: both are the same."),
    ]
    lines, said = [], set[str]()
    for names, then in says:
        if fresh := things(names) - said:  # an estimate of which only some numbers change is said once
            lines.append(f"{counted(fresh)} {then}")
            said |= fresh
    return {"says": lines, "changes": len(change.entries)}


class HandInPanel(_Panel):
    """One file for one part: downloaded, or written into ``folder``."""

    _esm = front_end("hand-in")

    def __init__(self, part: Part, folder: Path | None) -> None:
        self._part = part
        self._folder = folder
        self._pages = list(dict.fromkeys(exercise.page for exercise in part.graded))
        fixed = {"part": part.part, "title": part.title, "of": len(part.graded)}
        if folder is not None:
            # The file must name the learner whom the exchange names, so who is known is not asked.
            fixed |= {"folder": folder.name, "learner": hub_user()}
        super().__init__(fixed=fixed)

    def _do(self, message: dict[str, Any]) -> dict[str, Any]:
        name = handed_in_name(self._part.part)
        work = store().read()
        match message["type"]:
            case "hand-in":
                learner = self.fixed.get("learner") or str(message["learner"]).strip()
                if wrong := id_problem(learner):
                    return {"id_error": wrong}
                # Written first: the file must carry the work id that stays, also where nothing was saved before.
                work = store().save({name: Entry(next_revision(work.entries), message["at"])})
                handed = submission(self._part, work, learner)
                if self._folder is None:
                    return {"file": {"name": handed.file_name, "text": handed.text()}}
                try:
                    return {"written": write(handed, self._folder).name}
                except OSError as error:
                    store().save({name: Entry(next_revision(work.entries))})
                    return {"error": f"The file could not be written into {self._folder} ({error.strerror})."}
            case "open-again":
                store().save({name: Entry(next_revision(work.entries))})
        return {}

    def _view(self, work: Work) -> dict[str, Any]:
        handed = work.entries.get(handed_in_name(self._part.part), Entry(0))
        answers = {e.id: work.entries.get(answer_name(e.id), Entry(0)) for e in self._part.graded}
        return {
            "unanswered": len(unanswered(self._part, work)),
            "pages": [page for name in self._pages if (page := self._open(name, answers))],
            "handed_in": handed.value,
            "skills": [*(shared(work) or {})],
            "changed_since": sum(handed.value is not None and a.revision > handed.revision for a in answers.values()),
        }

    def _open(self, page: str, answers: dict[str, Entry]) -> dict[str, Any] | None:
        """The questions of a page, by their numbers there, that have no answer, none that can be marked, or a part of one."""
        asked = enumerate((exercise for exercise in self._part.graded if exercise.page == page), 1)
        found: dict[str, list[Any]] = {"missing": [], "unclear": [], "partly": []}
        for number, exercise in asked:
            value = answers[exercise.id].value
            if value is None:
                found["missing"].append(number)
            elif why := problem(exercise, value):
                found["unclear"].append({"number": number, "why": why})
            elif still := still_open(exercise, value):
                found["partly"].append({"number": number, "open": still})
        if not any(found.values()):
            return None
        return {"page": page, "title": page_title(self._part.part, page), **found}
