"""A JupyterLab of one's own for the tests: loopback only, no settings of the reader's."""

import json
import os
import secrets
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_TIMEOUT = 60  # seconds

# Python runs this first, in the server and in every kernel: it notes who is called.
WATCH = """
import sys

LOCAL = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None}
NAMED = ("socket.getaddrinfo", "socket.gethostbyname")
CALLED = ("socket.connect", "socket.sendto")

def watch(event, arguments):
    if event in NAMED:
        host = arguments[0]
    elif event in CALLED and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in LOCAL:
        with open(%r, "a", encoding="utf-8") as log:
            log.write(f"{event} {host} by {sys.argv}\\n")

sys.addaudithook(watch)
"""


@dataclass(frozen=True)
class Lab:
    """A running server: its folder, address and token, the file that names whom it called."""

    root: Path
    address: str
    token: str
    calls: Path

    def called(self) -> str:
        """Return a line for each attempt to reach another machine."""
        return self.calls.read_text(encoding="utf-8") if self.calls.exists() else ""


@contextmanager
def running_lab(root: Path, work: Path):
    """Start JupyterLab as `make lab` does, in the folder `root`, and stop it afterwards."""
    calls, watch, runtime = work / "calls.txt", work / "watch", work / "runtime"
    watch.mkdir()
    (watch / "sitecustomize.py").write_text(WATCH % str(calls), encoding="utf-8")
    token = secrets.token_hex(16)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(watch), str(ROOT)]),
        "JUPYTER_CONFIG_PATH": str(ROOT / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(work / "config"),
        "JUPYTER_DATA_DIR": str(work / "data"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "JUPYTERLAB_SETTINGS_DIR": str(work / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(work / "workspaces"),
        "JUPYTER_TOKEN": token,
    }
    command = [sys.executable, "-X", "utf8", "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    command += [f"--config={ROOT / 'jupyter/jupyter_lab_config.py'}"]
    command += ["--expose-app-in-browser", f"--ServerApp.root_dir={root}"]
    command += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"]
    with (work / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=root, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        port = _port(server, runtime, work / "log.txt")
        yield Lab(root, f"http://127.0.0.1:{port}", token, calls)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _port(server, runtime: Path, log: Path) -> int:
    """Wait until the server has written where it listens."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and server.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            try:
                return json.loads(path.read_text(encoding="utf-8"))["port"]
            except ValueError:
                pass  # not yet written to its end
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
