"""``ask``: an exercise on the page, saved at every answer."""

from functools import cache
from typing import Any, assert_never

import mistune

from course.content import Exercise, Key, Number, Part, Single, find_exercise, graded_keys, practice_key
from course.scoring import problem, score
from course.widget import CourseWidget, front_end
from course.work import Entry, Work, WorkError, answer_name, handed_in_name, store

_render = mistune.create_markdown(escape=True, plugins=["table"])


def ask(exercise_id: str) -> "ExerciseWidget":
    """The exercise with this id. Asked twice, it is the same widget. Raises ContentError if there is none."""
    widget = _widget(exercise_id)
    widget.refresh()
    return widget


@cache
def _widget(exercise_id: str) -> "ExerciseWidget":
    return ExerciseWidget(*find_exercise(exercise_id))


class ExerciseWidget(CourseWidget):
    """One exercise. A practice exercise answers with feedback; a graded one says that it is saved."""

    _esm = front_end("exercise")

    def __init__(self, part: Part, exercise: Exercise) -> None:
        self._part = part
        self._exercise = exercise
        self._key: Key | None = graded_keys(part.part).get(exercise.id) if exercise.graded else practice_key(exercise)
        super().__init__(fixed=_fixed(part, exercise))
        store().subscribe(self._show)

    def refresh(self) -> None:
        """Show what stands on disk now."""
        try:
            self._show(store().read())
        except WorkError as error:
            self.state = {**self.state, "error": str(error)}

    def receive(self, message: dict[str, Any]) -> None:
        """Save an answer, and so acknowledge its revision."""
        entry = Entry(int(message["revision"]), message["value"])
        try:
            store().save({answer_name(self._exercise.id): entry})
        except WorkError as error:
            self.state = {**self.state, "error": str(error), "refused": entry.revision}

    def _show(self, work: Work) -> None:
        entry = work.entries.get(answer_name(self._exercise.id), Entry(0))
        prompt = problem(self._exercise, entry.value) if entry.value is not None else ""
        self.state = {
            "work_id": work.work_id,
            "revision": entry.revision,
            "value": entry.value,
            "prompt": prompt,
            "feedback": {} if entry.value is None or prompt else self._feedback(entry.value),
            "handed_in": work.value(handed_in_name(self._part.part)) if self._exercise.graded else None,
            "error": "",
        }

    def _feedback(self, value: str) -> dict[str, Any]:
        if self._key is None:
            return {}
        result = score(self._exercise, self._key, value)
        return {"right": result.share == 1, "html": _markdown(result.feedback)}


def _fixed(part: Part, exercise: Exercise) -> dict[str, Any]:
    alike = [e.id for e in part.exercises if e.page == exercise.page and e.graded == exercise.graded]
    fixed = {
        "id": exercise.id,
        "name": answer_name(exercise.id),
        "graded": exercise.graded,
        "marks": exercise.marks,
        "number": alike.index(exercise.id) + 1,
        "of": len(alike),
        "context": _markdown(exercise.context),
        "prompt": _inline(exercise.prompt),
        "hint": _markdown(exercise.hint),
    }
    match exercise:
        case Single():
            return {
                **fixed,
                "kind": "single",
                "options": {name: _inline(text) for name, text in exercise.options.items()},
            }
        case Number():
            return {**fixed, "kind": "number", "unit": exercise.unit.label, "help": exercise.unit.help}
        case _:
            assert_never(exercise)


def _markdown(text: str) -> str:
    return str(_render(text))


def _inline(text: str) -> str:
    """Markdown of one paragraph as HTML without the paragraph, for a legend or a label."""
    return _markdown(text).strip().removeprefix("<p>").removesuffix("</p>")
