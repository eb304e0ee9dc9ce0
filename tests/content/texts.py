"""What the tests of content read: notebooks, exercises with their keys and all other words, as plain values."""

import csv
import re
from pathlib import Path
from typing import Any

import nbformat
import yaml

from course import content, paths
from course.scenarios import Scenario, texts

KEYS = paths.ROOT / "grading" / "key"
NOTEBOOKS = sorted(path for path in paths.NOTEBOOKS.glob("*/*.ipynb") if not path.parent.name.startswith("."))
CHARTS = sorted(paths.CHARTS.glob("*.yaml"))
EXPLORERS = sorted(paths.EXPLORERS.glob("*.yaml"))
ESTIMATES = sorted(paths.ESTIMATES.glob("*.yaml"))
ASSESSMENTS = sorted(paths.ASSESSMENTS.glob("*.yaml"))
CASES = sorted(paths.CASES.glob("*.yaml"))
SCENARIOS = sorted(paths.SCENARIOS.glob("*.yaml"))
BUDGETS = [paths.BUDGET_WORDS, *sorted(paths.BUDGETS.glob("*.yaml"))]
WRITTEN = [
    *EXPLORERS,
    *ESTIMATES,
    *ASSESSMENTS,
    *CASES,
    *SCENARIOS,
    *BUDGETS,
    paths.FACTORS,
    paths.IMPACT,
    paths.COURSE,
    paths.GLOSSARY,
    paths.SKILLS,
    paths.ACTION_PLAN,
]
"""All YAML that learners read, besides exercises and charts: a new kind of it is to be added here."""
STORIES: dict[str, Scenario] = {path.stem: content.read_yaml(path, Scenario) for path in SCENARIOS}
SIMULATED = sorted(paths.DATA.glob("*simulated*.csv"))
EXERCISES = [exercise for part in content.parts().values() for exercise in part.exercises]
QUESTIONS = [exercise for exercise in EXERCISES if not isinstance(exercise, content.Reflection)]


def key_of(exercise: content.Exercise) -> content.Key | None:
    """The key, from the trainer's side where the exercise is graded; None for a reflection, which has none."""
    part, _ = content.find_exercise(exercise.id)
    found = content.graded_keys(part.part, KEYS)[exercise.id] if exercise.graded else content.practice_key(exercise)
    assert (found is None) == isinstance(exercise, content.Reflection), f"{exercise.id} has no key."
    return found


def notebook(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def prose(path: Path) -> str:
    """The Markdown of a notebook."""
    return "\n\n".join(cell.source for cell in notebook(path).cells if cell.cell_type == "markdown")


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower())


def sentences(markdown: str) -> list[str]:
    """Running sentences: no headings, tables, formatting or addresses. A list item without a full stop counts as one."""
    text = re.sub(r"\]\([^)]*\)", "]", markdown)
    blocks = [
        block
        for block in re.split(r"\n\s*\n|\n(?=[-|#] ?)", text)
        if block.strip() and not block.lstrip().startswith(("#", "|"))
    ]
    plain = [" ".join(re.sub(r"[*\[\]]", "", block).split()) for block in blocks]
    return [sentence for block in plain for sentence in re.split(r"(?<=[.?!])\s+", block) if words(sentence)]


def learner_texts(exercise: content.Exercise) -> list[str]:
    """Every text of an exercise that a learner may read before the marks are out."""
    texts = [exercise.context, exercise.prompt, exercise.hint]
    texts += choices(exercise)
    if not exercise.graded:
        texts += feedback(key_of(exercise))
        texts += rubric(key_of(exercise))
    return [text for text in texts if text]


def told(story: Scenario) -> dict[str, list[str]]:
    """Every text of a scenario that a learner reads, by its kind."""
    found: dict[str, list[str]] = {}
    for _, _, kind, text in texts(story):
        found.setdefault(kind, []).append(text)
    return found


def choices(exercise: content.Exercise) -> list[str]:
    """The options, items and rows that a learner chooses from or puts in their places."""
    match exercise:
        case content.Single() | content.Multi():
            return list(exercise.options.values())
        case content.Order():
            return list(exercise.items.values())
        case content.Match():
            return [*exercise.rows.values(), *exercise.options.values()]
    return []


def right_options(exercise: content.Exercise) -> list[str]:
    """The texts of the right options, where there is something to choose."""
    match exercise, key_of(exercise):
        case content.Single(), content.SingleKey() as key:
            return [exercise.options[key.right]]
        case content.Multi(), content.MultiKey() as several:
            return [exercise.options[name] for name in several.right]
    return []


def feedback(key: content.Key | None) -> list[str]:
    match key:
        case None:
            return []
        case content.NumberKey():
            return [key.feedback_right, key.feedback_wrong, *(near.feedback for near in key.near)]
        case content.TextKey():
            return [text for text in (key.model, key.feedback) if text]
    return list(key.feedback.values())


def rubric(key: content.Key | None) -> list[str]:
    return [line.says for line in key.rubric] if isinstance(key, content.TextKey) else []


def read_one(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published() -> dict[str, float]:
    """The published figures by id."""
    return {row["id"]: float(row["value"]) for row in rows(paths.DATA / "published.csv")}
