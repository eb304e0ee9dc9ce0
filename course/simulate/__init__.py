"""The simulated data: made by ``python -m course.simulate``, described in ``assets/data/dictionary.md``.

For hospices and survey there are two worlds with the same invented units. In the first a link was put in. In the second,
the same answers are dealt to everybody by a shuffle. The workforce is one world, in three sizes.
"""

import csv
from collections.abc import Callable
from pathlib import Path

from course import paths
from course.simulate import hospices, survey, workforce
from course.simulate.dealing import Row

FILES: dict[str, Callable[[], list[Row]]] = {
    "hospices-simulated-effect.csv": hospices.effect_world,
    "hospices-simulated-no-effect.csv": hospices.no_effect_world,
    "survey-simulated-trusts.csv": survey.trusts,
    "survey-simulated-effect.csv": survey.effect_world,
    "survey-simulated-no-effect.csv": survey.no_effect_world,
    "workforce-simulated.csv": workforce.services,
}
NOTE = "simulated for teaching"


def write(folder: Path = paths.DATA) -> list[Path]:
    """Write every file as CSV into ``folder``, each row with the note that it is simulated. Returns the files."""
    written = []
    for name, make in FILES.items():
        rows = make()
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*rows[0], "note"])
            writer.writerows([*row.values(), NOTE] for row in rows)
        written.append(path)
    return written
