"""Case factors: which case study is tied to which success factor, by the source itself or by our reading."""

from collections.abc import Mapping, Sequence

from course.cases import Link, cases
from course.explorers.scene import NOTHING, Grid, Mark, Scene
from course.explorers.words import Words
from course.factors import factors

FACTOR, CASE = "factor", "case"
STATED, READ, UNTOLD = "stated", "inferred", "untold"
MARKS: dict[str, Mark] = {STATED: "full", READ: "open", UNTOLD: ""}

Links = Sequence[tuple[str, Link | None]]
"""Short names of what is on the other side, each with the tie; None where nothing is told."""


class CaseFactors(Words, frozen=True, kw_only=True):
    """``sides`` has a template for each kind of choice in the menu.

    ``pictures`` has a title for either choice of ties, "all" and "stated". ``looks`` (for the alt text) and ``says`` have
    a text for each with what is looked at: "all/all", "all/factor", "all/case", "stated/all" and so on. ``says`` may have
    another one where every tie is told: "all/case/told". In the table ``untold`` stands where nothing is told and
    ``left_out`` where a tie was not asked for. ``nobody`` is an empty list.
    """

    asks = ("ties", "look")
    sides: dict[str, str]
    pictures: dict[str, str]
    looks: dict[str, str]
    says: dict[str, str]
    untold: str
    left_out: str
    nobody: str

    def from_data(self) -> Mapping[str, Mapping[str, str]]:
        """What to look at: each factor, each case study."""
        shorts = {
            FACTOR: {name: factor.short for name, factor in factors().factors.items()},
            CASE: {name: case.short for name, case in cases().items()},
        }
        return {
            "look": {
                f"{side}-{name}": self.sides[side].format(short)
                for side, all_of_it in shorts.items()
                for name, short in all_of_it.items()
            }
        }

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """The grid with a frame around what was chosen, and a table of its ties with what each rests on."""
        side, _, name = chosen["look"].partition("-")
        data, studies, only = factors().factors, cases(), chosen["ties"] == STATED
        of_factor: dict[str, Links] = {
            factor: [(study.short, study.factors.get(factor)) for study in studies.values()] for factor in data
        }
        of_case: dict[str, Links] = {
            case: [(factor.short, study.factors.get(id_)) for id_, factor in data.items()]
            for case, study in studies.items()
        }
        some = {FACTOR: of_factor, CASE: of_case}.get(side, of_factor)
        every = [tie(link) for links in ([some[name]] if name else of_factor.values()) for _, link in links]
        values = {
            "name": data[name].name if side == FACTOR else studies[name].name if side == CASE else "",
            "stated": every.count(STATED),
            "read": every.count(READ),
            "untold": every.count(UNTOLD),
            "told": len(every) - every.count(UNTOLD),
            "of": len(every),
            "cases": len(studies),
            "names": {found: self._names(some[name], found) for found in MARKS} if name else {},
            "counts": ", ".join(
                f"{data[factor].short} {len(named(links, STATED))}"
                + ("" if only else f" and {len(named(links, READ))}")
                for factor, links in of_factor.items()
            ),
        }
        case = f"{chosen['ties']}/{side}"
        says = self.says[case]
        if not values["untold"]:
            says = self.says.get(f"{case}/told", says)
        return Scene(
            alt=f"{self.alt} {self.looks[case]}".format_map(values),
            pictures=(
                Grid(
                    rows=tuple(study.short for study in studies.values()),
                    columns=tuple(factor.short for factor in data.values()),
                    marks=tuple(
                        tuple("" if only and tie(link) == READ else MARKS[tie(link)] for _, link in links)
                        for links in of_case.values()
                    ),
                    row=list(studies).index(name) if side == CASE else None,
                    column=list(data).index(name) if side == FACTOR else None,
                    title=self.pictures[chosen["ties"]],
                ),
            ),
            says=says.format_map(values),
            numbers=self._why(some[name], only)
            if name
            else tuple((data[factor].short, *self._who(links, only)) for factor, links in of_factor.items()),
        )

    def _why(self, links: Links, only: bool) -> tuple[tuple[str, ...], ...]:
        """A row for each link: what it rests on, in the column of its kind."""
        return tuple(
            (
                short,
                link.why if link and tie(link) == STATED else NOTHING,
                NOTHING if not link or tie(link) != READ else self.left_out if only else link.why,
                NOTHING if link else self.untold,
            )
            for short, link in links
        )

    def _who(self, links: Links, only: bool) -> tuple[str, ...]:
        """How many of each kind, and which."""
        found = {kind: named(links, kind) for kind in MARKS}
        cells = {kind: f"{len(names)}: {', '.join(names)}" if names else "0" for kind, names in found.items()}
        return cells[STATED], self.left_out if only and found[READ] else cells[READ], cells[UNTOLD]

    def _names(self, links: Links, kind: str) -> str:
        return ", ".join(named(links, kind)) or self.nobody


def tie(link: Link | None) -> str:
    """Stated, inferred or untold."""
    return link.basis if link else UNTOLD


def named(links: Links, kind: str) -> list[str]:
    """The short names of what is tied in this way."""
    return [short for short, link in links if tie(link) == kind]
