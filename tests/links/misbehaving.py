"""A local web server that misbehaves in all the ways that linked servers do."""

from __future__ import annotations

import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.services.replaying import Clock

HOLD = 20.0  # seconds after which a server that never answers gives up, so that no test hangs forever


class Server:
    """What was asked (method and path), and how each path answers: raw bytes, or a function that writes them."""

    def __init__(self, port: int, clock: Clock) -> None:
        """Start without any path."""
        self.port, self.clock = port, clock
        self.asked: list[tuple[str, str]] = []
        self.times: list[float] = []
        self.heads: list[str] = []
        self.sent: Counter[str] = Counter()
        self.answers: dict[str, list[bytes | Callable[[Connection], None]]] = {}
        self.over = threading.Event()  # the test is done
        self.left = threading.Event()  # a client hung up before the answer ended
        self.busy = 0
        self.most = 0
        self.lock = threading.Lock()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.port}{path}"

    def add(self, path: str, *answers: bytes | Callable[[Connection], None], method: str = "") -> str:
        """Answer a path in turn, repeating the last answer; return its address."""
        self.answers[f"{method}{path}"] = list(answers)
        return self.url(path)

    def methods(self, path: str) -> list[str]:
        """Return the methods by which a path was asked for."""
        return [method for method, asked in self.asked if asked == path]


class Connection(socketserver.StreamRequestHandler):
    """One connection: one request, one answer."""

    server: Listening

    def handle(self) -> None:
        """Read the request's head and answer."""
        made = self.server.made
        line = self.rfile.readline().decode("latin-1")
        if not line:
            return
        method, path, _ = line.split(" ", 2)
        head = [line]
        while (row := self.rfile.readline()) not in {b"\r\n", b""}:
            head.append(row.decode("latin-1"))
        with made.lock:
            made.asked.append((method, path))
            made.times.append(made.clock.now())
            made.heads.append("".join(head))
            made.busy += 1
            made.most = max(made.most, made.busy)
            answers = made.answers.get(f"{method}{path}") or made.answers.get(path) or [status(404)]
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
        try:
            if callable(answer):
                answer(self)
        except OSError:
            made.left.set()
        with made.lock:
            made.busy -= 1
        if not callable(answer):  # last: the client that has it may ask again before this thread goes on
            with suppress(OSError):
                self.wfile.write(answer)


class Listening(socketserver.ThreadingTCPServer):
    """The socket."""

    allow_reuse_address = True
    daemon_threads = True
    made: Server


def status(code: int, **headers: str) -> bytes:
    """Return an answer without a body; names of headers are written with _ for -."""
    rows = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {code} X\r\nContent-Length: 0\r\nConnection: close\r\n{rows}\r\n".encode()


def silent(connection: Connection) -> None:
    """Never answer."""
    connection.server.made.over.wait(HOLD)


def dripping(connection: Connection) -> None:
    """Send headers forever, a byte at a time, so that no single read takes long."""
    connection.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    end = time.monotonic() + HOLD
    while time.monotonic() < end and not connection.server.made.over.wait(0.02):
        connection.wfile.write(b"x")


def huge(connection: Connection) -> None:
    """Send a body of gigabytes, and count what is taken."""
    connection.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n")
    while not connection.server.made.over.is_set():
        connection.wfile.write(b"x" * 65_536)
        connection.server.made.sent["huge"] += 65_536
        if connection.server.made.sent["huge"] > 500_000_000:
            return


def closing(_: Connection) -> None:
    """Close without a word."""


@contextmanager
def serving(clock: Clock) -> Iterator[Server]:
    """Serve on a free port of this machine."""
    with Listening(("127.0.0.1", 0), Connection) as listening:
        listening.made = Server(listening.server_address[1], clock)
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield listening.made
        finally:
            listening.made.over.set()
            listening.shutdown()
            thread.join()
