"""``python -m grading``: the trainer's commands, step by step. Every step can be run again."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from course.content import ContentError
from grading import layout
from grading.layout import GradingError

if TYPE_CHECKING:
    from grading.mark import Marked
    from grading.received import Report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 when all went well, 1 when something needs the trainer."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")  # A file's name may be no text at all.
    chosen = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        return command(chosen)
    except (GradingError, ContentError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run the command again to go on.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m grading",
        description="Mark what learners hand in: build, collect, mark, feedback, export, report.",
        epilog=f"Everything is kept in {layout.root()}. To use another folder, set GRADING_ROOT.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, words: str, command: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        below = commands.add_parser(name, help=words, description=words)
        below.set_defaults(command=command)
        return below

    add("check", "Check exercises, keys and notebooks for mistakes.", _check)
    graph = add("graph", "Draw the ways through a scenario, and list them, for its authors.", _graph)
    graph.add_argument("scenario", metavar="SCENARIO", help="the name of its file, without .yaml")
    graph.add_argument("--to", type=Path, default=Path(), metavar="FOLDER", help="where to; else the current folder")
    roster = add("roster", "Read who takes the course from a CSV file: id, name, email, group.", _roster)
    roster.add_argument("file", type=Path, metavar="FILE", help="a CSV file, as a spreadsheet saves it")
    add("build", "Write the marking sheets from exercises and keys.", _build)
    collect = add("collect", "Take in the files that learners handed in.", _collect)
    collect.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder or a zip file")
    collect.add_argument("--as", dest="learner", metavar="LEARNER", help="decide that one file is this learner's")
    mark = add("mark", "Mark what was collected and is new or changed.", _mark)
    mark.add_argument("learners", nargs="*", metavar="LEARNER", help="only these learners")
    mark.add_argument("--part", action="append", default=[], help="only this part; may be given more than once")
    mark.add_argument("--all", action="store_true", help="mark again what has not changed, too")
    feedback = add(
        "feedback", "Write each learner's feedback, with the right answers, and one zip file of all.", _feedback
    )
    feedback.add_argument("learners", nargs="*", metavar="LEARNER", help="only these learners")
    feedback.add_argument("--part", action="append", default=[], help="only this part; may be given more than once")
    feedback.add_argument("--zip", type=Path, metavar="FILE", help="where to; else feedback.zip in the marking folder")
    export = add("export", "Write the marks as CSV files for a spreadsheet.", _export)
    export.add_argument("file", nargs="?", type=Path, help="where to; else marks.csv in the marking folder")
    report = add(
        "report", "Say how the group did in the skills check before and after, where learners share it.", _report
    )
    report.add_argument("--to", type=Path, metavar="FILE", help="where to; else skills.html in the marking folder")
    add("demo", "Show every step with three made-up learners, in a folder of its own.", _demo)
    add("serve", "Open the gradebook (formgrader) in the browser.", _serve)
    return parser


def _check(_: argparse.Namespace) -> int:
    from grading.check import check

    findings = check()
    for finding in findings:
        print(finding)
    print(f"{len(findings)} thing(s) to mend." if findings else "Exercises, keys and notebooks are in order.")
    return 1 if findings else 0


def _graph(chosen: argparse.Namespace) -> int:
    from grading.drawing import draw

    try:
        path, lines = draw(chosen.scenario, chosen.to.absolute())
    except OSError as error:
        raise GradingError(
            f"The drawing could not be written into {chosen.to.absolute()} ({error.strerror}). Name another folder with --to."
        ) from error
    for line in lines:
        print(line)
    print(f"Drawn: {path}")
    return 0


def _build(_: argparse.Namespace) -> int:
    from grading.build import build

    for line in build():
        print(line)
    return 0


def _roster(chosen: argparse.Namespace) -> int:
    from grading.roster import take_over

    for line in take_over(chosen.file):
        print(line)
    return 0


def _collect(chosen: argparse.Namespace) -> int:
    from grading.collect import collect, collect_as

    if chosen.learner is None:
        report = collect(chosen.paths, _progress)
    elif len(chosen.paths) == 1:
        report = collect_as(chosen.learner, chosen.paths[0])
    else:
        raise GradingError("--as decides about one file at a time.")
    _list_taken_in(report)
    _list("Left alone, being neither .json nor .zip", map(_printable, report.passed_over))
    _list("NOT taken in", [f"{_printable(file.name)}\n    {file.reason} {file.mend}" for file in report.refused])
    if report.refused:
        print("These files lie where they were, and nobody's marks have changed because of them.")
    elif not (report.counting or report.kept or report.again):
        print("No submission was found there.")
        return 1
    return 1 if report.refused else 0


def _list_taken_in(report: "Report") -> None:
    _list("Taken in", report.counting)
    _list("Kept, but not what counts", report.kept)
    if report.again:
        print(f"Had already, nothing new: {report.again}")
    _list("Please look at", report.look)


def _mark(chosen: argparse.Namespace) -> int:
    from grading.mark import mark

    report = mark(chosen.learners, chosen.part, everything=chosen.all, progress=_progress)
    _list_taken_in(report.taken_in)
    _list("Marked", [_marked(done) for done in report.marked])
    if any(done.waits for done in report.marked):
        print("To mark what waits for you, run `python -m grading serve` and open Manual Grading.")
    moved = [(done, done.before) for done in report.marked if done.moved and done.before]
    _list(
        "Marks that moved",
        [
            f"{done.learner}: {done.assignment} from {before[0]:g} of {before[1]:g} to {done.score:g} of {done.max_score:g}"
            for done, before in moved
        ],
    )
    if report.unchanged:
        print(f"Unchanged since they were marked: {report.unchanged}")
    _list("OPEN, no mark was made or changed", [f"{file.name}\n    {file.reason} {file.mend}" for file in report.open])
    if not (report.marked or report.unchanged or report.open):
        print("Nothing has been collected yet.")
    return 1 if report.open else 0


def _feedback(chosen: argparse.Namespace) -> int:
    from grading.feedback import feedback

    report = feedback(chosen.learners, chosen.part, zip_file=chosen.zip, progress=_progress)
    _list("New", report.new)
    _list("Changed", report.changed)
    if report.unchanged:
        print(f"Unchanged: {report.unchanged}")
    _list("Waiting in part for your marks, and the feedback says so", report.waiting)
    _list("NO feedback was made", [f"{one.name}\n    {one.reason} {one.mend}" for one in report.none])
    if not (report.new or report.changed or report.unchanged):
        print("There is no feedback: nothing has been marked yet.")
        return 1 if report.none else 0
    _list("Not handed in", report.not_handed_in)
    print(report.zip or "No zip file was written: it is for everyone. To pack these, name one with --zip.")
    print("Feedback holds the right answers. Send or release it when everyone has handed in.")
    return 1 if report.none else 0


def _marked(done: "Marked") -> str:
    waits = ", and an answer that waits for you" if done.waits else ""
    return f"{done.learner}: {done.assignment} {done.score:g} of {done.max_score:g}{waits}"


def _export(chosen: argparse.Namespace) -> int:
    from grading.export import export

    for path in export((chosen.file or layout.root() / "marks.csv").absolute()):
        print(f"Written: {path}")
    return 0


def _report(chosen: argparse.Namespace) -> int:
    from grading.report import group, lines, write

    found = group()
    path = (chosen.to or layout.root() / "skills.html").absolute()
    for line in lines(found):
        print(line)
    write(found, path)
    print(f"\nWritten: {path}")
    return 0


def _demo(_: argparse.Namespace) -> int:
    from grading.demo import demo

    return demo(main)


def _serve(_: argparse.Namespace) -> int:
    from grading.serve import serve

    return serve()


def _list(heading: str, lines: "Sequence[str] | map[str]") -> None:
    found = list(lines)
    if found:
        print(f"{heading}: {len(found)}")
        for line in found:
            print(f"  {line}")


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
