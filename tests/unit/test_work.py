"""The work file: merging, saving, what happens when it is damaged."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from course import paths, work
from course.work import Entry, Store, Work, WorkError, WorkFile, bring_back, merge, removal, reversal

entries = st.dictionaries(
    st.sampled_from(["answer/a", "answer/b", "handed-in/2-evidence"]),
    st.builds(Entry, st.integers(0, 5), st.sampled_from([None, "a", "b", {"x": 1, "y": 2}])),
)


@given(entries, entries)
def test_merging_gives_the_same_in_either_order(one: dict[str, Entry], other: dict[str, Entry]) -> None:
    assert merge(one, other) == merge(other, one)


@given(entries, entries, entries)
def test_merging_gives_the_same_however_it_is_grouped(
    a: dict[str, Entry], b: dict[str, Entry], c: dict[str, Entry]
) -> None:
    assert merge(merge(a, b), c) == merge(a, merge(b, c))


@given(entries)
def test_merging_the_same_again_changes_nothing(one: dict[str, Entry]) -> None:
    assert merge(one, one) == one


@given(entries, entries)
def test_no_entry_is_lost_and_the_newest_stays(one: dict[str, Entry], other: dict[str, Entry]) -> None:
    both = merge(one, other)
    assert both.keys() == one.keys() | other.keys()
    assert all(both[name].revision >= entry.revision for part in (one, other) for name, entry in part.items())


@given(entries, entries)
def test_bringing_work_back_loses_nothing_that_is_newer_here_and_can_be_undone(
    here: dict[str, Entry], there: dict[str, Entry]
) -> None:
    change = bring_back(here, there)
    after = merge(here, change.entries)
    for name, entry in there.items():
        if entry.value is not None:
            mine = here.get(name, Entry(0))
            newer_here = mine.value is not None and mine.revision > entry.revision
            assert after[name].value == (mine.value if newer_here else entry.value)
    undone = merge(after, reversal(here, after, change.entries))
    assert {n: e.value for n, e in undone.items() if e.value is not None} == {
        n: e.value for n, e in here.items() if e.value is not None
    }


def test_what_was_removed_stays_removed_when_an_older_copy_is_merged() -> None:
    old = {"answer/a": Entry(5, "b")}
    assert merge(merge(old, removal(old)), old)["answer/a"].value is None


def test_work_is_on_disk_when_write_returns(tmp_path: Path) -> None:
    file = WorkFile(tmp_path / "my-work.json")
    file.write({"answer/a": Entry(1, "c")})
    assert json.loads(file.path.read_text())["entries"]["answer/a"] == {"revision": 1, "value": "c"}
    assert file.read().value("answer/a") == "c"


def test_the_work_id_stays_the_same_from_write_to_write(tmp_path: Path) -> None:
    file = WorkFile(tmp_path / "my-work.json")
    first = file.write({"answer/a": Entry(1, "c")}).work_id
    assert file.write({"answer/b": Entry(2, "d")}).work_id == first


WRITER = """
import sys
from pathlib import Path
from course.work import Entry, WorkFile
file = WorkFile(Path(sys.argv[1]))
for i in range(40):
    file.write({f"answer/{sys.argv[2]}-{i}": Entry(i, "x")})
"""


def test_three_kernels_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "my-work.json"
    kernels = [subprocess.Popen([sys.executable, "-c", WRITER, path, name]) for name in "abc"]
    assert [kernel.wait(60) for kernel in kernels] == [0, 0, 0]
    assert len(WorkFile(path).read().entries) == 120


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"format": "something/else"}',
        b"\xff\xfe",
        b'{"format":"equally-outstanding/work/1","work_id":"x"}',
    ],
)
def test_a_damaged_file_is_set_aside_and_named_and_never_overwritten(tmp_path: Path, content: bytes) -> None:
    file = WorkFile(tmp_path / "my-work.json")
    for _ in range(2):
        file.path.write_bytes(content)
        file.write({"answer/a": Entry(1, "c")})
    aside = [path for path in tmp_path.glob("my-work.damaged-*") if path.read_bytes() == content]
    assert len(aside) == 2
    assert any(path.name in file.notice for path in aside)
    assert file.read().value("answer/a") == "c"


def test_clearing_leaves_no_work_behind(tmp_path: Path) -> None:
    file = WorkFile(tmp_path / "my-work.json")
    file.path.write_bytes(b"{")
    file.write({"answer/a": Entry(1, "c")})
    file.clear()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".json"] == []
    assert file.read().entries == {}


def test_a_file_held_by_another_program_is_reported_not_waited_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "LOCK_SECONDS", 0.2)
    file = WorkFile(tmp_path / "my-work.json")
    with FileLock(f"{file.path}.lock"):
        start = time.monotonic()
        with pytest.raises(WorkError, match="Another program holds"):
            file.write({})
        assert time.monotonic() - start < 5


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkError, match="could not be written"):
        WorkFile(tmp_path / "file" / "my-work.json").write({})


def test_the_work_file_is_where_the_setting_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_WORK", str(tmp_path / "mine.json"))
    assert work.location() == tmp_path / "mine.json"
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    assert work.location() == tmp_path / "my-work.json"


def test_without_the_setting_it_is_in_the_course_or_else_in_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COURSE_WORK", raising=False)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    assert work.location() == tmp_path / "my-work.json"
    monkeypatch.setattr(work.os, "access", lambda *_: False)
    monkeypatch.setattr(work.platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "data"))
    assert work.location() == tmp_path / "data" / "my-work.json"


def test_starting_again_can_be_undone_once(tmp_path: Path) -> None:
    store = Store(WorkFile(tmp_path / "my-work.json"))
    store.save({"answer/a": Entry(1, "c")})
    store.apply(removal(store.read().entries), "starting again")
    assert store.read().value("answer/a") is None
    assert store.undo_label == "starting again"
    assert store.undo().value("answer/a") == "c"
    assert store.undo_label == ""


def test_a_fresh_place_takes_over_the_id_of_the_work_that_is_brought_back(tmp_path: Path) -> None:
    old = Work(entries={"answer/a": Entry(1, "c")})
    store = Store(WorkFile(tmp_path / "my-work.json"))
    change = bring_back(store.read().entries, old.entries)
    assert store.apply(change.entries, "bringing your work back", old.work_id).work_id == old.work_id


def test_every_widget_hears_of_every_change(tmp_path: Path) -> None:
    store = Store(WorkFile(tmp_path / "my-work.json"))
    heard: list[object] = []
    store.subscribe(lambda work: heard.append(work.value("answer/a")))
    store.save({"answer/a": Entry(1, "c")})
    store.clear()
    assert heard == ["c", None]
