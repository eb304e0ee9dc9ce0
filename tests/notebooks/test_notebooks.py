"""Every notebook runs from its first cell to its last, and every call shows what it promises."""

from pathlib import Path

import pytest
from pytest_notebook.nb_regression import NBRegressionFixture

from course import paths
from course.content import parts

NOTEBOOKS = sorted(path for path in paths.NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_every_exercise_chart_and_panel(
    path: Path, nb_regression: NBRegressionFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_WORK", str(tmp_path / "my-work.json"))
    nb_regression.exec_timeout = 60
    # Notebooks in git have no outputs, so what running adds is looked at below and is no difference here.
    nb_regression.diff_ignore = (
        "/cells/*/outputs",
        "/cells/*/execution_count",
        "/metadata/widgets",
        "/metadata/language_info",
    )
    notebook = nb_regression.check(path).nb_final
    calls = [cell for cell in notebook.cells if cell.cell_type == "code"][1:]
    for cell in calls:
        shown = [output.get("data", {}) for output in cell.outputs]
        form = "text/html" if cell.source.startswith("chart(") else "application/vnd.jupyter.widget-view+json"
        assert len(shown) == 1, cell.source
        assert form in shown[0], cell.source


def test_every_exercise_is_on_the_page_that_it_names() -> None:
    text = {path.stem: path.read_text(encoding="utf-8") for path in NOTEBOOKS}
    for part in parts().values():
        for exercise in part.exercises:
            assert f'ask(\\"{exercise.id}\\")' in text[exercise.page], exercise.id
