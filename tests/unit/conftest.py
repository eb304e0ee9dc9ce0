"""Every unit test works on a work file and widgets of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from course import (
    analyser,
    assessment,
    budgeter,
    certify,
    estimator,
    exercise,
    panels,
    planner,
    player,
    routes,
    skills,
    work,
)

settings.register_profile("course", deadline=None)  # a busy machine is no failure
settings.load_profile("course")


@pytest.fixture(autouse=True)
def own_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The path of a work file that no other test uses."""
    path = tmp_path / "my-work.json"
    monkeypatch.setenv("COURSE_WORK", str(path))
    monkeypatch.setattr(work, "_store", None)
    caches = [
        analyser._widget,
        assessment._widget,
        budgeter._widget,
        estimator._widget,
        exercise._widget,
        player._widget,
        planner._widget,
        certify._widget,
        panels._work_panel,
        panels._hand_in_panel,
        skills._widget,
        routes._widget,
    ]
    for cached in caches:
        cached.cache_clear()
    yield path
    for cached in caches:
        cached.cache_clear()
