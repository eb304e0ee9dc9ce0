"""A graph of places and arcs: its loops, what is reached in it, and where its places stand when it is drawn in layers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

SWEEPS = 12

Arc = tuple[str, str]


class Bend(NamedTuple):
    """Where a line passes through a layer between its two ends."""

    arc: Arc
    layer: int


Item = str | Bend


@dataclass(frozen=True)
class Layers:
    """The places and bends of each layer in their order, and each arc as the line of items that it runs through.

    An arc that closes a loop runs from end to end without a bend, and back.
    """

    layers: tuple[tuple[Item, ...], ...]
    lines: dict[Arc, tuple[Item, ...]]


def loops(arcs: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """One loop, as a path that comes back to where it begins, for every arc that closes one."""
    found: list[tuple[str, ...]] = []
    done: set[str] = set()

    def walk(path: tuple[str, ...]) -> None:
        for there in arcs.get(path[-1], ()):
            if there in path:
                found.append((*path[path.index(there) :], there))
            elif there not in done:
                walk((*path, there))
        done.add(path[-1])

    for place in arcs:
        if place not in done:
            walk((place,))
    return found


def reached(arcs: Mapping[str, Sequence[str]], start: str) -> set[str]:
    """The places to which a way leads from the start, and the start."""
    found, waiting = {start}, [start]
    while waiting:
        fresh = [there for there in arcs.get(waiting.pop(), ()) if there not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def layered(arcs: Mapping[str, Sequence[str]], places: Iterable[str]) -> Layers:
    """Lay out ``places`` so that every arc but those that close a loop leads to a later layer, and few lines cross."""
    every = [(here, there) for here, ends in arcs.items() for there in ends]
    back = {(loop[-2], loop[-1]) for loop in loops(arcs)}
    depth = _depths([arc for arc in every if arc not in back], places)
    layers: list[list[Item]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for place, layer in depth.items():
        layers[layer].append(place)
    lines: dict[Arc, tuple[Item, ...]] = {}
    for here, there in every:
        if (here, there) in back:
            lines[here, there] = (here, there)
            continue
        bends = [Bend((here, there), layer) for layer in range(depth[here] + 1, depth[there])]
        for bend in bends:
            layers[bend.layer].append(bend)
        lines[here, there] = (here, *bends, there)
    forward = [line for arc, line in lines.items() if arc not in back]
    return Layers(tuple(map(tuple, _untangled(layers, forward))), lines)


def _depths(arcs: list[Arc], places: Iterable[str]) -> dict[str, int]:
    """For each place, how many steps the longest way to it has."""
    depth = dict.fromkeys(places, 0)
    for _ in depth:
        for here, there in arcs:
            depth[there] = max(depth[there], depth[here] + 1)
    return depth


def _untangled(layers: list[list[Item]], lines: list[tuple[Item, ...]]) -> list[list[Item]]:
    """The layers, each in an order in which few lines cross: every item near the middle of what it is joined to."""
    joined = [pair for line in lines for pair in pairwise(line)]
    best, fewest = layers, _crossings(layers, joined)
    for sweep in range(SWEEPS):
        layers = [list(layer) for layer in layers]
        down = sweep % 2 == 0
        for layer, beside in (
            zip(layers[1:], layers, strict=False) if down else zip(layers[-2::-1], layers[::-1], strict=False)
        ):
            at = {item: place for place, item in enumerate(beside)}
            ends = [(b, a) if down else (a, b) for a, b in joined]
            near = {item: [at[other] for one, other in ends if one == item and other in at] for item in layer}
            order = {
                item: sum(near[item]) / len(near[item]) if near[item] else place for place, item in enumerate(layer)
            }
            layer.sort(key=lambda item: order[item])
        if (crossings := _crossings(layers, joined)) < fewest:
            best, fewest = layers, crossings
    return best


def _crossings(layers: list[list[Item]], joined: list[tuple[Item, Item]]) -> int:
    at = {item: (layer, place) for layer, items in enumerate(layers) for place, item in enumerate(items)}
    ends = [(*at[a], at[b][1]) for a, b in joined]
    return sum(
        one[0] == other[0] and (one[1] - other[1]) * (one[2] - other[2]) < 0
        for i, one in enumerate(ends)
        for other in ends[:i]
    )
