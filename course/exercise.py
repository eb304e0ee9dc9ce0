"""``ask``: an exercise on the page, saved at every answer."""

from functools import cache
from typing import Any, assert_never

import msgspec

from course import markdown
from course.content import (
    ContentError,
    Exercise,
    Key,
    Match,
    Multi,
    Number,
    Order,
    Part,
    Reflection,
    Single,
    Text,
    TextKey,
    find_exercise,
    graded_keys,
    practice_key,
)
from course.scoring import problem, score
from course.widget import WorkWidget, front_end
from course.work import Entry, Work, answer_name, handed_in_name, plan_name, reflection_name


def ask(exercise_id: str) -> "ExerciseWidget":
    """The exercise with this id. Asked twice, it is the same widget. Raises ContentError if there is none."""
    widget = _widget(exercise_id)
    widget.refresh()
    return widget


@cache
def _widget(exercise_id: str) -> "ExerciseWidget":
    return ExerciseWidget(*find_exercise(exercise_id))


class ExerciseWidget(WorkWidget):
    """One exercise. A practice exercise answers with feedback; a graded one and a reflection say that they are saved."""

    _esm = front_end("saving", "controls", "exercise")

    def __init__(self, part: Part, exercise: Exercise) -> None:
        self._part = part
        self._exercise = exercise
        self._entry = _name(exercise)
        self._key: Key | None = graded_keys(part.part).get(exercise.id) if exercise.graded else practice_key(exercise)
        super().__init__(fixed=_fixed(part, exercise))

    def receive(self, message: dict[str, Any]) -> None:
        """Save an answer, or the tick that keeps it for the plan."""
        self.save(self.fixed["plan"] if message["type"] == "plan" else self._entry, message)

    def _view(self, work: Work) -> dict[str, Any]:
        entry = work.entries.get(self._entry, Entry(0))
        prompt = problem(self._exercise, entry.value) if entry.value is not None else ""
        return {
            "work_id": work.work_id,
            "revision": entry.revision,
            "value": entry.value,
            "prompt": prompt,
            "feedback": {} if entry.value is None or prompt else self._feedback(entry.value),
            "handed_in": work.value(handed_in_name(self._part.part)) if self._exercise.graded else None,
            "plan": msgspec.to_builtins(work.entries.get(plan_name(self._exercise.id), Entry(0))),
        }

    def _feedback(self, value: str) -> dict[str, Any]:
        exercise, key = self._exercise, self._key
        if key is None or isinstance(exercise, Reflection):
            return {}
        if isinstance(exercise, Text) and isinstance(key, TextKey):
            return {"compare": True, "html": markdown.block(_comparison(key))}
        if isinstance(exercise, Text) or isinstance(key, TextKey):
            raise ContentError(f"The key of {exercise.id} is of another kind than the exercise.")
        result = score(exercise, key, value)
        return {"share": result.share, "html": markdown.block(result.feedback)}


def _name(exercise: Exercise) -> str:
    return reflection_name(exercise.id) if isinstance(exercise, Reflection) else answer_name(exercise.id)


def _numbered(part: Part, exercise: Exercise) -> dict[str, int]:
    """The place of an exercise among those that are counted with it on its page."""
    if isinstance(exercise, Reflection):
        return {}
    counted = [e for e in part.exercises if e.page == exercise.page and not isinstance(e, Reflection)]
    alike = [e.id for e in counted if e.graded == exercise.graded]
    return {"number": alike.index(exercise.id) + 1, "of": len(alike)}


def _fixed(part: Part, exercise: Exercise) -> dict[str, Any]:
    fixed = {
        **_numbered(part, exercise),
        "id": exercise.id,
        "name": _name(exercise),
        "graded": exercise.graded,
        "marks": exercise.marks,
        "context": markdown.block(exercise.context),
        "prompt": markdown.inline(exercise.prompt),
        "hint": markdown.block(exercise.hint),
    }
    match exercise:
        case Single():
            return {**fixed, "kind": "single", "options": _inline(exercise.options)}
        case Multi():
            return {**fixed, "kind": "multi", "options": _inline(exercise.options), "help": "Choose all that apply."}
        case Order():
            return {
                **fixed,
                "kind": "order",
                "items": _inline(exercise.items),
                "help": "Move the lines up and down until they stand in order.",
            }
        case Match():
            return {
                **fixed,
                "kind": "match",
                "rows": _inline(exercise.rows),
                "options": exercise.options,
                "help": "Choose one for each line. The same one may fit several lines, or none.",
            }
        case Number():
            return {**fixed, "kind": "number", "unit": exercise.unit.label, "help": exercise.unit.help}
        case Text():
            return {**fixed, "kind": "text", **_box(exercise.words)}
        case Reflection():
            return {**fixed, "kind": "reflection", **_box(exercise.words), "plan": plan_name(exercise.id)}
        case _:
            assert_never(exercise)


def _box(words: int) -> dict[str, Any]:
    return {
        "rows": max(3, words // 10),
        "help": f"About {words} words, in your own way. Write nothing that identifies anyone.",
    }


def _inline(texts: dict[str, str]) -> dict[str, str]:
    return {name: markdown.inline(text) for name, text in texts.items()}


def _comparison(key: TextKey) -> str:
    lines = [f"- {line.says} ({line.marks} mark{'' if line.marks == 1 else 's'})" for line in key.rubric]
    blocks = ["**What a good answer has**", "\n".join(lines), "**One good answer of many**", key.model, key.feedback]
    return "\n\n".join(block.strip() for block in blocks if block.strip())
