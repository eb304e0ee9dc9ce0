"""Find mistakes in exercises, keys and notebooks, on the learner's and the trainer's side together."""

import ast
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import yaml

import course
from course import glossary, paths
from course.assessments.words import Words as AssessmentWords
from course.budgets.content import Service, Words
from course.budgets.faults import faults as budget_faults
from course.cases import CaseStudy
from course.content import (
    ContentError,
    Exercise,
    Match,
    MatchKey,
    Multi,
    MultiKey,
    Number,
    NumberKey,
    Order,
    OrderKey,
    Part,
    Reflection,
    Single,
    SingleKey,
    Text,
    TextKey,
    practice_key,
    read_yaml,
)
from course.factors import Factors
from course.impacts.content import Words as ImpactWords
from course.impacts.content import faults as impact_faults
from course.plan.content import Words as PlanWords
from course.plan.content import faults as plan_faults
from course.quantity import read_number
from course.scenarios import Scenario, faults
from course.scoring import full_marks, ids, problem
from course.skill_questions import FINISHED, SHARED, SKILLS, WHEN, SkillsCheck, as_exercise
from course.ways.outline import Outline
from course.ways.outline import faults as outline_faults
from grading import layout

MESSAGES = {
    # name: (what is wrong, how to mend it)
    "unreadable": ("cannot be read: {}", "Mend the file at the place named."),
    "name-twice": ("{} stands twice in one list, and only the last is taken", "Rename or remove one."),
    "part-name": ("says that it is the part {}", "Give `part` the file's name."),
    "id-twice": ("the id {} stands already in another place", "Choose another id."),
    "id-form": ("the id {} cannot be used", "Use up to 50 small letters, digits and hyphens."),
    "no-marks": ("{} has less than one mark", "Give `marks` a whole number from 1."),
    "no-key-file": ("has graded exercises, but there is no {}", "Write the keys."),
    "stray-key-file": ("belongs to no part with graded exercises", "Remove it, or name it as the part."),
    "no-key": ("the graded exercise {} has no key", "Write its key in grading/key."),
    "stray-key": ("the key {} belongs to no graded exercise", "Remove it, or rename it as the exercise."),
    "key-shown": ("the graded exercise {} has its key where learners can read it", "Move the key to grading/key."),
    "key-unreadable": ("the key of {} cannot be read", "Mend it as the message says."),
    "practice-no-key": ("the practice exercise {} has no key", "Write `key` under it: it answers at once."),
    "practice-no-hint": ("the practice exercise {} has no hint", "Write `hint`."),
    "few-options": ("{} has fewer than two options, items or rows", "Write more of them."),
    "option-form": ("the option, item or row {} cannot have this id", "Use small letters, digits and hyphens."),
    "option-long": ("an option to match is longer than {} characters", "Shorten it: small screens cut it off."),
    "right-unknown": (
        "the right answer to {} would not be taken as an answer",
        "Name options, items or rows that it has.",
    ),
    "right-incomplete": ("the right answer to {} leaves a row open", "Give every row an option."),
    "all-right": ("every option of {} is right", "Write an option that is not."),
    "in-order": ("the items of {} already stand in order", "List them in another order."),
    "no-feedback": ("an answer has no feedback: {}", "Write what it teaches."),
    "stray-feedback": ("feedback is for no option: {}", "Remove it, or rename it as the option."),
    "no-misreading": ("a wrong answer names no misreading: {}", "Name the error that leads to it."),
    "stray-misreading": ("a misreading is for no wrong option: {}", "Remove it."),
    "right-longest": (
        "the right option of {} is the longest",
        "Shorten it, or lengthen another: length gives it away.",
    ),
    "number-unreadable": ("{} would not be taken as an answer when typed", "Change the value or the unit."),
    "tolerance": ("a tolerance is less than 0: {}", "Write 0 or more."),
    "near-right": ("a wrong number of {} lies within what counts as right", "Change the value or a tolerance."),
    "words": ("{} does not ask for a short text", "Give `words` a number from 1 to 500."),
    "reflection-graded": ("the reflection {} is graded", "Write `graded: false`: it is the learner's own."),
    "reflection-key": ("the reflection {} has a key or a hint", "Remove it: there is nothing to get right."),
    "rubric-marks": ("the rubric of {} does not add up to its marks", "Change `marks` of the exercise or of a line."),
    "rubric-line": ("a line of the rubric of {} gives no mark or says nothing", "Give it one mark or more, and words."),
    "model": ("the model answer to {} would not be taken as an answer", "Write one as a learner might."),
    "blank": ("nothing is written at {}", "Write it."),
    "case-number": ("the number {} stands already in another case study", "Choose another `number`."),
    "case-name": ("the name {} stands already in another case study", "Choose another."),
    "case-group": ("the group {} is written in another way elsewhere", "Use one way of writing in all case studies."),
    "case-rating": ("the rating {} has no year", "Write its month and year: it may have changed since."),
    "case-factors": ("no success factor is stated or inferred", "Write one or more under `factors`."),
    "has-output": ("cell {} holds an output or a count", "Clear all outputs and save."),
    "not-allowed": (
        "cell {} holds code that does not run by itself",
        "Write one call with quoted text, or plain Markdown.",
    ),
    "import": (
        "the first code cell does not import exactly what the page uses: {}",
        "Write that line, and no other import.",
    ),
    "not-found": ("{} does not exist", "Write it, or mend the name."),
    "asked-twice": ("{} is asked more than once", "Ask it once."),
    "asked-elsewhere": ("{} belongs to another page", "Ask it there, or change its `page`."),
    "no-section": ("{} is no heading of the page", "Give `section` the words of a heading, or leave it out."),
    "never-asked": ("{} is asked on no page", "Ask it in its notebook, or remove it."),
    "start-unknown": ("the story begins at {}, which is no node", "Give `start` the id of a node."),
    "next-unknown": ("a choice leads nowhere: {}", "Give `next` the id of a node or an ending."),
    "dead-end": ("the node {} has no choices", "Write two or more, or make it an ending."),
    "one-choice": ("the node {} has one choice only", "Write another, which a decent person might make too."),
    "many-choices": ("a node has too many choices: {}", "Leave some out, or spread them over two nodes."),
    "story-loop": ("the story can go round for ever: {}", "Let one of these choices lead on: learners can step back."),
    "not-reached": ("no way leads to {}", "Let a choice lead there, or remove it."),
    "no-ending": ("the story has no ending", "Write two or more."),
    "one-ending": ("the story has one ending only: {}", "Write another: choices must make a difference."),
    "story-size": ("the story has too few or too many nodes and endings: {}", "Add some, or leave some out."),
    "name-shared": ("{} is a node and an ending", "Rename one of them."),
    "no-rows": ("the story has no headings by which endings are compared", "Write `rows`."),
    "row-missing": ("an ending says nothing under a heading: {}", "Write a line for it in the ending's `rows`."),
    "row-stray": ("an ending has a line under no heading: {}", "Remove it, or write the heading in `rows`."),
    "no-text": ("a text is empty: {}", "Write it."),
    "text-long": ("a text is too long for a screen: {}", "Shorten it, or spread it over two nodes."),
    "budget-unknown": ("a name is not known: {}", "Write it in budget.yaml or in the service, or mend it."),
    "budget-id": (
        "a measure or a way to lower its risk cannot be called {}",
        "Use up to 50 small letters, digits and hyphens.",
    ),
    "few-measures": ("there are fewer than {} measures", "Write more."),
    "empty-area": ("there is no measure to {}", "Write one or more."),
    "target-too-far": (
        "all measures together do not come to the target of {}",
        "Lower the target, or write more measures.",
    ),
    "no-dilemma": (
        "measures without any risk reach the target of {}",
        "Raise the target, or say whom they put at risk.",
    ),
    "no-principle": ("an effect of {} touches no principle", "Name one or more under `principles`."),
    "lowers-nothing": (
        "{} lowers a risk that its measure does not have",
        "Name groups that stand under its `effects`.",
    ),
    "dear-mitigation": (
        "{} costs as much as its measure saves",
        "Lower its cost: without the measure there is no risk.",
    ),
    "page-unlisted": ("is not in the course's list of pages", "Add it to its part in course.yaml, with its minutes."),
    "page-gone": ("the page {} has no notebook", "Write it, or take it out of the list."),
    "part-unknown": ("the part {} has no file of exercises", "Write one that gives its title, or mend the name."),
    "skills-number": (
        "the check has another number of skills than six: {}",
        "Write six: what it says of chance needs it.",
    ),
    "skills-unlike": (
        "the two questions on {} do not have the same misreadings",
        "Name the same misreadings in both: they are to be alike.",
    ),
    "skills-letter": ("the right options of {} have the same letter", "Move one of them: a letter is remembered."),
    "term-twice": ("a term is written in the same way twice: {}", "Keep it under one term, once."),
    "term-long": (
        f"the definition of {{}} has more than {glossary.LONGEST} words",
        "Shorten it: the page that it names says the rest.",
    ),
    "term-page": ("the page {} does not exist", "Give `where` a part and a page, as in 2-evidence/hospices."),
    "never-played": ("no page plays this story", "Call `scenario` with its name in a notebook, or remove it."),
}
"""Every mistake that can be found."""


@dataclass(frozen=True)
class Finding:
    """One mistake: its name in ``MESSAGES``, the file, and what exactly."""

    name: str
    where: Path
    detail: str = ""
    more: str = ""

    def __str__(self) -> str:
        what, mend = MESSAGES[self.name]
        return f"{self.where}: {what.format(self.detail)}{f' ({self.more})' if self.more else ''}. {mend}"


@dataclass(frozen=True)
class Places:
    """The folders that are checked."""

    exercises: Path = paths.EXERCISES
    keys: Path = layout.KEYS
    notebooks: Path = paths.NOTEBOOKS
    charts: Path = paths.CHARTS
    explorers: Path = paths.EXPLORERS
    estimates: Path = paths.ESTIMATES
    assessments: Path = paths.ASSESSMENTS
    cases: Path = paths.CASES
    factors: Path = paths.FACTORS
    scenarios: Path = paths.SCENARIOS
    budgets: Path = paths.BUDGETS
    budget_words: Path = paths.BUDGET_WORDS
    impact: Path = paths.IMPACT
    course: Path = paths.COURSE
    skills: Path = paths.SKILLS
    action_plan: Path = paths.ACTION_PLAN
    glossary: Path = paths.GLOSSARY


Findings = Iterator[Finding]
_Choosing = Single | Multi | Order | Match
_ChoosingKey = SingleKey | MultiKey | OrderKey | MatchKey
LONGEST_TO_MATCH = 45
_WITHOUT_TEXT = ("action_plan", "budget", "case_studies", "certificate", "impact_analysis", "my_way", "my_work")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check(places: Places | None = None) -> list[Finding]:
    """Everything that is wrong, in the order of the files; nothing if all is well."""
    places = places or Places()
    found: list[Finding] = []
    parts = list(_read_parts(places.exercises, found))
    found.extend(_check_ids(parts))
    for path, part in parts:
        found.extend(_check_part(path, part, places.keys))
    graded = {part.part for _, part in parts if part.graded}
    found.extend(
        Finding("stray-key-file", path) for path in sorted(places.keys.glob("*.yaml")) if path.stem not in graded
    )
    found.extend(_check_notebooks(places, [part for _, part in parts]))
    if places.factors.is_file() and (factors := _read(places.factors, Factors, found)):
        found.extend(_check_filled(places.factors, msgspec.to_builtins(factors)))
    for path in sorted(places.assessments.glob("*.yaml")):
        if words := _read(path, AssessmentWords, found):
            found.extend(_check_filled(path, msgspec.to_builtins(words)))
    found.extend(_check_cases(list(_read_cases(places.cases, found))))
    found.extend(_check_scenarios(places.scenarios))
    found.extend(_check_budgets(places))
    found.extend(_check_words(places.impact, ImpactWords, impact_faults))
    found.extend(_check_words(places.action_plan, PlanWords, plan_faults))
    found.extend(_check_skills(places))
    found.extend(_check_outline(places, [part.part for _, part in parts]))
    found.extend(_check_glossary(places))
    return found


class _NoRepeats(yaml.SafeLoader):
    """Refuses a name that stands twice in one mapping, of which YAML readers silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = Counter(name.value for name, _ in node.value)
        if repeated := [name for name, count in names.items() if count > 1]:
            raise yaml.constructor.ConstructorError(problem=repeated[0], problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def _read(path: Path, kind: Any, found: list[Finding]) -> Any:
    try:
        value = read_yaml(path, kind)
        yaml.load(path.read_bytes(), _NoRepeats)
    except yaml.constructor.ConstructorError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        found.append(Finding("name-twice", path, repr(error.problem), f"in the list that begins in line {line}"))
    except (ContentError, yaml.YAMLError) as error:
        found.append(Finding("unreadable", path, " ".join(str(error).split())))
    else:
        return value
    return None


def _read_parts(folder: Path, found: list[Finding]) -> Iterator[tuple[Path, Part]]:
    for path in sorted(folder.glob("*.yaml")):
        if part := _read(path, Part, found):
            if part.part != path.stem:
                found.append(Finding("part-name", path, repr(part.part)))
            yield path, part


def _check_ids(parts: list[tuple[Path, Part]]) -> Findings:
    seen: set[str] = set()
    for path, part in parts:
        for exercise in part.exercises:
            if exercise.id in seen:
                yield Finding("id-twice", path, repr(exercise.id))
            if len(exercise.id) > 50 or not _ID.fullmatch(exercise.id):
                yield Finding("id-form", path, repr(exercise.id))
            seen.add(exercise.id)


def _check_part(path: Path, part: Part, keys: Path) -> Findings:
    for exercise in part.exercises:
        if exercise.marks < 1:
            yield Finding("no-marks", path, exercise.id)
        for texts in _choices(exercise):
            if len(texts) < 2:
                yield Finding("few-options", path, exercise.id)
            for name in texts:
                if not _ID.fullmatch(name):
                    yield Finding("option-form", path, f"{name!r} of {exercise.id}")
        if isinstance(exercise, Match) and max(map(len, exercise.options.values()), default=0) > LONGEST_TO_MATCH:
            yield Finding("option-long", path, str(LONGEST_TO_MATCH), exercise.id)
        if isinstance(exercise, Text | Reflection) and not 1 <= exercise.words <= 500:
            yield Finding("words", path, exercise.id, f"`words` is {exercise.words}")
        if isinstance(exercise, Reflection):
            if exercise.graded:
                yield Finding("reflection-graded", path, exercise.id)
            if exercise.key is not None or exercise.hint:
                yield Finding("reflection-key", path, exercise.id)
            continue
        if exercise.graded:
            if exercise.key is not None:
                yield Finding("key-shown", path, exercise.id)
            continue
        if not exercise.hint.strip():
            yield Finding("practice-no-hint", path, exercise.id)
        if exercise.key is None:
            yield Finding("practice-no-key", path, exercise.id)
        else:
            yield from _check_key(path, exercise, exercise.key)
    if part.graded:
        yield from _check_graded_keys(path, part, keys / f"{part.part}.yaml")


def _choices(exercise: Exercise) -> list[dict[str, str]]:
    """What there is to choose from."""
    match exercise:
        case Single() | Multi():
            return [exercise.options]
        case Order():
            return [exercise.items]
        case Match():
            return [exercise.rows, exercise.options]
    return []


def _check_graded_keys(path: Path, part: Part, keys: Path) -> Findings:
    if not keys.is_file():
        yield Finding("no-key-file", path, str(keys))
        return
    found: list[Finding] = []
    raw = _read(keys, dict[str, dict[str, Any]], found)
    yield from found
    if raw is None:
        return
    graded = {exercise.id: exercise for exercise in part.graded}
    for name in graded.keys() - raw.keys():
        yield Finding("no-key", keys, name)
    for name in raw.keys() - graded.keys():
        yield Finding("stray-key", keys, name)
    for name, exercise in graded.items():
        if name in raw:
            yield from _check_key(keys, exercise, raw[name])


def _check_key(path: Path, exercise: Exercise, raw: dict[str, Any]) -> Findings:
    try:
        key = practice_key(msgspec.structs.replace(exercise, key=raw))
    except ContentError as error:
        yield Finding("key-unreadable", path, exercise.id, str(error))
        return
    if isinstance(exercise, Text) and isinstance(key, TextKey):
        yield from _check_text(path, exercise, key)
    elif isinstance(exercise, Number) and isinstance(key, NumberKey):
        yield from _check_number(path, exercise, key)
    elif isinstance(exercise, _Choosing) and isinstance(key, _ChoosingKey):
        if wrong := problem(exercise, full_marks(key)):
            yield Finding("right-unknown", path, exercise.id, wrong.removesuffix("."))
        else:
            yield from _check_choices(path, exercise, key)


def _check_choices(path: Path, exercise: _Choosing, key: _ChoosingKey) -> Findings:
    names = _choices(exercise)[0].keys()
    right: set[str] = set()
    match exercise, key:
        case Single() | Multi(), SingleKey() | MultiKey():
            right = set(ids(full_marks(key)))
            wrong = [words for name, words in exercise.options.items() if name not in right]
            if not wrong and len(names) > 1:
                yield Finding("all-right", path, exercise.id)
            if wrong and max(len(exercise.options[name]) for name in right) > max(map(len, wrong)):
                yield Finding("right-longest", path, exercise.id)
        case Order(), OrderKey():
            if list(key.right) == list(exercise.items):
                yield Finding("in-order", path, exercise.id)
        case Match(), MatchKey():
            if key.right.keys() != exercise.rows.keys():
                yield Finding("right-incomplete", path, exercise.id)
    # Only the right option of a single choice shows no error: a line of the others can be left out or misplaced.
    erring = names - right if isinstance(exercise, Single) else names
    for name in sorted(names):
        if not key.feedback.get(name, "").strip():
            yield Finding("no-feedback", path, f"{exercise.id}, {name}")
        if name in erring and not key.misreadings.get(name, "").strip():
            yield Finding("no-misreading", path, f"{exercise.id}, {name}")
    for name in sorted(key.feedback.keys() - names):
        yield Finding("stray-feedback", path, f"{exercise.id}, {name}")
    for name in sorted(key.misreadings.keys() - erring):
        yield Finding("stray-misreading", path, f"{exercise.id}, {name}")


def _check_number(path: Path, exercise: Number, key: NumberKey) -> Findings:
    for words in (key.feedback_right, key.feedback_wrong):
        if not words.strip():
            yield Finding("no-feedback", path, exercise.id)
    if min([key.tolerance, *(near.tolerance for near in key.near)]) < 0:
        yield Finding("tolerance", path, exercise.id)
    if read_number(f"{key.right:.12g}", exercise.unit).value != key.right:
        yield Finding("number-unreadable", path, f"{key.right:.12g}", f"the right answer to {exercise.id}")
    for near in key.near:
        place = f"{exercise.id}, {near.value:g}"
        if not near.feedback.strip():
            yield Finding("no-feedback", path, place)
        if not near.misreading.strip():
            yield Finding("no-misreading", path, place)
        if abs(near.value - key.right) <= near.tolerance + key.tolerance:
            yield Finding("near-right", path, exercise.id, f"{near.value:g}")


def _check_text(path: Path, exercise: Text, key: TextKey) -> Findings:
    for number, line in enumerate(key.rubric, start=1):
        if line.marks < 1 or not line.says.strip():
            yield Finding("rubric-line", path, exercise.id, f"line {number}")
    if (total := sum(line.marks for line in key.rubric)) != exercise.marks:
        yield Finding("rubric-marks", path, exercise.id, f"{total} against {exercise.marks}")
    if wrong := problem(exercise, key.model):
        yield Finding("model", path, exercise.id, wrong.removesuffix("."))


def _check_notebooks(places: Places, parts: list[Part]) -> Findings:
    asked: Counter[str] = Counter()
    played: set[str] = set()
    exercises = {exercise.id: (part, exercise) for part in parts for exercise in part.exercises}
    for path in sorted(places.notebooks.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        try:
            every = json.loads(path.read_bytes())["cells"]
            cells = [cell for cell in every if cell["cell_type"] == "code"]
            words = ["".join(cell["source"]) for cell in every if cell["cell_type"] == "markdown"]
            sources = ["".join(cell["source"]).strip() for cell in cells]
        except (ValueError, KeyError, TypeError) as error:
            yield Finding("unreadable", path, repr(error))
            continue
        for number, cell in enumerate(cells, start=1):
            if cell.get("outputs") or cell.get("execution_count") is not None:
                yield Finding("has-output", path, str(number))
        calls = [_call(source) for source in sources[1:]]
        for number, call in enumerate(calls, start=2):
            if call is None:
                yield Finding("not-allowed", path, str(number))
        headings = set(re.findall(r"^#+ +(.*?) *$", "\n".join(words), re.MULTILINE))
        used = sorted({call[0] for call in calls if call})
        if (line := f"from course import {', '.join(used)}") and cells and sources[0] != line:
            yield Finding("import", path, line)
        for name, argument in filter(None, calls):
            if name == "ask" and argument in exercises:
                part, exercise = exercises[argument]
                asked[argument] += 1
                if asked[argument] == 2:
                    yield Finding("asked-twice", path, repr(argument))
                if (part.part, exercise.page) != (path.parent.name, path.stem):
                    yield Finding("asked-elsewhere", path, repr(argument), f"{part.part}/{exercise.page}")
                elif exercise.section and exercise.section not in headings:
                    yield Finding("no-section", path, repr(exercise.section), f"the section of {argument}")
            elif not _exists(name, argument, places, parts):
                yield Finding("not-found", path, f"{name}({json.dumps(argument) if argument else ''})")
            elif name == "scenario":
                played.add(argument)
    for path in sorted(places.scenarios.glob("*.yaml")):
        if path.stem not in played:
            yield Finding("never-played", path)
    for name, (part, _) in exercises.items():
        if not asked[name]:
            yield Finding("never-asked", places.exercises / f"{part.part}.yaml", repr(name))


def _read_cases(folder: Path, found: list[Finding]) -> Iterator[tuple[Path, CaseStudy]]:
    for path in sorted(folder.glob("*.yaml")):
        if case := _read(path, CaseStudy, found):
            yield path, case


def _check_cases(cases: list[tuple[Path, CaseStudy]]) -> Findings:
    numbers: set[int] = set()
    names: set[str] = set()
    groups: dict[str, str] = {}  # each as it was first written, by what is the same without capitals and spaces
    for path, case in cases:
        yield from _check_filled(path, msgspec.to_builtins(case))
        if not _ID.fullmatch(path.stem):
            yield Finding("id-form", path, repr(path.stem))
        if case.number in numbers:
            yield Finding("case-number", path, str(case.number))
        for name in sorted({case.name, case.short} & names):
            yield Finding("case-name", path, repr(name))
        for group in case.groups:
            first = groups.setdefault("".join(group.casefold().split()), group)
            if group != first:
                yield Finding("case-group", path, repr(group), repr(first))
        if not re.search(r"\b(19|20)\d\d\b", case.rating):
            yield Finding("case-rating", path, repr(case.rating))
        if not case.factors:
            yield Finding("case-factors", path)
        numbers.add(case.number)
        names |= {case.name, case.short}


_MAY_BE_BLANK = ("careful", "note")


def _check_filled(path: Path, value: Any, place: str = "$") -> Findings:
    """Texts without a letter or a digit, an ellipsis for instance, and where they stand."""
    match value:
        case dict():
            for name, inner in value.items():
                if inner != "" or name not in _MAY_BE_BLANK:
                    yield from _check_filled(path, inner, f"{place}.{name}")
        case list() | tuple():
            for number, inner in enumerate(value):
                yield from _check_filled(path, inner, f"{place}[{number}]")
        case str() if not re.search(r"\w", value):
            yield Finding("blank", path, f"`{place}`")


def _check_budgets(places: Places) -> Findings:
    found: list[Finding] = []
    words: Words | None = _read(places.budget_words, Words, found)
    for path in sorted(places.budgets.glob("*.yaml")):
        service: Service | None = _read(path, Service, found)
        if not _ID.fullmatch(path.stem):
            found.append(Finding("id-form", path, repr(path.stem)))
        if service and words:
            found.extend(Finding(fault.name, path, fault.detail, fault.more) for fault in budget_faults(service, words))
    yield from found


def _check_words(path: Path, kind: Any, faults_of: Callable[[Any], Iterable[str]]) -> Findings:
    """The words of one tool, in a file of its own."""
    found: list[Finding] = []
    words = _read(path, kind, found)
    yield from found
    if words:
        yield from _check_filled(path, _read(path, dict[str, Any], found))
        yield from (Finding("unreadable", path, fault) for fault in faults_of(words))


def _check_skills(places: Places) -> Findings:
    found: list[Finding] = []
    path = places.skills
    check: SkillsCheck | None = _read(path, SkillsCheck, found)
    yield from found
    if check is None:
        return
    yield from _check_filled(path, msgspec.to_builtins(check))
    if len(check.skills) != SKILLS:
        yield Finding("skills-number", path, str(len(check.skills)))
    for name, skill in check.skills.items():
        if name in (FINISHED, SHARED) or not _ID.fullmatch(name):
            yield Finding("id-form", path, repr(name))
        page = places.notebooks / skill.part / f"{skill.page}.ipynb"
        if not page.is_file():
            yield Finding("not-found", path, str(page), f"where {name} is taught")
        elif skill.section not in _headings(page):
            yield Finding("no-section", path, repr(skill.section), f"where {name} is taught")
        for when in WHEN:
            exercise = as_exercise(name, when, skill)
            if len(exercise.options) < 2:
                yield Finding("few-options", path, exercise.id)
            yield from _check_key(path, exercise, exercise.key or {})
        before, after = skill.before.key, skill.after.key
        if sorted(before.misreadings.values()) != sorted(after.misreadings.values()):
            yield Finding("skills-unlike", path, name)
        if before.right == after.right:
            yield Finding("skills-letter", path, name)


def _headings(page: Path) -> set[str]:
    """The headings of a page; none where it cannot be read, which is found elsewhere."""
    try:
        cells = json.loads(page.read_bytes())["cells"]
        words = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    except (ValueError, KeyError, TypeError):
        return set()
    return set(re.findall(r"^#+ +(.*?) *$", words, re.MULTILINE))


def _check_outline(places: Places, parts: list[str]) -> Findings:
    found: list[Finding] = []
    path = places.course
    outline: Outline | None = _read(path, Outline, found)
    yield from found
    if outline is None:
        return
    yield from _check_filled(path, _read(path, dict[str, Any], found))
    yield from (Finding("unreadable", path, fault) for fault in outline_faults(outline))
    yield from (Finding("part-unknown", path, repr(part)) for part in outline.parts if part not in parts)
    listed = {name: places.notebooks / f"{name}.ipynb" for name in (*outline.pages, *outline.shorts)}
    for name, notebook in listed.items():
        if not notebook.is_file():
            yield Finding("page-gone", path, name)
        elif name in outline.pages:
            headings = _headings(notebook)
            for heading in re.findall(r"\*(.+?)\*", outline.pages[name].do):
                if heading not in headings:
                    yield Finding("no-section", path, repr(heading), f"in `do` of {name}")
    for notebook in sorted(places.notebooks.glob("*/*.ipynb")):
        if not notebook.parent.name.startswith(".") and notebook not in listed.values():
            yield Finding("page-unlisted", notebook)


def _check_glossary(places: Places) -> Findings:
    found: list[Finding] = []
    path = places.glossary
    terms: tuple[glossary.Term, ...] | None = _read(path, tuple[glossary.Term, ...], found)
    yield from found
    if terms is None:
        return
    yield from _check_filled(path, _read(path, list[Any], found))
    yield from (Finding("term-twice", path, form) for form in glossary.written_twice(terms))
    for term in terms:
        page = places.notebooks / f"{term.where}.ipynb"
        if glossary.length(term) > glossary.LONGEST:
            yield Finding("term-long", path, repr(term.term))
        if not page.is_file():
            yield Finding("term-page", path, repr(term.where), f"where {term.term} is explained")
        elif term.section and term.section not in _headings(page):
            yield Finding("no-section", path, repr(term.section), f"where {term.term} is explained")


def _check_scenarios(folder: Path) -> Findings:
    for path in sorted(folder.glob("*.yaml")):
        if not _ID.fullmatch(path.stem):
            yield Finding("id-form", path, repr(path.stem))
        found: list[Finding] = []
        story: Scenario | None = _read(path, Scenario, found)
        yield from found
        if story:
            yield from (Finding(fault.name, path, fault.detail) for fault in faults(story))


def _call(source: str) -> tuple[str, str] | None:
    """Name and text of a call such as ``ask("hospice-gap")``; None if the cell holds anything else."""
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError):
        return None
    match tree:
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text))], keywords=[]):
            return (name, text) if name in course.__all__ and name not in _WITHOUT_TEXT else None
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if name in _WITHOUT_TEXT:
            return name, ""
    return None


def _exists(name: str, argument: str, places: Places, parts: list[Part]) -> bool:
    match name:
        case "my_work":
            return True
        case "my_way":
            return places.course.is_file()
        case "skills_check":
            return argument in ("before", "after") and places.skills.is_file()
        case "action_plan" | "certificate":
            return places.action_plan.is_file()
        case "case_studies":
            return any(places.cases.glob("*.yaml"))
        case "impact_analysis":
            return places.impact.is_file()
        case "budget":
            return any(places.budgets.glob("*.yaml"))
        case "hand_in":
            return any(part.part == argument and part.graded for part in parts)
        case "chart":
            return (places.charts / f"{argument}.yaml").is_file()
        case "explore":
            return (places.explorers / f"{argument}.yaml").is_file()
        case "estimate":
            return (places.estimates / f"{argument}.yaml").is_file()
        case "assess":
            return (places.assessments / f"{argument}.yaml").is_file()
        case "scenario":
            return (places.scenarios / f"{argument}.yaml").is_file()
    return False
