"""Which pages a learner is to meet in which order: what is suggested, what the learner made of it, and how long it takes."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from course.ways.outline import Outline

EVERYTHING = "everything"
"""Chosen in place of an audience: all pages in order."""


@dataclass(frozen=True)
class Way:
    """Pages in order. ``core``: the minutes of those that belong to the core. ``because``: why some come early."""

    order: tuple[str, ...]
    core: dict[str, int]
    because: dict[str, str]
    later: str = ""
    left_out: frozenset[str] = frozenset()

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that are not left out."""
        return tuple(name for name in self.order if name not in self.left_out)

    def saved(self) -> str:
        """The order as one line of text, which ``arranged`` reads."""
        return " ".join(f"-{name}" if name in self.left_out else name for name in self.order)


def suggested(outline: Outline, audience: str, marked: bool) -> Way:
    """The way for an audience, or for everybody else; ``marked``: for those who hand in marked work.

    Who hands in takes the parts in the order of their folders, in which evidence comes second. Anybody else begins with
    the core of the audience, and goes on in the order of the source.
    """
    order = outline.orders["evidence" if marked else "source"]
    every = tuple(f"{part}/{name}" for part in order.parts for name in outline.parts[part].pages)
    who = outline.audiences.get(audience)
    core = order.core if marked or not who else who.core
    pages = every if marked or not who else (*core, *(name for name in every if name not in core))
    minutes = {name: outline.pages[name].core for name in core}
    return Way(pages, minutes, who.because if who else {}, "" if marked or not who else who.later)


def arranged(way: Way, saved: str) -> Way:
    """The way as the learner arranged it.

    ``saved`` names its pages with spaces between; a "-" before a name says that the page is left out. Pages that the
    course no longer has are passed over. New ones come behind the page that they follow in what is suggested.
    """
    named = [word.removeprefix("-") for word in saved.split()]
    order = [name for name in dict.fromkeys(named) if name in way.order]
    for place, name in enumerate(way.order):
        if name not in order:
            order.insert(order.index(way.order[place - 1]) + 1 if place else 0, name)
    left_out = frozenset(word[1:] for word in saved.split() if word.startswith("-"))
    return replace(way, order=tuple(order), left_out=left_out & frozenset(order))


def minutes(outline: Outline, way: Way, finished: Collection[str] = (), core: bool = False) -> int:
    """The minutes of a way, or of its core, without what is finished."""
    left = [name for name in way.pages if name not in finished]
    return sum(way.core.get(name, 0) if core else outline.pages[name].minutes for name in left)


def in_words(minutes: int) -> str:
    """Minutes as people say them: "45 minutes", "1 hour"; from an hour on to the nearest five, "2 hours 55 minutes"."""
    if minutes >= 60:
        minutes = round(minutes / 5) * 5
    hours, rest = divmod(minutes, 60)
    says = [f"{number} {word}{'' if number == 1 else 's'}" for number, word in ((hours, "hour"), (rest, "minute"))]
    return " ".join(one for one, number in zip(says, (hours, rest), strict=True) if number) or says[1]
