"""A real Jupyter server and a real Chromium for the browser tests.

Fixtures: ``server`` (the course, for the whole session), ``page`` (a page and fresh saved work for each test),
``small_page`` (the same at 400 %), ``open_notebook``, ``axe``, and ``make_course`` for a course of a test's own making.

Loading JupyterLab is most of what a test costs. So ``page`` is lent by ``Lab``: a JupyterLab that runs already, with
nothing open and nothing stored, in which the first ``open_notebook`` of a test opens its notebook with a new kernel.
Whatever else a test does (a second ``open_notebook``, a reload, a link) is a real load. A test about loading itself, or
one that leaves in the browser what nobody can take back (a listener, an init script), is marked ``pytest.mark.fresh``.
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
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

expect.set_options(timeout=15_000)  # several browsers and kernels share few processors

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
                    "--LabApp.expose_app_in_browser=True",
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

    @property
    def started(self) -> int | None:
        """Which start of the server this is: the process's id."""
        return self._process and self._process.pid

    def url(self, path: str, view: str = "doc") -> str:
        """The address of a notebook, with the token, in the view "doc", "notebooks" (Notebook 7) or "lab"."""
        return f"{self.address}/{VIEWS[view]}/{path}?token={TOKEN}"


class Lab:
    """Lends one page after the other. What a test gives back in good order is the running JupyterLab of the next."""

    MOST = 15  # tests for one browser: what JupyterLab does not let go of adds up

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._lent = 0
        self._server: CourseServer | None = None  # where the lent page is
        self._running: tuple[str, int | None] | None = None  # the server's start, where its JupyterLab has nothing open

    def lend(self, width: int, height: int) -> Page:
        """The page as a fresh browser has it: no media emulated, the pointer nowhere, and no permission given."""
        if not self._context:
            self._context = self._chromium.new_context(accept_downloads=True)
            self._page = self._context.new_page()
            self._lent = 0
        assert self._page
        self._lent += 1
        self._context.clear_permissions()
        self._page.emulate_media(
            media="null",
            color_scheme="light",
            forced_colors="none",
            reduced_motion="no-preference",
            contrast="no-preference",
        )
        self._page.set_viewport_size({"width": width, "height": height})
        self._page.mouse.move(0, 0)
        return self._page

    def open(self, page: Page, of: CourseServer, path: str, view: str) -> None:
        """The first notebook of a lent page opens in the JupyterLab that runs, if one does. All else is loaded."""
        if page is self._page:
            running, self._running = self._running, None
            self._server = of
            if view == "doc" and running == (of.address, of.started):
                page.wait_for_function(_HAS_THE_THEME)
                page.evaluate(_OPEN, [path, of.url(path).partition("?")[0]])
                return
        page.goto(of.url(path, view))

    def take_back(self, passed: bool) -> None:
        """Close the notebook and forget what the browser stored. A browser that is not as it was comes to its end."""
        assert self._context
        assert self._page
        self._running = None
        of, self._server = self._server, None
        with contextlib.suppress(PlaywrightError):
            if passed and of and self._lent < self.MOST and self._context.pages == [self._page]:
                self._page.unroute_all()
                if self._page.evaluate(_PUT_AWAY, of.url("").partition("?")[0]):
                    self._running = (of.address, of.started)
        if not self._running:
            self.close()

    def close(self) -> None:
        """End the browser, if there is one."""
        if self._context:
            self._context.close()
        self._context = self._page = None


_HAS_THE_THEME = "document.body.dataset.jpThemeLight === String(!matchMedia('(prefers-color-scheme: dark)').matches)"
# The address is there first, as at a real load: widgets read it when they appear.
_OPEN = """async ([path, address]) => {
    history.replaceState(null, '', address);
    await jupyterapp.commands.execute('docmanager:open', { path });
}"""
_PUT_AWAY = """async address => {
    const good = location.href.startsWith(address) && window.jupyterapp
        && document.querySelector('[data-eq-ready=true]') && !document.querySelector('.eq-message, .jp-Dialog');
    if (!good) return false;
    const open = () => [...jupyterapp.shell.widgets('main')].filter(widget => widget.context);
    for (const panel of open()) {
        panel.context.model.dirty = false;
        panel.close();
    }
    for (let time = 0; open().length; time += 20) {
        if (time > 2000) return false;
        await new Promise(resolve => setTimeout(resolve, 20));
    }
    await jupyterapp.commands.execute('filebrowser:go-to-path', { path: '', dontShowBrowser: true });
    localStorage.clear();
    sessionStorage.clear();
    getSelection().removeAllRanges();
    scrollTo(0, 0);
    return true;
}"""


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


@pytest.fixture(scope="session")
def lab(chromium: Browser) -> Iterator[Lab]:
    """The JupyterLab that runs on from test to test."""
    lab = Lab(chromium)
    yield lab
    lab.close()


@contextlib.contextmanager
def _lent_page(request: pytest.FixtureRequest, width: int, height: int) -> Iterator[Page]:
    chromium, lab = request.getfixturevalue("chromium"), request.getfixturevalue("lab")
    if request.node.get_closest_marker("fresh"):
        context = chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        yield context.new_page()
        context.close()
        return
    failed = request.session.testsfailed
    page = lab.lend(width, height)
    yield page
    lab.take_back(passed=request.session.testsfailed == failed)


@pytest.fixture
def page(request: pytest.FixtureRequest, server: CourseServer) -> Iterator[Page]:
    """A page; the server runs and holds neither kernels nor saved work."""
    server.reset()
    with _lent_page(request, 1280, 900) as page:
        yield page


@pytest.fixture
def small_page(request: pytest.FixtureRequest, server: CourseServer) -> Iterator[Page]:
    """A window of 320 by 256 pixels: 1280 by 1024 at 400 %."""
    server.reset()
    with _lent_page(request, 320, 256) as page:
        yield page


@pytest.fixture
def open_notebook(server: CourseServer, lab: Lab) -> Callable[..., None]:
    """``open_notebook(page, "0-start/welcome.ipynb", view="doc")``: returns when the page's questions are there."""

    def open_it(page: Page, path: str, view: str = "doc", of: CourseServer = server) -> None:
        lab.open(page, of, f"notebooks/{path}", view)
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


@pytest.fixture(scope="session")
def made_course(tmp_path_factory: pytest.TempPathFactory, installed_extension: None) -> Iterator[CourseServer]:
    """A server for a copy of the course's package and assets, without notebooks."""
    folder = tmp_path_factory.mktemp("made")
    for name in ("course", "assets"):
        shutil.copytree(ROOT / name, folder / "root" / name, ignore=shutil.ignore_patterns("__pycache__"))
    start = folder / "python"
    start.mkdir()
    (start / "sitecustomize.py").write_text(
        _PUT_FIRST_AMONG_PACKAGES.format(root=str(folder / "root")), encoding="utf-8"
    )
    course = CourseServer(folder / "root", folder, python_path=start)
    yield course
    course.kill()


@pytest.fixture
def make_course(made_course: CourseServer) -> Iterator[Callable[[dict[str, list[str]]], CourseServer]]:
    """``make_course({"notebooks/1-why/page.ipynb": ["# A heading", "ask('x')"], ...})``: a server for a course.

    It has a copy of the course's package and assets, and these files: notebooks from lists of cells (Markdown where
    a cell begins with "#"), other files from a list of lines.
    """
    root = made_course.root
    added: list[str] = []

    def make(files: dict[str, list[str]]) -> CourseServer:
        for name, content in files.items():
            file = root / name
            added.append(name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_notebook(content) if file.suffix == ".ipynb" else "\n".join(content), encoding="utf-8")
        made_course.reset()
        return made_course

    (root / "notebooks").mkdir()
    yield make
    for name in added:
        if (ROOT / name).exists() and not name.startswith("notebooks/"):
            shutil.copy2(ROOT / name, root / name)
        else:
            (root / name).unlink(missing_ok=True)
    shutil.rmtree(root / "notebooks")


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
