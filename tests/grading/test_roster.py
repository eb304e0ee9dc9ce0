"""The roster: read as spreadsheets save it, and never guessed at."""

from pathlib import Path

import pytest
from learners import Course, Run, submission, write
from test_export import exported

from grading import roster
from grading.layout import GradingError
from grading.nbgrader_api import api

PLAIN = 'id,name,email,group\nab12,Zoë Müller,zoe@example.org,North\ncd34,"van Dam, Ann",,South\n'


def saved(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace("\n", "\r\n").encode("cp1252"),
        PLAIN.replace(",", ";").replace('"van Dam; Ann"', "van Dam, Ann").encode("utf-8-sig"),
        b"sep=;\r\n" + PLAIN.replace(",", ";").replace("van Dam; Ann", "van Dam, Ann").encode("cp1252"),
        PLAIN.replace(",", "\t").replace("van Dam\t Ann", "van Dam, Ann").encode("utf-16"),
        b" ID , Name,EMAIL,Group\n" + PLAIN.partition("\n")[2].encode() + b",,,\n\n",
    ],
    ids=["plain", "bom", "windows", "semicolons", "sep", "unicode-text", "headings"],
)
def test_a_roster_is_read_as_spreadsheets_save_it(raw: bytes, tmp_path: Path) -> None:
    people = roster.read(saved(tmp_path / "roster.csv", raw))
    assert [(p.id, p.name, p.email, p.group) for p in people.values()] == [
        ("ab12", "Zoë Müller", "zoe@example.org", "North"),
        ("cd34", "van Dam, Ann", "", "South"),
    ]
    assert [p.first_and_last for p in people.values()] == [("Zoë", "Müller"), ("Ann", "van Dam")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: there is no column `id`"),
        ("name,email\nAnn,\n", "line 1: there is no column `id`"),
        ("id,phone\nab12,1\n", "line 1: unknown column 'phone'"),
        ("id,id\nab12,1\n", "line 1: the column 'id' stands there twice"),
        ("id,name\n", "names nobody"),
        ("id,name\nab12,Ann\n,Ben\n", "line 3: the id is missing"),
        ("id,name\nab12,Ann\n\nab12,Ben\n", "line 4: 'ab12' stands there twice"),
        ("id,name\nab12,Ann\nAB12,Ben\n", "line 3: 'AB12' and 'ab12' differ only in capital letters"),
        ("id,name\na b,Ann\n", "line 2: 'a b' cannot be an id"),
        ("id,name,group\nab12,Dam, Ann,North\n", "line 2: there are more cells than columns"),
        ('id,name\nab12,"Ann\n', "line 2: unexpected end of data"),
        ("sep=;\nid;name\nab12;Ann\n;Ben\n", "line 4: the id is missing"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken_over(
    text: str, message: str, root: Path, tmp_path: Path, run: Run
) -> None:
    file = saved(tmp_path / "roster.csv", text.encode())
    code, printed = run("roster", file)
    assert code == 1
    assert message in printed
    assert not (root / "roster.json").exists()


def test_all_wrong_lines_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(GradingError) as caught:
        roster.read(saved(tmp_path / "roster.csv", b"id,name\n,Ann\na b,Ben\n"))
    assert "line 2" in str(caught.value)
    assert "line 3" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path, run: Run) -> None:
    code, printed = run("roster", tmp_path / "none.csv")
    assert code == 1
    assert "none.csv: There is no such file" in printed


def test_names_reach_the_gradebook_and_names_and_groups_the_export(
    built: Path, course: Course, inbox: Path, tmp_path: Path, run: Run
) -> None:
    file = saved(tmp_path / "roster.csv", PLAIN.encode())
    code, printed = run("roster", file)
    assert code == 0
    assert "2 people are on the roster" in printed
    with api().gradebook as book:
        student = book.find_student("ab12")
        assert (student.first_name, student.last_name, student.email) == ("Zoë", "Müller", "zoe@example.org")
    run("collect", write(inbox / "a.json", submission(course.right)))
    run("mark")
    rows = exported(built, run)
    assert {name: (row["first name"], row["last name"], row["group"]) for name, row in rows.items()} == {
        "ab12": ("Zoë", "Müller", "North"),
        "cd34": ("Ann", "van Dam", "South"),
    }
    assert rows["cd34"]["status"] == "not handed in"


def test_a_roster_read_again_says_what_changed(root: Path, tmp_path: Path, run: Run) -> None:
    run("roster", saved(tmp_path / "roster.csv", PLAIN.encode()))
    code, printed = run("roster", saved(tmp_path / "roster.csv", b"id,name\nab12,Zoe\nef56,Eve\n"))
    assert code == 0
    assert "New: ef56" in printed
    assert "Changed: ab12" in printed
    assert "what they handed in stays: cd34" in printed
    with api().gradebook as book:
        assert book.find_student("ab12").first_name is None
        assert book.find_student("cd34").last_name == "van Dam"


def test_an_id_that_is_not_on_the_roster_is_pointed_out_with_the_nearest(
    built: Path, course: Course, inbox: Path, tmp_path: Path, run: Run
) -> None:
    write(inbox / "a.json", submission(course.right, "AB-12"))
    assert "roster" not in run("collect", inbox)[1]
    run("roster", saved(tmp_path / "roster.csv", PLAIN.encode()))
    write(inbox / "b.json", submission(course.right, "ab12", work_id="a" * 32))
    write(inbox / "c.json", submission(course.right, "somebody", work_id="b" * 32))
    code, printed = run("collect", inbox)
    assert code == 0
    assert "AB-12 is not on the roster. Nearest is ab12" in printed
    assert "somebody is not on the roster.\n" in printed
    assert "Taken in: 2" in printed
