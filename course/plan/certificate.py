"""What of the course is done, and the certificate as a document: what the course's file shows, and what it does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from course.pages import page_title
from course.plan.content import CertificateWords
from course.plan.document import Block, Bullets, Document, Heading, Text
from course.plan.plan import Plan, said
from course.ways.outline import Outline
from course.ways.progress import Progress, progress
from course.ways.way import suggested
from course.work import Work, way_name

PLAN_PAGE = "6-action-plan/action-plan"


@dataclass(frozen=True)
class Done:
    """How far each page is, the pages of the ``core`` that the learner was shown, and whether there is a usable plan.

    The page of the plan is not among the ``core``: the plan itself shows that it was used.
    """

    pages: dict[str, Progress]
    core: tuple[str, ...]
    plan: bool

    @property
    def marked(self) -> tuple[int, int]:
        """Marked questions that are answered, and all of them."""
        return sum(one.marked for one in self.pages.values()), sum(one.of_marked for one in self.pages.values())

    @property
    def finished(self) -> int:
        """How many pages are done."""
        return sum(one.finished for one in self.pages.values())

    @property
    def finished_core(self) -> int:
        """How many pages of the core are done."""
        return sum(self.pages[page].finished for page in self.core)

    @property
    def went_through(self) -> bool:
        """Whether the core is done, or all marked questions are answered."""
        answered, of = self.marked
        return self.finished_core == len(self.core) or answered == of

    @property
    def ready(self) -> bool:
        """Whether there is a certificate: the core done or all marked questions answered, and a usable plan."""
        return self.plan and self.went_through


def done(outline: Outline, work: Work, plan: Plan) -> Done:
    """What of the course's pages is done, and which pages are the core of the way that the learner chose."""
    way = suggested(outline, str(work.value(way_name("audience"))), work.value(way_name("marked")) == "yes")
    return Done(
        pages={page: progress(page, work) for page in outline.pages},
        core=tuple(page for page in way.core if page != PLAN_PAGE),
        plan=plan.usable,
    )


def lines(words: CertificateWords, found: Done) -> tuple[tuple[bool, str], ...]:
    """What the certificate takes: whether it is done, and what is said of it. Not all pages need be done."""
    answered, of = found.marked
    core = words.through.format(done=found.finished_core, of=len(found.core), answered=answered, of_marked=of)
    return ((found.went_through, core), (found.plan, words.plan))


def pages(words: CertificateWords, found: Done) -> tuple[tuple[str, str], ...]:
    """Every page, and how far it is in words."""
    return tuple(
        (page, words.page.format(title=_title(page), says=_far(words, one))) for page, one in found.pages.items()
    )


def certificate(words: CertificateWords, found: Done, name: str, today: date) -> Document:
    """The certificate. ``name`` is "" where nobody is named. Raises ValueError where it is not ready."""
    if not found.ready:
        raise ValueError(words.not_ready)
    return Document(title=words.document, author=name, blocks=tuple(_blocks(words, found, name, today)))


def _blocks(words: CertificateWords, found: Done, name: str, today: date) -> Iterator[Block]:
    if name:
        yield Text(words.author.format(name=name))
    yield Text(words.says.format(version=version("equally-outstanding")))
    yield Text(words.made.format(date=said(today)))
    answered, of = found.marked
    marked = words.marked.format(done=answered, of=of)
    yield Bullets((_scope(words, found), _count(words, found), marked, words.plan))
    yield Heading(2, words.limits)
    yield Bullets(words.limits_list)
    yield Heading(2, words.list)
    yield Bullets(tuple(says for _, says in pages(words, found)))


def _count(words: CertificateWords, found: Done) -> str:
    return words.pages.format(done=found.finished, of=len(found.pages))


def _scope(words: CertificateWords, found: Done) -> str:
    if found.finished == len(found.pages):
        return words.whole
    return words.core if found.finished_core == len(found.core) else words.some


def _far(words: CertificateWords, one: Progress) -> str:
    if one.all_answered:
        return words.all_answered
    if one.ticked:
        return words.ticked
    return words.answered.format(done=one.answered, of=one.of) if one.of else words.reading


def _title(page: str) -> str:
    return page_title(*page.split("/"))
