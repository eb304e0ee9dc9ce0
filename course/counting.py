"""How much of a learner's work there is, in words: "12 answers and 1 reflection"."""

from collections import Counter
from collections.abc import Iterable

SORTS = {
    # first word of an entry's name: (one, many)
    "answer": ("answer", "answers"),
    "reflection": ("reflection", "reflections"),
    "estimate": ("estimate", "estimates"),
    "assessment": ("self-assessment", "self-assessments"),
    "scenario": ("scenario", "scenarios"),
    "budget": ("budget", "budgets"),
    "impact": ("impact analysis", "impact analyses"),
    "skills": ("skills check", "skills checks"),
    "actions": ("action plan", "action plans"),
    "plan": ("tick for your plan", "ticks for your plan"),
    "way": ("way through the course", "ways through the course"),
    "done": ("page ticked as done", "pages ticked as done"),
    "handed-in": ("date of handing in", "dates of handing in"),
}
"""What learners see as one thing, by the first word of the name of its entries."""


def things(names: Iterable[str]) -> set[str]:
    """What learners see as one thing each: all the numbers of an estimate are one, and so is all of a self-assessment."""
    return {name if name.startswith(("plan/", "done/")) else "/".join(name.split("/")[:2]) for name in names}


def counted(names: Iterable[str]) -> str:
    """How many things of each sort these entries make up. The page says the same by ``counted`` in my-work.js."""
    numbers = Counter(name.split("/")[0] for name in things(names))
    says = [f"{number} {SORTS[sort][number > 1]}" for sort in SORTS if (number := numbers[sort])]
    return " and ".join(filter(None, [", ".join(says[:-1]), *says[-1:]])) or "0 answers"
