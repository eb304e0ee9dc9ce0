"""``case_studies``: all case studies as cards to filter, pages to read, and two to lay side by side."""

from functools import cache
from typing import Any

import msgspec

from course.cases import PRINCIPLES, SECTORS, cases
from course.factors import factors
from course.widget import CourseWidget, front_end


@cache
def case_studies() -> "CaseLibraryWidget":
    """The case studies. Called twice, it is the same widget. Raises ContentError if a file of theirs is wrong."""
    told = cases()
    every = told.values()
    names = {name: factor.name for name, factor in factors().factors.items()}
    groups = {group for case in every for group in case.groups}
    return CaseLibraryWidget(
        fixed={
            "filters": [
                _filter("sector", "Sector", SECTORS, {case.sector for case in every}),
                _filter("factor", "Success factor", names, {name for case in every for name in case.factors}),
                _filter("group", "Group of people", {group: group for group in sorted(groups)}, groups),
                _filter(
                    "principle", "Principle (FREDA)", PRINCIPLES, {name for case in every for name in case.principles}
                ),
            ],
            "cases": [{"id": name, **msgspec.to_builtins(case)} for name, case in told.items()],
        }
    )


def _filter(name: str, label: str, words: dict[str, str], used: set[str]) -> dict[str, Any]:
    """One filter with the values that occur. They go as a list: a browser would sort ids that are numbers."""
    return {"name": name, "label": label, "options": [each for each in words.items() if each[0] in used]}


class CaseLibraryWidget(CourseWidget):
    """Filters, cards, pages and a comparison. It needs the kernel only to appear."""

    _esm = front_end("pictures", "case-studies")
