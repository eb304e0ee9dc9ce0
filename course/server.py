"""Start JupyterLab on this repository, say where it really serves, and stop it cleanly."""

import json
import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

from course import paths

PORT = 8888
START_SECONDS = 120
STOP_SECONDS = 15


class StartError(RuntimeError):
    """The server cannot start. The message says why and how to mend it."""


def serve(
    page: str,
    *,
    cwd: Path = paths.ROOT,
    arguments: Sequence[str] = (),
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Serve the repository with JupyterLab until Ctrl+C or SIGTERM, and return an exit code: 1 if it failed.

    ``page`` is the address to open, below the server's base ("doc/tree/notebooks/…", "formgrader"). ``cwd`` is the
    server's working folder, where it looks for configuration. ``arguments`` go to JupyterLab as they
    are, and win over what this module would say. The ``environment`` may hold PORT, and BROWSER=none to open no browser.
    A busy port is not an error: the next free one is used and named. Nothing is raised: what goes wrong is printed.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP.
        if number and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    try:
        _serve(page, cwd, arguments, environment)
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 0
    except StartError as error:
        print(error, file=sys.stderr, flush=True)
    return 1


def _serve(page: str, cwd: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    asked = _read_port(environment)
    # A runtime folder of its own holds this server's address file and no stale one from another server.
    with tempfile.TemporaryDirectory(prefix="equally-outstanding-", ignore_cleanup_errors=True) as folder:
        runtime = Path(folder)
        child = None
        try:
            print("Starting JupyterLab ...", flush=True)
            child = _start(runtime, cwd, asked, arguments, environment)
            address, port = _wait_until_it_answers(child, runtime, page)
            if port != asked:
                print(f"Port {asked} is in use by another program, so port {port} is used instead.")
            print(f"Open {address}\nTo stop: press Ctrl+C", flush=True)
            if _wants_browser(environment):
                webbrowser.open(address)
            while child.poll() is None:
                time.sleep(0.2)
            raise StartError(f"The server stopped by itself.{_last_words(runtime)}\nStart it again.")
        finally:
            if child is not None:
                _stop(child)


def _read_port(environment: Mapping[str, str]) -> int:
    text = environment.get("PORT", "").strip() or str(PORT)
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise StartError(f"PORT={text} is not a port. Use a number from 1024 to 65535, for example PORT=8899.")


def _start(
    runtime: Path, cwd: Path, port: int, arguments: Sequence[str], environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    changed = {
        # So that `jupyter`, `alembic` and the like are found from a .venv that is not activated.
        "PATH": sysconfig.get_path("scripts") + os.pathsep + environment.get("PATH", os.defpath),
        # So that a kernel or setting of the same name in the home folder does not take this one's place.
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_RUNTIME_DIR": str(runtime),
    }
    given = {argument.split("=")[0] for argument in arguments}
    usual = {
        "--ServerApp.root_dir": str(paths.ROOT),
        "--ServerApp.port": str(port),
        "--ServerApp.allow_root": "True",
        "--ServerApp.open_browser": "False",
        "--log-level": "WARN",
    }
    command = [
        sys.executable,
        "-P",  # No module beside the configuration may stand in for one of the standard library.
        "-m",
        "jupyterlab",
        *(f"{name}={value}" for name, value in usual.items() if name not in given),
        *arguments,
    ]
    with (runtime / "server.log").open("wb") as log:
        # In a session of its own, the server does not see Ctrl+C, at which it would ask whether to stop.
        return subprocess.Popen(
            command,
            cwd=cwd,
            env={**environment, **changed},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_until_it_answers(child: subprocess.Popen[bytes], runtime: Path, page: str) -> tuple[str, int]:
    """The address of the page, with the token, and the port that serves it. Raises StartError."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if child.poll() is not None:
            raise StartError(
                f"JupyterLab did not start.{_last_words(runtime)}\n"
                "If something is missing, run `make clean` and then `make course`: that installs everything anew."
            )
        if server := _read_server_file(runtime):
            query = "?" + urlencode({"token": server["token"]}) if server["token"] else ""
            address = f"{server['url']}{quote(page)}{query}"
            if _answers(address, runtime):
                return address, int(server["port"])
        time.sleep(0.1)
    raise StartError(f"JupyterLab did not answer within {START_SECONDS} seconds.{_last_words(runtime)}\nTry again.")


def _read_server_file(runtime: Path) -> dict[str, str]:
    for path in runtime.glob("jpserver-*.json"):
        try:
            found: dict[str, str] = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):  # It is being written at this moment.
            continue
        return found
    return {}


def _answers(address: str, runtime: Path) -> bool:
    # Never through a proxy: the server is on this computer.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor())
    try:
        with opener.open(address, timeout=30) as response:
            return bool(response.status == 200)
    except urllib.error.HTTPError as error:
        raise StartError(
            f"The server runs, but answers {error.code} ({error.reason}) for {address}.{_last_words(runtime)}"
        ) from error
    except OSError:
        return False


def _last_words(runtime: Path) -> str:
    text = (runtime / "server.log").read_text("utf-8", errors="replace").strip()
    return "" if not text else " Its last words were:\n\n" + "\n".join(text.splitlines()[-15:]) + "\n"


def _wants_browser(environment: Mapping[str, str]) -> bool:
    if environment.get("BROWSER", "").lower() == "none":
        return False
    # On Linux without a screen, Python would open a text browser in this terminal.
    return sys.platform != "linux" or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Ask the server to stop, which ends its kernels too; end it if it does not, or at a second Ctrl+C."""
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        child.kill()
        child.wait()
