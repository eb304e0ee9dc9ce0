"""requirements.txt, requirements-dev.txt, environment.yml and pyproject.toml say the same."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course import paths


def lines(name: str) -> list[str]:
    return [line for line in (paths.ROOT / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def project() -> dict[str, list[str]]:
    table = tomllib.loads((paths.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {"": table["dependencies"], **table["optional-dependencies"]}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_line_pins_one_package_to_one_version(name: str) -> None:
    pins = [Requirement(line) for line in lines(name)]
    assert len(pins) > 20
    for pin in pins:
        assert [part.operator for part in pin.specifier] == ["=="], pin
        assert pin.url is None, pin


def test_the_environment_of_binder_and_conda_holds_exactly_the_pins() -> None:
    environment = yaml.safe_load((paths.ROOT / "environment.yml").read_text("utf-8"))
    python, pip, listed = environment["dependencies"]
    assert environment["channels"] == ["conda-forge"]
    assert python == "python=3.12"
    assert pip == "pip"
    assert listed == {"pip": lines("requirements.txt")}


def test_every_direct_dependency_is_pinned() -> None:
    assert names(project()[""]) <= names(lines("requirements.txt"))
    assert names(project()["dev"]) <= names(lines("requirements-dev.txt"))


def test_tests_run_with_the_versions_that_learners_have() -> None:
    def versions(name: str) -> set[tuple[str, str]]:
        return {(pin.name, str(pin.specifier)) for pin in map(Requirement, lines(name))}

    assert versions("requirements.txt") <= versions("requirements-dev.txt")


def test_learners_get_no_tools_of_ours_but_pytest_notebook() -> None:
    # pytest-notebook is one of the five packages that the environment was asked to have.
    only_for_tests = {"pytest-xdist", "hypothesis", "mypy", "ruff", "playwright", "jupyter-repo2docker"}
    assert only_for_tests <= names(lines("requirements-dev.txt"))
    assert not only_for_tests & names(lines("requirements.txt"))


@pytest.mark.parametrize(
    "name",
    [
        "requirements.txt",
        "requirements-dev.txt",
        "environment.yml",
        "pyproject.toml",
        "postBuild",
        "Makefile",
        ".ci/run",
    ],
)
def test_no_file_says_from_which_address_packages_come(name: str) -> None:
    text = Path(paths.ROOT / name).read_text("utf-8").replace("--no-emit-index-url", "")
    assert not re.findall(r"://|index-url|find-links|\b[\w-]+\.(?:org|com|net|io|dev|uk)\b", text)
