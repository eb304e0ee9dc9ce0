"""A real Jupyter server and a real Chromium for the browser tests.

Fixtures: ``server`` (the course, for the whole session), ``page`` (a fresh browser and fresh saved work for each
test), ``small_page`` (the same at 400 %), ``open_notebook``, ``axe``, and ``make_course`` for a course of a test's own making.
"""

import contextlib
import filecmp
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "browser-tests"
VIEWS = {"doc": "doc/tree", "notebooks": "notebooks", "lab": "lab/tree"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-opt",  # A page lives for seconds: optimising its JavaScript costs more time than it saves.
]


class CourseServer:
    """JupyterLab serving ``root`` on a port that it keeps over restarts. Saved work lies in ``folder / "work"``."""

    def __init__(
        self, root: Path, folder: Path, python_path: Path | None = None, options: tuple[str, ...] = ()
    ) -> None:
        self.root = root
        self.work = folder / "work" / "my-work.json"
        self.log = folder / "server.log"
        self.options = options
        self._config = folder / "config"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = os.environ | {
            "COURSE_WORK": str(self.work),
            "JUPYTER_CONFIG_DIR": str(self._config),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "IPYTHONDIR": str(folder / "ipython"),
        }
        if python_path:
            self._environment["PYTHONPATH"] = str(python_path)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers. Does nothing where it runs already."""
        if self._process and self._process.poll() is None:
            return
        self.work.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "jupyterlab",
                    "--no-browser",
                    "--allow-root",
                    "--ip=127.0.0.1",
                    f"--port={self.port}",
                    "--ServerApp.port_retries=0",
                    f"--ServerApp.root_dir={self.root}",
                    f"--IdentityProvider.token={TOKEN}",
                    *self.options,
                ],
                cwd=self.root,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        for _ in range(300):
            if self._process.poll() is not None:
                break
            try:
                self.api("status")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"The server did not start:\n{self.log.read_text()[-3000:]}")

    def api(self, path: str, method: str = "GET") -> Any:
        """The server's answer at ``api/<path>``. Raises OSError where it does not answer."""
        status, body = self.fetch(f"api/{path}", method)
        if status >= 400:
            raise OSError(f"{status} at api/{path}")
        return json.loads(body) if body else None

    def fetch(self, path: str, method: str = "GET") -> tuple[int, bytes]:
        """Status and body of an answer of the server. Raises OSError where it does not answer."""
        request = urllib.request.Request(f"{self.address}/{path}", method=method)
        request.add_header("Authorization", f"token {TOKEN}")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def kernels(self) -> list[psutil.Process]:
        """The kernels' processes, oldest first."""
        assert self._process
        found = []
        for process in psutil.Process(self._process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):  # it has ended meanwhile
                if "ipykernel_launcher" in process.cmdline():
                    found.append(process)
        return sorted(found, key=lambda process: process.create_time())

    def kill_kernels(self) -> None:
        """End the kernels' processes as a crash would. The server starts new ones."""
        for process in self.kernels():
            process.kill()

    def kill(self) -> None:
        """End the server and its kernels as a crash would. ``start`` brings it back at the same address."""
        if self._process is None:
            return
        kernels = psutil.Process(self._process.pid).children(recursive=True) if self._process.poll() is None else []
        self._process.kill()
        self._process.wait()
        for process in kernels:
            if process.is_running():
                process.kill()
        self._process = None

    def reset(self) -> None:
        """As new: running, without kernels, saved work and notebooks that JupyterLab would open again."""
        self.start()
        for session in self.api("sessions"):
            self.api(f"sessions/{session['id']}", "DELETE")
        for kernel in self.api("kernels"):
            self.api(f"kernels/{kernel['id']}", "DELETE")
        for left in (self.work.parent, self._config / "lab" / "workspaces"):
            shutil.rmtree(left, ignore_errors=True)
        self.work.parent.mkdir(parents=True)

    def url(self, path: str, view: str = "doc") -> str:
        """The address of a notebook, with the token, in the view "doc", "notebooks" (Notebook 7) or "lab"."""
        return f"{self.address}/{VIEWS[view]}/{path}?token={TOKEN}"


def _stale_files() -> list[str]:
    """Files of the JupyterLab extension whose installed copy is missing or other than the source."""
    installed = {
        "course/labextension": Path(sys.prefix, "share/jupyter/labextensions/equally-outstanding"),
        "course/jupyter-config/labconfig": Path(sys.prefix, "etc/jupyter/labconfig"),
        "course/jupyter-config/server": Path(sys.prefix, "etc/jupyter/jupyter_server_config.d"),
    }
    stale = []
    for source, copy in installed.items():
        for file in (ROOT / source).rglob("*"):
            name = file.relative_to(ROOT / source)
            if (
                file.is_file()
                and file.name != "page_config.json"
                and not ((copy / name).is_file() and filecmp.cmp(file, copy / name, shallow=False))
            ):
                stale.append(f"{source}/{name}")
    return stale


@pytest.fixture(scope="session")
def installed_extension() -> None:
    """Fail where the environment holds an older copy of the extension than the one to be tested."""
    if stale := _stale_files():
        pytest.fail(f"Refresh the installed JupyterLab extension with `pip install --no-deps -e .`: {', '.join(stale)}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium or Chrome, without a window."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        message = "No Chromium or Chrome on this machine: install one to run the browser tests."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, installed_extension: None) -> Iterator[CourseServer]:
    """The course itself, served from the repository's root."""
    course = CourseServer(ROOT, tmp_path_factory.mktemp("server"))
    course.start()
    yield course
    course.kill()


@pytest.fixture
def page(server: CourseServer, chromium: Browser) -> Iterator[Page]:
    """A page of a fresh browser; the server runs and holds neither kernels nor saved work."""
    server.reset()
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def small_page(server: CourseServer, chromium: Browser) -> Iterator[Page]:
    """A window of 320 by 256 pixels: 1280 by 1024 at 400 %."""
    server.reset()
    context = chromium.new_context(viewport={"width": 320, "height": 256})
    yield context.new_page()
    context.close()


@pytest.fixture
def open_notebook(server: CourseServer) -> Callable[..., None]:
    """``open_notebook(page, "0-start/welcome.ipynb", view="doc")``: returns when the page's questions are there."""

    def open_it(page: Page, path: str, view: str = "doc", of: CourseServer = server) -> None:
        page.goto(of.url(f"notebooks/{path}", view))
        page.wait_for_selector("[data-eq-ready]:visible", timeout=60_000)

    return open_it


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """``axe(page)``: the violations of WCAG 2.0 to 2.2, levels A and AA, on the whole page, one line each.

    ``axe(page, ".eq-course")`` looks only at what the selector names.
    """

    def violations(page: Page, within: str | None = None) -> list[str]:
        options = {"runOnly": WCAG, "resultTypes": ["violations"]}
        found = Axe().run(page, context=within, options=options).response["violations"]
        return [f"{rule['id']} at {node['target']}: {rule['help']}" for rule in found for node in rule["nodes"]]

    return violations


@pytest.fixture
def make_course(tmp_path: Path, installed_extension: None) -> Iterator[Callable[[dict[str, list[str]]], CourseServer]]:
    """``make_course({"notebooks/1-why/page.ipynb": ["# A heading", "ask('x')"], ...})``: a server for a course.

    It has a copy of the course's package and assets, and these files: notebooks from lists of cells (Markdown where
    a cell begins with "#"), other files from a list of lines.
    """
    made: list[CourseServer] = []

    def make(files: dict[str, list[str]]) -> CourseServer:
        root = tmp_path / "root"
        for folder in ("course", "assets"):
            shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
        (root / "notebooks").mkdir()
        for name, content in files.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_notebook(content) if file.suffix == ".ipynb" else "\n".join(content), encoding="utf-8")
        start = tmp_path / "python"
        start.mkdir()
        (start / "sitecustomize.py").write_text(_PUT_FIRST_AMONG_PACKAGES.format(root=str(root)), encoding="utf-8")
        made.append(CourseServer(root, tmp_path, python_path=start))
        made[-1].start()
        return made[-1]

    yield make
    for each in made:
        each.kill()


# Where an installed package lies on Python's path: behind the notebook's own folder, before the repository's course.
_PUT_FIRST_AMONG_PACKAGES = """
import sys
place = next(i for i, entry in enumerate(sys.path) if entry.endswith("site-packages"))
sys.path.insert(place + 1, {root!r})
"""


def _notebook(sources: list[str]) -> str:
    cells: list[dict[str, Any]] = []
    for number, source in enumerate(sources):
        cell: dict[str, Any] = {"id": f"cell-{number}", "metadata": {}, "source": source}
        if source.startswith("#"):
            cells.append(cell | {"cell_type": "markdown"})
        else:
            cells.append(cell | {"cell_type": "code", "execution_count": None, "outputs": []})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})
