"""Runs the project's commands in processes of their own that import nothing: forks of one that has imported everything.

``python -m tests.cli.forking SOCKET`` is that one. It ends when its standard input does. A process that was started the
ordinary way spends most of its time on imports; tests/cli/test_forking.py compares the two.
"""

from __future__ import annotations

import atexit
import fcntl
import functools
import importlib
import json
import os
import pkgutil
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMPORTED = (  # beside generator: what a build of the site needs
    "markdown.extensions.attr_list",
    "markdown.extensions.codehilite",
    "markdown.extensions.fenced_code",
    "markdown.extensions.tables",
    "material.templates",
    "mkdocs.commands.build",
    "pygments.lexers",
)


def run(
    module: str,
    *arguments: object,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    typed: str = "",
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m module arguments…`` in a folder with ``typed`` on its standard input, and return what came of it."""
    words = [module, *map(str, arguments)]
    if not hasattr(os, "fork") or _interpreter(os.environ if env is None else env) != STARTED:
        command = [sys.executable, "-m", *words]
        return subprocess.run(
            command, cwd=cwd, env=env, input=typed, capture_output=True, text=True, check=False, timeout=timeout
        )
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
        given.write(typed.encode())
        given.seek(0)
        streams = (given.fileno(), printed.fileno(), said.fileno())
        code = ask(words, cwd, os.environ if env is None else env, streams, timeout, address())
        printed.seek(0)
        said.seek(0)
        with open(printed.fileno(), encoding="utf-8", closefd=False) as out:  # as subprocess does: any line end is \n
            stdout = out.read()
        with open(said.fileno(), encoding="utf-8", closefd=False) as err:
            stderr = err.read()
    return subprocess.CompletedProcess(words, code, stdout, stderr)


def _interpreter(env: Mapping[str, str]) -> dict[str, str]:
    """Return what an interpreter reads only when it starts, such as the seed of its hashes."""
    read_later = {"PYTHONPATH", "PYTHONSAFEPATH"}
    return {name: value for name, value in env.items() if name.startswith("PYTHON") and name not in read_later}


STARTED = _interpreter(os.environ)


def program(path: Path, module: str) -> None:
    """Write a program that does what ``python -m module`` does, with the streams and the surroundings of who starts it."""
    asked = f"[{module!r}, *sys.argv[1:]], os.getcwd(), os.environ, (0, 1, 2), 600, {address()!r}"
    path.write_text(
        f"#!{sys.executable} -IS\nimport os, sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        f"from tests.cli import forking\nsys.exit(forking.ask({asked}) % 256)\n",
        "utf-8",
    )
    path.chmod(0o755)


def ask(  # noqa: PLR0917
    words: list[str], cwd: Path | str, env: Mapping[str, str], streams: tuple[int, ...], timeout: float, path: str
) -> int:
    """Have a process forked at a socket, and return its exit code: -9 where signal 9 ended it."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(timeout)
        asking.connect(path)
        wanted = json.dumps({"words": words, "cwd": str(cwd), "env": dict(env)}).encode()
        socket.send_fds(asking, [len(wanted).to_bytes(4)], streams)
        asking.sendall(wanted)
        with asking.makefile() as answers:
            process = int(answers.readline())
            try:
                return int(answers.readline())
            except TimeoutError:
                os.kill(process, 9)
                raise subprocess.TimeoutExpired(words, timeout) from None


@functools.cache
def address() -> str:
    """Return the path of the socket of a process that forks; the first call starts it, and it ends with this process."""
    folder = tempfile.mkdtemp(prefix="shelf-")
    path = f"{folder}/socket"
    command = [sys.executable, "-m", "tests.cli.forking", path]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin
    assert server.stdout
    assert server.stdout.readline() == b"ready\n"
    server.stdout.close()

    def end() -> None:
        server.stdin.close()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return path


def _serve(path: str) -> None:
    """Fork a process for each request until the standard input ends. Returns in the forks, ready to run a module."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(16)
        print("ready", flush=True)
        os.dup2(2, 1)  # so that nobody waits for more
        while True:
            ready, _, _ = select.select([listening, sys.stdin], [], [])
            if sys.stdin in ready:
                os._exit(0)
            asked, _ = listening.accept()
            if os.fork() == 0:
                break
            asked.close()
            while _ended():
                pass
    with asked:
        _attend(asked)


def _ended() -> bool:
    """Forget one attendant that has ended; return whether there was one."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0] > 0
    except ChildProcessError:
        return False


def _attend(asked: socket.socket) -> None:
    """Fork the process that is asked for, and tell its number and, when it has ended, its exit code."""
    head, streams, _, _ = socket.recv_fds(asked, 4, 3)
    with asked.makefile("rb") as reading:
        wanted = json.loads(reading.read(int.from_bytes(head)))
    process = os.fork()
    if process:
        asked.sendall(f"{process}\n".encode())
        _, status = os.waitpid(process, 0)
        asked.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if os.isatty(0):
        _take_terminal()
    os.environ.clear()
    os.environ.update(wanted["env"])
    os.chdir(wanted["cwd"])
    if not os.environ.get("PYTHONSAFEPATH"):
        sys.path[0] = wanted["cwd"]
    sys.argv = wanted["words"]


def _take_terminal() -> None:
    """Be what a terminal controls, as what a shell starts: it sends the signals of its keys."""
    os.setsid()
    with suppress(OSError):  # it controls another one already
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]


def _run() -> int:
    """Run the module named by the first argument as an interpreter does; return the exit code."""
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:  # noqa: BLE001, as the interpreter prints it
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        return 1
    return 0


if __name__ == "__main__":
    import generator

    for found in pkgutil.walk_packages(generator.__path__, "generator."):
        if not found.name.endswith(".__main__"):
            importlib.import_module(found.name)
    for name in IMPORTED:
        importlib.import_module(name)
    _serve(sys.argv[1])
    code = _run()
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
