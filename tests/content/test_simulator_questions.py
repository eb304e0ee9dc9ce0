"""A question whose answer a learner reads from the budget simulator is answered by the simulator's own numbers."""

from texts import key_of

from course import content
from course.budgets import model
from course.budgets.content import read

HOME = read()[1]["care-home"]


def test_what_measures_without_risk_find_is_what_the_simulator_gives() -> None:
    _, exercise = content.find_exercise("income-no-risk")
    key = key_of(exercise)
    assert isinstance(key, content.NumberKey)
    gentle = [name for name, measure in HOME.measures.items() if not measure.effects]
    assert model.outcome(HOME, model.read_plan(HOME, " ".join(gentle))).net == key.right
    assert len(gentle) == 4
    small = [key.right + HOME.measures[name].saving for name in ("own-cover", "day-guests")]
    near = [one.value for one in key.near]
    assert near[:4] == [HOME.target, HOME.target - key.right, *small]
