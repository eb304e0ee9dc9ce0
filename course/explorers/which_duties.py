"""Which duties: what equality and human rights law asks of a service in England, or when to take advice.

Learning, not legal advice. Sources, on legislation.gov.uk: Equality Act 2010, sections 29, 39, 149, 150 and Schedule 19;
Human Rights Act 1998, section 6; Care Act 2014, section 73; Health and Social Care Act 2008, section 10, with the Regulated
Activities Regulations 2014 (SI 2014/2936), Schedules 1 and 2.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from course.explorers.scene import Scene
from course.explorers.words import Words

APPLIES, ADVICE, NOT = "applies", "advice", "not"


class Outcome(NamedTuple):
    """``APPLIES``, ``ADVICE`` or ``NOT``: it does not follow from what was chosen. And for which ``reason``."""

    verdict: str
    reason: str


class WhichDuties(Words, frozen=True, kw_only=True):
    """``duties`` names them, ``reasons`` has a text for every reason of each, ``verdicts`` and ``says`` the rest."""

    asks = ("runs", "does", "pays")
    duties: dict[str, str]
    verdicts: dict[str, str]
    reasons: dict[str, dict[str, str]]
    counted: str
    says: dict[str, str]

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """A row for each duty; no picture."""
        outcomes = duties(**chosen)
        count = Counter(outcome.verdict for outcome in outcomes.values())
        counted = self.counted.format(duties=len(outcomes), applies=count[APPLIES], advice=count[ADVICE], no=count[NOT])
        return Scene(
            says=f"{counted} {self.says[outcomes['rights'].reason]}",
            numbers=tuple(
                (self.duties[name], self.verdicts[outcome.verdict], self.reasons[name][outcome.reason])
                for name, outcome in outcomes.items()
            ),
        )


def duties(*, runs: str, does: str, pays: str) -> dict[str, Outcome]:
    """What each duty comes to for a service.

    ``runs`` is "public" (an NHS trust or a council) or "private" (any other provider), ``does`` "home" (personal care
    where people live), "care-home", "gp" or "other", and ``pays`` "council" (arranges or pays wholly or partly, under
    the Care Act), "nhs" or "person" (nobody else).
    """
    if does == "gp":
        registered = Outcome(APPLIES, "gp-nhs") if pays == "nhs" else Outcome(ADVICE, "gp")
    else:
        registered = Outcome(ADVICE if does == "other" else APPLIES, does)
    equality, rights = _public_law(runs, does, pays)
    return {
        "services": Outcome(APPLIES, "always"),
        "employer": Outcome(APPLIES, "always"),
        "public-sector": equality,
        "rights": rights,
        "regulations": registered,
    }


def _public_law(runs: str, does: str, pays: str) -> tuple[Outcome, Outcome]:
    """The Public Sector Equality Duty and the Human Rights Act: both turn on public authorities and functions."""
    if runs == "public":
        return Outcome(APPLIES, "public"), Outcome(APPLIES, "public")
    if pays == "person":
        return Outcome(NOT, "private"), Outcome(NOT, "private")
    if pays == "council" and does in ("home", "care-home"):
        return Outcome(ADVICE, "section-73"), Outcome(APPLIES, "section-73")
    return Outcome(ADVICE, "function"), Outcome(ADVICE, "function")
