"""How far a learner has come with a page: questions answered, and whether the learner says that it is done."""

from functools import cache

import msgspec

from course.content import Gradable, Reflection, parts
from course.scoring import problem
from course.work import Work, answer_name, done_name, reflection_name


class Progress(msgspec.Struct, frozen=True):
    """Questions answered and how many there are, practice and marked ones apart."""

    practice: int
    of_practice: int
    marked: int
    of_marked: int
    written: bool
    """Whether anything is written in a box of the page that nobody marks."""
    ticked: bool
    """Whether the learner says that the page is done."""

    @property
    def answered(self) -> int:
        """How many questions are answered."""
        return self.practice + self.marked

    @property
    def of(self) -> int:
        """How many questions there are."""
        return self.of_practice + self.of_marked

    @property
    def all_answered(self) -> bool:
        """Whether there are questions, and all are answered."""
        return 0 < self.of == self.answered

    @property
    def finished(self) -> bool:
        """Whether there is no reason to send the learner there again."""
        return self.ticked or self.all_answered

    @property
    def says(self) -> str:
        """The same in words: "Begun: practice 3 of 10, marked 0 of 7"."""
        begun = "Begun" if self.answered or self.written else "Not begun"
        state = "Done" if self.ticked else "All questions answered" if self.all_answered else begun
        sorts = (("practice", self.practice, self.of_practice), ("marked", self.marked, self.of_marked))
        of = [f"{sort} {answered} of {all_}" for sort, answered, all_ in sorts if all_]
        return f"{state}: {', '.join(of)}" if of else state


def progress(page: str, work: Work) -> Progress:
    """How far ``work`` has come with the page ``<part>/<name>``. An answer counts if it can be marked."""
    questions, reflections = _asked(page)

    def answered(graded: bool) -> int:
        values = ((one, work.value(answer_name(one.id))) for one in questions if one.graded == graded)
        return sum(value is not None and not problem(one, value) for one, value in values)

    return Progress(
        practice=answered(False),
        of_practice=sum(not one.graded for one in questions),
        marked=answered(True),
        of_marked=sum(one.graded for one in questions),
        written=any(work.value(reflection_name(one.id)) is not None for one in reflections),
        ticked=work.value(done_name(*page.split("/"))) == "yes",
    )


@cache
def _asked(page: str) -> tuple[list[Gradable], list[Reflection]]:
    part, name = page.split("/")
    asked = [one for one in (parts()[part].exercises if part in parts() else ()) if one.page == name]
    return (
        [one for one in asked if not isinstance(one, Reflection)],
        [one for one in asked if isinstance(one, Reflection)],
    )
