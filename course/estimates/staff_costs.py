"""What leavers and absence cost a service in a year, and what a guess at fewer of both is worth.

The parts multiply as the published figures for the NHS do: days absent times the cost of a day, leavers times the cost
of each. Source of these: Care Quality Commission, "Equally outstanding" (2017-18), which names no year for its figures.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    """From a low guess to a high one, in pounds a year."""

    low: float
    high: float

    def __add__(self, other: "Range") -> "Range":
        """Both low guesses together, and both high ones: the widest that the two can make."""
        return Range(self.low + other.low, self.high + other.high)


def turnover(*, leavers: float, cost_per_leaver: float) -> float:
    """Pounds a year: ``leavers`` in a year, times pounds for each."""
    return leavers * cost_per_leaver


def cost_per_day(*, pay: float, on_costs: float, working_days: float) -> float:
    """Pounds for one day's work of a full-time person.

    ``pay`` is pounds a year, ``on_costs`` per cent of pay that the employer pays on top, and ``working_days`` the
    days in a year that the pay is for. Raises ZeroDivisionError if there are none.
    """
    return pay * (1 + on_costs / 100) / working_days


def absence(*, staff: float, days: float, day: float) -> float:
    """Pounds a year: ``staff`` in full-time posts, times ``days`` absent for each in a year, times pounds a ``day``."""
    return staff * days * day


def saving(cost: float, *, low: float, high: float) -> Range:
    """What ``low`` to ``high`` per cent less of ``cost`` is worth."""
    return Range(cost * low / 100, cost * high / 100)
