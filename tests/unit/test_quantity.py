"""Reading numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.quantity import Unit, read_number


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("20", Unit.PERCENT, 20),
        ("20%", Unit.PERCENT, 20),
        (" 20 % ", Unit.PERCENT, 20),
        ("20 per cent", Unit.PERCENT, 20),
        ("20.", Unit.PERCENT, 20),
        ("0.2%", Unit.PERCENT, 0.2),
        ("0", Unit.PERCENT, 0),
        ("20 percentage points", Unit.POINTS, 20),
        ("20pp", Unit.POINTS, 20),
        ("\N{MINUS SIGN}17 points", Unit.POINTS, -17),
        ("£4,500", Unit.POUNDS, 4500),
        ("4 500", Unit.POUNDS, 4500),
        ("4\N{NARROW NO-BREAK SPACE}500", Unit.POUNDS, 4500),
        ("£1.75 billion", Unit.POUNDS, 1.75e9),
        ("£4.5k", Unit.POUNDS, 4500),
        (".2", Unit.PROPORTION, 0.2),
        ("1.36 times", Unit.RATIO, 1.36),
        ("3 to 1", Unit.RATIO, 3),
        ("9.1 out of 10", Unit.SCORE, 9.1),
        ("1,234,567", Unit.COUNT, 1234567),
    ],
)
def test_a_number_is_read_as_people_type_it(text: str, unit: Unit, value: float) -> None:
    reading = read_number(text, unit)
    assert reading.value == pytest.approx(value)
    assert reading.prompt == ""


@pytest.mark.parametrize(
    ("text", "unit", "says"),
    [
        ("0.2", Unit.PERCENT, "Did you mean 20%?"),
        ("0.2", Unit.POINTS, "Did you mean 20 points?"),
        ("20", Unit.PROPORTION, "Did you mean 0.2?"),
        ("20%", Unit.POINTS, "another unit"),
        ("20 points", Unit.PERCENT, "another unit"),
        ("£20", Unit.COUNT, "another unit"),
        ("2,45", Unit.RATIO, "Use a point for decimals"),
        ("20-25", Unit.PERCENT, "could not be read as one number"),
        ("twenty", Unit.COUNT, "could not be read as one number"),
        ("nan", Unit.COUNT, "could not be read as one number"),
        ("1e3", Unit.COUNT, "could not be read as one number"),
        ("2²", Unit.COUNT, "could not be read as one number"),
        ("", Unit.COUNT, "Type a number"),
    ],
)
def test_what_is_not_clear_gets_a_prompt_and_no_value(text: str, unit: Unit, says: str) -> None:
    reading = read_number(text, unit)
    assert reading.value is None
    assert says in reading.prompt


@given(st.integers(0, 10**9), st.sampled_from(["{:d}", "{:,d}", "£{:,d}", "{:,d} pounds"]))
def test_every_whole_number_of_pounds_is_read_in_every_form(number: int, form: str) -> None:
    assert read_number(form.format(number), Unit.POUNDS).value == number


@given(st.text(max_size=20), st.sampled_from(Unit))
def test_any_text_gives_either_a_value_or_a_prompt(text: str, unit: Unit) -> None:
    reading = read_number(text, unit)
    assert (reading.value is None) == bool(reading.prompt)


@given(st.floats(1, 1000).map(lambda x: round(x, 2)), st.sampled_from([Unit.PERCENT, Unit.RATIO, Unit.COUNT]))
def test_a_plain_decimal_keeps_its_value(number: float, unit: Unit) -> None:
    assert read_number(f"{number}", unit).value == number
