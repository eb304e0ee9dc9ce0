"""`python -m course` and `course.server.serve`, each as a real process with a real JupyterLab."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

from course import paths

COURSE = ["-m", "course"]
SECONDS = 90


def serving(page: str, **arguments: object) -> list[str]:
    """The command line that serves another page, or with other arguments."""
    given = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
    return ["-c", f"import sys; from course.server import serve; sys.exit(serve({page!r}, {given}))"]


class Started:
    """A launcher that runs, with what it has said up to its "To stop" line."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=paths.ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        reader = threading.Thread(target=self._read, daemon=True)
        reader.start()
        reader.join(SECONDS)
        assert "To stop: press Ctrl+C" in self.said, self.said

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if "To stop" in line:
                break

    @property
    def address(self) -> str:
        found = re.search(r"http://\S+", self.said)
        assert found
        return found[0]

    def api(self, path: str, data: bytes | None = None, *, token: bool = True) -> int:
        origin, secret = "/".join(self.address.split("/")[:3]), self.address.split("token=")[1]
        headers = {"Authorization": f"token {secret}"} if token else {}
        return status(urllib.request.Request(f"{origin}/api/{path}", data, headers))

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self) -> str:
        """Wait until it has ended, and return what it said at the end."""
        return self.process.communicate(timeout=SECONDS)[0]


def status(request: str | urllib.request.Request) -> int:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        with opener.open(request, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A home without anyone's Jupyter settings, a PATH without .venv, and a port that is free."""
    folder = tmp_path_factory.mktemp("home")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "COURSE"))}
    return kept | {
        "HOME": str(folder),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "COURSE_WORK": str(folder / "my-work.json"),
        "PORT": str(port),
        "BROWSER": "none",
    }


@contextmanager
def started(environment: dict[str, str], command: list[str] = COURSE) -> Iterator[Started]:
    launcher = Started(command, environment)
    try:
        yield launcher
    finally:
        if launcher.process.poll() is None:
            launcher.process.terminate()
            launcher.end()


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=paths.ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_printed_address_serves_the_welcome_page_until_it_is_stopped(
    environment: dict[str, str], stop: signal.Signals
) -> None:
    with started(environment) as course:
        assert f"localhost:{environment['PORT']}/doc/tree/notebooks/0-start/welcome.ipynb?token=" in course.address
        assert "in use" not in course.said
        assert status(course.address) == 200
        assert course.api("contents/notebooks/0-start/welcome.ipynb?content=0") == 200
        assert course.api("contents/notebooks", token=False) == 403

        assert course.api("kernels", json.dumps({"name": "python3"}).encode()) == 201
        family = course.family()
        assert any("ipykernel_launcher" in process.cmdline() for process in family)
        assert family[0].environ()["PATH"].split(os.pathsep)[0] == str(Path(sys.prefix) / "bin")

        course.process.send_signal(stop)
        assert "Stopped." in course.end()
        assert course.process.returncode == 0
        assert psutil.wait_procs(family, timeout=5)[1] == []
        assert is_free(int(environment["PORT"]))


def test_a_busy_port_is_named_and_the_printed_address_is_the_one_that_serves(environment: dict[str, str]) -> None:
    with closing(socket.create_server(("127.0.0.1", int(environment["PORT"])))), started(environment) as course:
        assert f"Port {environment['PORT']} is in use by another program" in course.said
        assert f"localhost:{environment['PORT']}/" not in course.address
        assert status(course.address) == 200
        assert course.api("contents/notebooks/0-start/welcome.ipynb?content=0") == 200


def test_the_browser_opens_the_address_that_is_printed(environment: dict[str, str], tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}.new" && mv "{opened}.new" "{opened}"\n')
    browser.chmod(0o755)
    with started(environment | {"BROWSER": str(browser)}) as course:
        end = time.monotonic() + 20
        while not opened.exists() and time.monotonic() < end:
            time.sleep(0.05)
        assert opened.read_text().strip() == course.address


def test_a_server_that_is_killed_is_reported(environment: dict[str, str]) -> None:
    with started(environment) as course:
        course.family()[0].kill()
        assert "The server stopped by itself." in course.end()
        assert course.process.returncode == 1


def test_a_server_that_dies_early_shows_what_it_said_and_how_to_mend_it(environment: dict[str, str]) -> None:
    result = run(serving("doc", arguments=["--ServerApp.port_retries=many"]), environment)
    assert result.returncode == 1
    assert "JupyterLab did not start. Its last words were:" in result.stderr
    assert "'many'" in result.stderr
    assert "make clean" in result.stderr


def test_a_caller_may_serve_another_folder(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "only-here.txt").touch()
    with started(environment, serving("lab", arguments=[f"--ServerApp.root_dir={tmp_path}"])) as server:
        assert server.api("contents/only-here.txt") == 200
        assert server.api("contents/notebooks") == 404


def test_a_page_that_the_server_does_not_know_is_reported(environment: dict[str, str]) -> None:
    result = run(serving("no-such-page"), environment)
    assert result.returncode == 1
    assert "answers 404" in result.stderr
    assert is_free(int(environment["PORT"]))


@pytest.mark.parametrize("port", ["nine", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(environment: dict[str, str], port: str) -> None:
    result = run(COURSE, environment | {"PORT": port})
    assert result.returncode == 1
    assert f"PORT={port} is not a port. Use a number from 1024 to 65535" in result.stderr
