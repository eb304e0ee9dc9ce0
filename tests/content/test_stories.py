"""Every way through every scenario is walked, and the stories cover what the resource names."""

from typing import get_args

import pytest
from texts import STORIES

from course.scenarios import SIZE, Change, faults, ways

every_story = pytest.mark.parametrize("name", STORIES)


@every_story
def test_every_way_comes_to_an_ending_and_every_ending_has_a_way(name: str) -> None:
    story = STORIES[name]
    assert list(faults(story)) == []
    ends = set()
    for way, ending in ways(story):
        assert 1 <= len(way) < SIZE.stop
        ends.add(ending)
    assert ends == set(story.endings)


@every_story
def test_endings_differ_under_every_heading(name: str) -> None:
    story = STORIES[name]
    for row in story.rows:
        lines = [ending.rows[row] for ending in story.endings.values()]
        assert len(set(lines)) > 1, row


def test_each_change_has_its_story_and_what_no_provider_decides_is_played_for_a_whole_area() -> None:
    assert {story.change for story in STORIES.values()} == set(get_args(Change))
    beyond = {story.change for story in STORIES.values() if story.level == "system"}
    assert {"unmet-demand", "higher-fees"} <= beyond
