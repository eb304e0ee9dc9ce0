"""One learner's feedback on one part as one HTML file. Needs no nbgrader: marks come in, a page goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import pairwise, starmap

import jinja2

from course import markdown
from course.content import (
    Gradable,
    Key,
    Match,
    MatchKey,
    Multi,
    MultiKey,
    Number,
    NumberKey,
    Order,
    OrderKey,
    Single,
    SingleKey,
    Text,
    TextKey,
)
from course.pages import page_title
from course.quantity import Unit
from course.scoring import full_marks, ids, pairs, score
from grading import layout


@dataclass(frozen=True)
class Given:
    """What the gradebook holds for one exercise. ``points`` is None as long as a trainer has to mark it."""

    points: float | None
    most: float
    by_hand: bool = False
    comment: str = ""


@dataclass(frozen=True)
class Marked:
    """One marked submission. ``collected`` is in UTC; ``late`` is what was taken off for handing in late."""

    learner: str
    name: str
    collected: datetime | None
    given: Mapping[str, Given]
    late: float = 0.0

    @property
    def waiting(self) -> list[Given]:
        """What a trainer still has to mark."""
        return [given for given in self.given.values() if given.points is None]


@dataclass(frozen=True)
class Line:
    """An option, or a line of an order or a match. ``says`` tells in words what is right and what the learner gave."""

    html: str
    says: str
    right: bool
    own: bool
    feedback_html: str


@dataclass(frozen=True)
class Question:
    """One exercise with all that is said about it. What ends in ``html`` is HTML; the rest is plain text.

    ``counted`` says how an answer that can have some of the marks gets them.
    """

    exercise: Gradable
    given: Given
    kind: str
    number: int
    of: int
    answer: str | None
    context_html: str
    prompt_html: str
    lines: Sequence[Line] = ()
    counted: str = ""
    said_html: str = ""
    right: str = ""
    why_html: str = ""
    rubric: Sequence[tuple[str, int]] = ()
    model_html: str = ""

    @property
    def lost(self) -> bool:
        """Whether it has a mark, and not a full one."""
        return self.given.points is not None and self.given.points < self.given.most

    @property
    def lines_are(self) -> str:
        """What the list of ``lines`` is."""
        return {"order": "The right order", "match": "What belongs together"}.get(self.kind, "What each choice means")


@dataclass(frozen=True)
class Page:
    """A page of the course and the marked questions on it."""

    title: str
    questions: Sequence[Question]


def render(
    part: str,
    title: str,
    exercises: Mapping[str, Gradable],
    keys: Mapping[str, Key],
    answers: Mapping[str, str | None],
    marked: Marked,
) -> bytes:
    """The feedback file: right answers and all, without a script, and with nothing in it to be fetched.

    ``part`` is the folder of the part's notebooks; ``answers`` are those that were marked, by exercise. Raises
    ValueError if one of them is no answer.
    """
    pages = []
    for name in dict.fromkeys(exercise.page for exercise in exercises.values()):
        alike = [exercise for exercise in exercises.values() if exercise.page == name]
        questions = [
            _question(exercise, keys[exercise.id], answers[exercise.id], marked.given[exercise.id], number, len(alike))
            for number, exercise in enumerate(alike, start=1)
        ]
        pages.append(Page(page_title(part, name), questions))
    has_mark = [given for given in marked.given.values() if given.points is not None]
    text = _template().render(
        title=title,
        marked=marked,
        pages=pages,
        points=max(0.0, sum(given.points or 0.0 for given in has_mark) - marked.late),
        most=sum(given.most for given in has_mark),
        waiting=sum(given.most for given in marked.waiting),
        again=list(
            dict.fromkeys((page.title, one.exercise.section) for page in pages for one in page.questions if one.lost)
        ),
    )
    return text.encode()


def _question(exercise: Gradable, key: Key, answer: str | None, given: Given, number: int, of: int) -> Question:
    question = Question(
        exercise=exercise,
        given=given,
        kind=type(exercise).__name__.lower(),
        number=number,
        of=of,
        answer=answer,
        context_html=_block(exercise.context),
        prompt_html=markdown.inline(exercise.prompt),
    )
    match exercise, key:
        case Single() | Multi(), SingleKey() | MultiKey():
            right = set(ids(full_marks(key)))
            own = set(ids(answer or ""))
            several = isinstance(exercise, Multi) and answer is not None

            def choice(name: str, words: str) -> Line:
                says = _choice_says(name in own, name in right, several)
                return Line(markdown.inline(words), says, name in right, name in own, _block(key.feedback[name]))

            counted = (
                f"You made {len(own & right)} of {len(right)} right choices and {_count(len(own - right), 'wrong one')}. "
                "A wrong choice takes away what a right one gives."
            )
            lines = list(starmap(choice, exercise.options.items()))
            return replace(question, lines=lines, counted=counted if several else "")
        case Order(), OrderKey():
            places = {name: place for place, name in enumerate(ids(answer or ""), start=1)}

            def placed(place: int, name: str) -> Line:
                mine = places.get(name)
                put = "" if mine is None else "; you put it there" if mine == place else f"; you put it in place {mine}"
                words = markdown.inline(exercise.items[name])
                return Line(words, f"place {place}{put}", mine == place, mine is not None, _block(key.feedback[name]))

            neighbours = len(set(pairwise(places)) & set(pairwise(key.right)))
            counted = f"Marks are for lines that follow the right one, wherever the two stand: {neighbours} of {len(key.right) - 1} do."
            lines = list(starmap(placed, enumerate(key.right, start=1)))
            return replace(question, lines=lines, counted=counted if places else "")
        case Match(), MatchKey():
            chosen = pairs(answer or "")

            def matched(row: str, words: str) -> Line:
                mine, right = chosen.get(row), key.right[row]
                says = f"right is “{exercise.options[right]}”"
                if mine == right:
                    says = f"you chose “{exercise.options[right]}”, and that is right"
                elif answer is not None:
                    says = f"you chose {f'“{exercise.options[mine]}”' if mine else 'nothing'}; {says}"
                return Line(markdown.inline(words), says, mine == right, mine is not None, _block(key.feedback[row]))

            lines = list(starmap(matched, exercise.rows.items()))
            counted = f"You have {sum(line.right for line in lines)} of {len(lines)} lines right. Each counts the same."
            return replace(question, lines=lines, counted=counted if chosen else "")
        case Number(), NumberKey():
            said = "" if answer is None else score(exercise, key, answer).feedback
            why = "" if said == key.feedback_right else key.feedback_right
            return replace(question, said_html=_block(said), right=_right(key, exercise.unit), why_html=_block(why))
        case Text(), TextKey() if given.points is not None:
            rubric = [(markdown.inline(line.says), line.marks) for line in key.rubric]
            return replace(question, rubric=rubric, model_html=_block(key.model), why_html=_block(key.feedback))
        case Text(), TextKey():
            return question
    raise ValueError(f"The key of {exercise.id} is of another kind than the exercise.")


def _choice_says(own: bool, right: bool, several: bool) -> str:
    """``several``: the learner chose all that apply, so that leaving out was an answer too."""
    if own:
        return "your choice, and right" if right else "your choice, and not right" if several else "your choice"
    if right:
        return "right, and you left it out" if several else "right"
    return ""


def _right(key: NumberKey, unit: Unit) -> str:
    right = f"{quantity(key.right, unit)}."
    if key.tolerance:
        low, high = (quantity(key.right + step, unit) for step in (-key.tolerance, key.tolerance))
        right += f" Anything from {low} to {high} counts."
    return right


def quantity(value: float, unit: Unit) -> str:
    """A number with its unit, as people write it."""
    before = "£" if unit is Unit.POUNDS else ""
    after = {
        Unit.PERCENT: "%",
        Unit.POINTS: " percentage points",
        Unit.RATIO: " times",
        Unit.SCORE: " out of 10",
    }.get(unit, "")
    return f"{'-' if value < 0 else ''}{before}{abs(value):,.10g}{after}"


# On a narrow screen a wide table is scrolled, with a keyboard too.
_SCROLL = '<div class="scroll" role="group" aria-label="Table" tabindex="0">'


@cache
def _block(text: str) -> str:
    return markdown.block(text).replace("<table>", f"{_SCROLL}<table>").replace("</table>", "</table></div>")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(layout.TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": _number, "count": _count, "time": _time, "small": _small}
    return environment.get_template("feedback.html.j2")


def _number(value: float) -> str:
    return f"{value:g}"


def _count(value: float, word: str) -> str:
    return f"{value:g} {word}{'' if value == 1 else 's'}"


def _time(time: datetime) -> str:
    return f"{time.day} {time:%B %Y, %H:%M} UTC"


def _small(words: str) -> str:
    """An outcome within a sentence."""
    return words[:1].lower() + words[1:]
