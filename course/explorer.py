"""``explore``: a picture that answers to choices. Python computes every setting; the browser draws the chosen one."""

from functools import cache

import msgspec

from course import paths
from course.content import ContentError
from course.explorers.case_factors import CaseFactors
from course.explorers.factor_map import FactorMap
from course.explorers.hospice_gap import HospiceGap
from course.explorers.how_big import HowBig
from course.explorers.how_sure import HowSure
from course.explorers.influence import Influence
from course.explorers.more_than_noise import MoreThanNoise
from course.explorers.one_or_two import OneOrTwo
from course.explorers.one_service import OneService
from course.explorers.picking_the_best import PickingTheBest
from course.explorers.pull_a_lever import PullALever
from course.explorers.same_chance import SameChance
from course.explorers.score_maker import ScoreMaker
from course.explorers.survey_worlds import SurveyWorlds
from course.explorers.which_duties import WhichDuties
from course.explorers.who_is_missing import WhoIsMissing
from course.explorers.words import Words, read_words
from course.widget import CourseWidget, front_end

EXPLORERS: dict[str, type[Words]] = {
    "one-service": OneService,
    "influence": Influence,
    "how-big": HowBig,
    "which-duties": WhichDuties,
    "hospice-gap": HospiceGap,
    "score-maker": ScoreMaker,
    "how-sure": HowSure,
    "who-is-missing": WhoIsMissing,
    "survey-worlds": SurveyWorlds,
    "one-or-two": OneOrTwo,
    "factor-map": FactorMap,
    "case-factors": CaseFactors,
    "picking-the-best": PickingTheBest,
    "same-chance": SameChance,
    "more-than-noise": MoreThanNoise,
    "pull-a-lever": PullALever,
}


@cache
def explore(explorer_id: str) -> "ExplorerWidget":
    """The explorer with this id. Raises ContentError if there is none or its words are wrong."""
    if explorer_id not in EXPLORERS:
        raise ContentError(f"There is no explorer {explorer_id!r}. The explorers are: {', '.join(EXPLORERS)}.")
    words, scenes = read_words(paths.EXPLORERS / f"{explorer_id}.yaml", EXPLORERS[explorer_id])
    # Controls and options go as lists: a browser would sort option ids that are numbers.
    controls = [
        {"name": name, **msgspec.to_builtins(control), "options": list(control.options.items())}
        for name, control in words.controls.items()
    ]
    return ExplorerWidget(
        fixed={
            "id": explorer_id,
            "title": words.title,
            "intro": words.intro,
            "note": words.note,
            "columns": words.columns,
            "caption": words.caption,
            "controls": controls,
            "scenes": msgspec.to_builtins(scenes),
        }
    )


class ExplorerWidget(CourseWidget):
    """Controls, pictures, words and a table. It needs the kernel only to appear."""

    _esm = front_end("pictures", "explorer")
