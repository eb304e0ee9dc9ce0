"""The report on a group: from real files that learners handed in, through a real collection, to figures with intervals."""

import json
import shutil
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from learners import PART, Run, write

from course.content import parts
from course.handin import submission
from course.skill_questions import When, skills_content
from course.work import Entry, Work
from grading import layout
from grading.paired import Pairs, mean_interval, newcombe_paired, t_95
from grading.report import FEWEST, Group, group, lines

SKILLS = skills_content().skills
WORK = f"{7:032x}"


@pytest.mark.parametrize(
    ("pairs", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 2635-2650: his example with 20, 12, 2 and 16 pairs, method 10.
        (Pairs(both=20, after=12, before=2, neither=16), 5.62, 32.92),
        # Fagerland, Lydersen and Laake (2014), Statistics in Medicine 33, 2850-2875: 1, 1, 7 and 12 pairs.
        (Pairs(both=1, after=1, before=7, neither=12), -50.7, -2.6),
    ],
)
def test_newcombes_paired_interval_agrees_with_published_examples(pairs: Pairs, low: float, high: float) -> None:
    interval = newcombe_paired(pairs)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=0.05)


def test_the_paired_interval_turns_round_with_time_and_stays_within_all_and_none() -> None:
    for both in range(4):
        for before in range(4):
            for after in range(4):
                for neither in range(4):
                    if not both + before + after + neither:
                        continue
                    there = newcombe_paired(Pairs(both, before, after, neither))
                    back = newcombe_paired(Pairs(both, after, before, neither))
                    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
                    assert -100.01 <= there.low <= there.high <= 100.01


def test_one_of_two_answers_that_always_agree_leaves_room_for_chance() -> None:
    interval = newcombe_paired(Pairs(both=10, before=0, after=0, neither=0))
    assert interval.low == pytest.approx(-interval.high)
    assert interval.high > 20


@pytest.mark.parametrize(
    ("degrees", "value"), [(1, 12.706), (2, 4.303), (9, 2.262), (10, 2.228), (19, 2.093), (30, 2.042), (120, 1.980)]
)
def test_students_t_agrees_with_printed_tables(degrees: int, value: float) -> None:
    assert t_95(degrees) == pytest.approx(value, abs=0.0006)


def test_the_interval_of_a_mean_agrees_with_students_own_example() -> None:
    # "Student" (1908), Biometrika 6: hours of sleep gained, in ten pairs; the interval as R's help page prints it.
    interval = mean_interval([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
    assert interval
    assert (interval.low, interval.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)


def test_no_interval_is_made_up_where_nothing_varies() -> None:
    assert mean_interval([2, 2, 2]) is None
    assert mean_interval([2]) is None
    with pytest.raises(ValueError, match="too few"):
        t_95(0)


def answered(when: When, right: int) -> dict[str, str]:
    """Answers of which the first so many are right."""
    found = {}
    for place, (name, skill) in enumerate(SKILLS.items()):
        key = skill.question(when).key
        found[name] = key.right if place < right else next(iter(key.misreadings))
    return found


def sent(
    inbox: Path, learner: str, part: str = PART, work_id: str = "", name: str = "", **checks: dict[str, str] | None
) -> Path:
    """A file as Hand in makes it, by somebody who ticked these checks. None: a tick that was taken away."""
    entries: dict[str, Any] = {}
    for when, answers in checks.items():
        values = {**(answers or {}), "finished": "yes", "shared": "yes" if answers is not None else None}
        entries |= {f"skills/{when}/{what}": Entry(1, value) for what, value in values.items()}
    work = Work(work_id=work_id or sha256(learner.encode()).hexdigest()[:32], entries=entries)
    return write(inbox / (name or f"{learner}-{part}.json"), submission(parts()[part], work, learner).text())


def cohort(inbox: Path, people: int) -> None:
    """People of whom each gains a little more than the one before: 0, 1, 2, 0, 1, 2 …"""
    for number in range(people):
        sent(inbox, f"p{number:02}", before=answered("before", 2), after=answered("after", 2 + number % 3))


class Page(HTMLParser):
    """The tags of a page, by name, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style":
            self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_a_group_has_its_figures_with_intervals_in_text_and_as_a_page(built: Path, inbox: Path, run: Run) -> None:
    cohort(inbox, 12)
    sent(inbox, "only-after", after=answered("after", 6))
    sent(inbox, "nothing")
    assert run("collect", inbox)[0] == 0
    code, printed = run("report")
    assert code == 0
    assert "Learners who have handed in: 14" in printed
    assert "Of these, let you see a finished check: 13" in printed
    assert "Of these, finished both checks and let you see both: 12" in printed
    assert "Questions right of 6, on average: 2.0 before and 3.0 after." in printed
    # Gains of 0, 1 and 2, four times each: standard deviation 0.8528, t with 11 degrees 2.201, so 1 and 0.542 more or less.
    assert "Change for one person, on average: 1.0, 95% interval from 0.5 to 1.5 (Student's t, paired)." in printed
    first, _, third, fourth = [skill.name for skill in list(SKILLS.values())[:4]]
    assert f"{first}: 100% before (12 of 12), 100% after (12). Change 0 points" in printed
    assert f"{third}: 0% before (0 of 12), 67% after (8). Change 67 points" in printed
    assert f"{fourth}: 0% before (0 of 12), 33% after (4). Change 33 points" in printed
    assert "There is no group without the course to compare with" in printed
    page = Page((built / "skills.html").read_text("utf-8"))
    assert page.all("html") == [{"lang": "en-GB"}]
    assert [tag for tag, _ in page.tags if tag in ("h1", "h2")] == ["h1", *["h2"] * 5]
    assert len(page.all("caption")) == 1
    assert [one["scope"] for one in page.all("th")] == ["col"] * 5 + ["row"] * 6
    (picture,) = page.all("svg")
    assert picture["role"] == "img"
    assert f"{third}: Change 67 points, 95% interval from" in str(picture["aria-label"])
    for words in ("3.0 after", "67% (8)", "What does not follow", "this has not been tried out"):
        assert words in page.words
    assert "p00" not in page.words


def test_below_ten_people_with_both_no_figures_are_given(built: Path, inbox: Path, run: Run) -> None:
    cohort(inbox, FEWEST - 1)
    run("collect", inbox)
    code, printed = run("report")
    assert code == 0
    assert f"No figures are shown: {FEWEST - 1} finished both checks, and at least {FEWEST} are needed." in printed
    assert "a person could be recognised" in printed
    page = Page((built / "skills.html").read_text("utf-8"))
    for words in (printed, page.words):
        assert "%" not in words
        assert "on average" not in words
    assert page.all("table") == []
    cohort(inbox, FEWEST)
    run("collect", inbox)
    assert "on average" in run("report")[1]


def test_the_newest_file_that_says_anything_of_the_check_decides(built: Path, inbox: Path, run: Run) -> None:
    def shared() -> list[dict[When, dict[str, str]]]:
        return [{when: dict(answers) for when, answers in one.items()} for one in group().shared]

    sent(inbox, "anna", before=answered("before", 1))
    run("collect", inbox)
    assert shared() == [{"before": answered("before", 1)}]
    later = sent(inbox, "anna", name="b.json", before=answered("before", 1), after=answered("after", 5))
    code, printed = run("collect", later)
    assert code == 0
    assert "the same answers, and the skills check for the report" in printed
    assert shared() == [{"before": answered("before", 1), "after": answered("after", 5)}]
    run("collect", sent(inbox, "anna", "1-why", name="c.json"))  # says nothing of it
    assert len(shared()[0]) == 2
    run("collect", sent(inbox, "anna", name="d.json", before=None, after=None))
    assert shared() == []
    assert group().learners == 1


def test_one_piece_of_work_under_two_ids_is_counted_once_and_said(built: Path, inbox: Path, run: Run) -> None:
    for learner in ("anna", "ann"):
        sent(inbox, learner, work_id=WORK, after=answered("after", 3))
    run("collect", inbox)
    _, printed = run("report")
    assert "Of these, let you see a finished check: 1" in printed
    assert "ann and anna handed in one and the same saved work. It is counted once." in printed


def test_a_check_of_another_version_is_left_out_and_named(built: Path, inbox: Path, run: Run) -> None:
    first = next(iter(SKILLS))
    sent(inbox, "anna", before=answered("before", 3), after=answered("after", 3))
    file = inbox / f"anna-{PART}.json"
    told = json.loads(file.read_text())
    told["skills"]["before"][first] = "z"
    write(file, told)
    run("collect", inbox)
    code, printed = run("report")
    assert code == 0
    assert "anna: the check before is left out." in printed
    assert [list(one) for one in group().shared] == [["after"]]


@pytest.mark.parametrize("bad", ['"yes"', '{"between": {}}', '{"after": {"chance": 1}}', '{"after": ["a"]}'])
def test_a_file_whose_check_was_changed_by_hand_is_refused_and_named(
    built: Path, inbox: Path, run: Run, bad: str
) -> None:
    file = sent(inbox, "anna", after=answered("after", 3))
    told = json.loads(file.read_text())
    told["skills"] = json.loads(bad)
    write(file, told)
    code, printed = run("collect", file)
    assert code == 1
    assert "It was changed or damaged" in printed


def test_a_submission_that_was_taken_away_as_a_slip_no_longer_counts(built: Path, inbox: Path, run: Run) -> None:
    sent(inbox, "anna", after=answered("after", 3))
    sent(inbox, "ben", after=answered("after", 3))
    run("collect", inbox)
    shutil.rmtree(layout.submitted("anna", PART))
    assert group().learners == 1


def test_without_submissions_the_report_says_what_to_do(built: Path, run: Run) -> None:
    code, printed = run("report")
    assert code == 1
    assert printed == (
        "Nothing has been collected yet, so there is nothing to report. Run `python -m grading collect` first.\n"
    )


def test_the_page_goes_where_it_is_told_and_a_place_that_cannot_be_written_is_named(
    built: Path, inbox: Path, run: Run, tmp_path: Path
) -> None:
    sent(inbox, "anna", after=answered("after", 3))
    run("collect", inbox)
    code, printed = run("report", "--to", tmp_path / "out" / "group.html")
    assert code == 0
    assert (tmp_path / "out" / "group.html").is_file()
    assert str(tmp_path / "out" / "group.html") in printed
    (tmp_path / "file").write_text("")
    code, printed = run("report", "--to", tmp_path / "file" / "group.html")
    assert code == 1
    assert "cannot be written" in printed
    assert "--to" in printed


def test_all_who_change_alike_get_no_interval() -> None:
    alike = [{"before": answered("before", 2), "after": answered("after", 3)} for _ in range(FEWEST)]
    said = "\n".join(lines(Group(FEWEST, alike)))  # type: ignore[arg-type]
    assert "Change for one person, on average: 1.0. All changed by the same number" in said
