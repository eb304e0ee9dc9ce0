"""``explore``: a picture that answers to choices. Python computes every setting; the browser draws the chosen one."""

from functools import cache

import msgspec

from course.content import ContentError
from course.explorers import hospice_gap
from course.widget import CourseWidget, front_end

EXPLORERS = {"hospice-gap": hospice_gap.build}


@cache
def explore(explorer_id: str) -> "ExplorerWidget":
    """The explorer with this id. Raises ContentError if there is none or its words are wrong."""
    if explorer_id not in EXPLORERS:
        raise ContentError(f"There is no explorer {explorer_id!r}. The explorers are: {', '.join(EXPLORERS)}.")
    scenes = EXPLORERS[explorer_id]()
    return ExplorerWidget(fixed={"id": explorer_id, **msgspec.to_builtins(scenes)})


class ExplorerWidget(CourseWidget):
    """Controls, pictures, words and a table. It needs the kernel only to appear."""

    _esm = front_end("explorer")
