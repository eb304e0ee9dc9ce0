"""Pull a lever: what follows from it for one invented person, step by step, and where it may stop."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from course.explorers.scene import Chain, Scene, Shape
from course.explorers.words import Words

LEVER, DAY, KNOW = "lever", "day", "know"
STOPS = "stops"


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody whom the lever may reach."""

    name: str
    about: str


class Lever(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``who`` can do. ``when`` says how long it takes until each step, the lever first."""

    who: str
    name: str
    pulled: str
    when: tuple[str, str, str, str, str]


class Stop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first step that does not happen, why, and what would help."""

    at: Literal["service", "staff", "day", "know"]
    why: str
    helps: str


class Steps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one lever does for one person if all goes well, what lies ``beyond`` it, and where it may stop."""

    service: str
    staff: str
    day: str
    know: str
    beyond: str
    stops: Stop


class PullALever(Words, frozen=True, kw_only=True):
    """``chains`` has the steps by person and lever, ``steps`` their names, ``rows`` the other names in the table.

    ``looks`` (for the alt text) and ``says`` have a text for "through", for "stops" and for a stop before anybody "know"s.
    """

    asks = ("person", "who", "lever", "goes")
    people: dict[str, Person]
    levers: dict[str, Lever]
    chains: dict[str, dict[str, Steps]]
    steps: dict[str, str]
    rows: dict[str, str]
    missed: str
    looks: dict[str, str]
    says: dict[str, str]

    def from_data(self) -> Mapping[str, Mapping[str, str]]:
        """The levers of everybody who acts."""
        return {"lever": {name: lever.name for name, lever in self.levers.items()}}

    def offers(self, chosen: Mapping[str, str]) -> bool:
        """Whoever acts has levers of their own."""
        return self.levers[chosen["lever"]].who == chosen["who"]

    def scene(self, chosen: Mapping[str, str]) -> Scene:
        """The chain, whole or broken, and a row for each step."""
        person, lever = self.people[chosen["person"]], self.levers[chosen["lever"]]
        told = self.chains[chosen["person"]][chosen["lever"]]
        stop = told.stops if chosen["goes"] == STOPS else None
        names = {step: name.format(person.name) for step, name in self.steps.items()}
        when = dict(zip(names, lever.when, strict=True))
        cut = list(names).index(stop.at) if stop else None
        timed = {step: f"{names[step]} ({when[step].lower()})" for step in list(names)[:cut]}  # what is reached
        case = KNOW if stop and stop.at == KNOW else chosen["goes"]
        values = {
            "name": person.name,
            "when": when[DAY].lower(),
            "reached": ", ".join(timed.values()),
            "missed": ", ".join(names[step] for step in names if step not in timed),
            "beyond": told.beyond,
            "why": told.stops.why,
            "helps": told.stops.helps,
        }
        happens = {LEVER: lever.pulled, **{step: getattr(told, step) for step in names if step != LEVER}}
        rows = [(timed[step], happens[step]) if step in timed else (names[step], self.missed) for step in names]
        last = ("why", "helps") if stop else ("beyond",)
        return Scene(
            alt=f"{self.alt} {self.looks[chosen['goes']]}".format_map(values),
            pictures=(
                Chain(
                    steps=tuple(
                        Shape(
                            lines=(names[step], when[step] if step in timed else self.missed),
                            chosen=step == DAY and step in timed,
                        )
                        for step in names
                    ),
                    cut=cut,
                    title=f"{self.controls['who'].options[lever.who]}: {lever.name}",
                ),
            ),
            says=self.says[case].format_map(values),
            numbers=(
                (person.name, person.about),
                *rows,
                *((self.rows[row], values[row]) for row in last),
            ),
        )
