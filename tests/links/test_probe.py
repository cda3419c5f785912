"""Judging a link: what each kind of misbehaviour means, how politely we ask, and what we never ask."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Iterator

import pytest

from generator.links import Answer, LinkProbe, Network, Throttle
from generator.services.network import public
from tests.links import misbehaving
from tests.links.misbehaving import Server, closing, dripping, huge, silent, status
from tests.services.replaying import Clock

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
NAMES = {"a.test": "127.0.0.1", "b.test": "127.0.0.1", "inner.test": "10.1.2.3", "doi.org": "192.0.2.1"}


@pytest.fixture
def clock() -> Clock:
    """Return a clock at zero."""
    return Clock()


@pytest.fixture
def server(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Serve locally, bypassing any proxy of this machine."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with misbehaving.serving(clock) as made:
        yield made


def resolve(host: str, _: int) -> list[str]:
    """Look a name up in the table above."""
    if host[0].isdigit() or ":" in host:
        return [host]
    if host == "later.test":
        raise socket.gaierror(socket.EAI_AGAIN, "later")
    if host not in NAMES:
        raise socket.gaierror(socket.EAI_NONAME, "no")
    return [NAMES[host]]


def probe(clock: Clock, *, read: float = 5.0, whole: float = 10.0, throttle: Throttle | None = None) -> LinkProbe:
    """Return a probe that may ask 127.0.0.1 and nothing else that is private."""
    network = Network(
        permitted=lambda address: address == "127.0.0.1" or public(address), resolve=resolve, read=read, whole=whole
    )
    return LinkProbe(throttle or Throttle(clock=clock.now, sleep=clock.sleep), network=network, now=lambda: NOON)


def ask(clock: Clock, url: str) -> Answer:
    """Ask once, with time to spare."""
    return probe(clock).ask(url)


@pytest.mark.parametrize(
    ("code", "verdict"),
    [(200, "ok"), (204, "ok"), (404, "gone"), (410, "gone"), (401, "blocked"), (403, "blocked"), (406, "blocked"),
     (451, "blocked"), (999, "blocked"), (500, "error"), (503, "error"), (304, "error")],
)  # fmt: skip
def test_each_status_has_its_verdict(clock: Clock, server: Server, code: int, verdict: str) -> None:
    """Only 404 and 410 are gone; a host that refuses programs is not dead."""
    answer = ask(clock, server.add("/x", status(code)))
    assert (answer.verdict, answer.status, answer.asked) == (verdict, code, NOON)


def test_a_good_head_is_enough(clock: Clock, server: Server) -> None:
    """One request, by HEAD, with a name, and no password or cookie."""
    assert ask(clock, server.add("/x", status(200))).verdict == "ok"
    assert server.methods("/x") == ["HEAD"]
    assert "User-Agent: reading-shelf" in server.heads[0]
    assert "Authorization" not in server.heads[0]
    assert "Cookie" not in server.heads[0]


@pytest.mark.parametrize(
    "answer", [status(405), status(501), status(404), status(403), closing], ids=["405", "501", "404", "403", "closed"]
)
def test_where_head_is_refused_get_decides(clock: Clock, server: Server, answer: object) -> None:
    """Nothing is gone or blocked on a HEAD alone."""
    server.add("/x", answer, method="HEAD")  # type: ignore[arg-type]
    assert ask(clock, server.add("/x", status(200), method="GET")).verdict == "ok"
    assert server.methods("/x") == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("codes", "verdict", "to"),
    [
        ([301], "moved", "/1"),
        ([308], "moved", "/1"),
        ([302], "ok", ""),
        ([303, 307], "ok", ""),
        ([301, 308, 301], "moved", "/3"),
        ([301, 302], "moved", "/1"),  # only the first address was given up for good
        ([302, 301], "ok", ""),
    ],
)
def test_chains_of_redirects(clock: Clock, server: Server, codes: list[int], verdict: str, to: str) -> None:
    """Where permanent redirects lead first is the new address; redirects after a temporary one do not count."""
    for number, code in enumerate(codes):
        server.add(f"/{number}", status(code, Location=f"/{number + 1}"))
    server.add(f"/{len(codes)}", status(200))
    answer = ask(clock, server.url("/0"))
    assert (answer.verdict, answer.to) == (verdict, server.url(to) if to else "")


def test_a_moved_page_that_is_gone_is_gone(clock: Clock, server: Server) -> None:
    """A redirect to a missing page is not a new address."""
    server.add("/x", status(301, Location="/y"))
    answer = ask(clock, server.url("/x"))
    assert (answer.verdict, answer.to) == ("gone", "")


@pytest.mark.parametrize(
    ("location", "note"),
    [
        ("/x", "circle"),
        ("file:///etc/passwd", "not http"),
        ("gopher://127.0.0.1/", "not http"),
        ("javascript:alert(1)", "not http"),
        ("https://", "not http"),
        ("http://[broken", "invalid address"),
        ("", "nowhere"),
    ],
)
def test_redirects_to_nothing_that_can_be_asked(clock: Clock, server: Server, location: str, note: str) -> None:
    """A circle, a file or a broken address is an error of the link, and is not followed."""
    answer = ask(clock, server.add("/x", status(301, Location=location)))
    assert answer.verdict == "error"
    assert note in answer.note
    assert server.methods("/x") == ["HEAD"]


def test_redirects_without_an_end(clock: Clock, server: Server) -> None:
    """It gives up after ten of them."""
    for number in range(50):
        server.add(f"/{number}", status(302, Location=f"/{number + 1}"))
    answer = ask(clock, server.url("/0"))
    assert (answer.verdict, answer.note) == ("error", "redirects more than 10 times")
    assert len(server.asked) == 11


def test_a_busy_host_is_given_the_time_that_it_asks_for(clock: Clock, server: Server) -> None:
    """After 429 with Retry-After: 7 the next request comes no sooner, and its answer counts."""
    assert ask(clock, server.add("/x", status(429, Retry_After="7"), status(200))).verdict == "ok"
    assert server.methods("/x") == ["HEAD", "HEAD"]
    assert server.times[1] - server.times[0] >= 7


def test_retry_after_may_be_a_date(clock: Clock, server: Server) -> None:
    """A day and time is counted from now."""
    later = "Fri, 20 Nov 2026 12:00:30 GMT"
    assert (
        ask(
            clock, server.add("/x", status(503, Retry_After=later), status(503, Retry_After=later), status(200))
        ).verdict
        == "ok"
    )
    assert server.times[-1] - server.times[1] >= 30


@pytest.mark.parametrize("after", ["86400", "99999999999999999999", "Fri, 20 Nov 2099 12:00:00 GMT"])
def test_a_host_that_asks_for_a_day_is_left_alone(clock: Clock, server: Server, after: str) -> None:
    """Nobody waits that long: the link is blocked, not dead, and the host's other links are not requested."""
    one = probe(clock)
    assert one.ask(server.add("/x", status(429, Retry_After=after))).verdict == "blocked"
    other = one.ask(server.url("/y"))
    assert (other.verdict, other.status) == ("blocked", None)
    assert server.asked == [("HEAD", "/x")]
    assert sum(clock.slept) < 60


def test_a_host_that_is_down_for_a_day_is_left_alone(clock: Clock, server: Server) -> None:
    """503 with a long Retry-After is an error now, and the host's other links are not requested."""
    one = probe(clock)
    assert one.ask(server.add("/x", status(503, Retry_After="86400"))).verdict == "error"
    one.ask(server.url("/y"))
    assert {path for _, path in server.asked} == {"/x"}
    assert sum(clock.slept) < 60


@pytest.mark.parametrize("after", ["soon", "-1", "", "١٢"])
def test_a_retry_after_that_says_nothing(clock: Clock, server: Server, after: str) -> None:
    """Then our own back-off applies."""
    assert (
        ask(clock, server.add("/x", status(429, Retry_After=after.encode().decode("latin-1")), status(200))).verdict
        == "ok"
    )


def test_an_error_is_asked_again_with_longer_pauses(clock: Clock, server: Server) -> None:
    """500, then 500, then 200 is ok; each pause is longer than the one before."""
    server.add("/x", status(500), status(500), status(500), status(500), status(200))
    assert ask(clock, server.url("/x")).verdict == "ok"
    waits = [later - sooner for sooner, later in zip(server.times[1::2], server.times[2::2], strict=True)]
    assert waits == sorted(waits)
    assert len(set(waits)) == len(waits) == 2


def test_an_error_that_stays(clock: Clock, server: Server) -> None:
    """After three attempts it is an error, which is not gone."""
    assert ask(clock, server.add("/x", status(502))).verdict == "error"
    assert server.methods("/x") == ["HEAD", "GET"] * 3


def test_a_connection_that_closes(clock: Clock, server: Server) -> None:
    """A server that hangs up without a word is an error after three attempts."""
    answer = ask(clock, server.add("/x", closing))
    assert (answer.verdict, answer.note) == ("error", "does not answer")
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "said",
    [b"SSH-2.0-x\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0" * 70_000, b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 500 + b"\r\n"],
)
def test_a_server_that_does_not_speak_http(clock: Clock, server: Server, said: bytes) -> None:
    """Nonsense is an error, never an exception."""
    assert ask(clock, server.add("/x", said)).verdict == "error"


def test_a_server_that_never_answers_is_slow(clock: Clock, server: Server) -> None:
    """Silence ends after the limit, for HEAD and GET each, and is not gone."""
    assert probe(clock, read=0.2).ask(server.add("/x", silent)).verdict == "slow"
    assert server.methods("/x") == ["HEAD", "GET"]


def test_headers_that_drip_for_ever_are_slow(clock: Clock, server: Server) -> None:
    """Each read is quick, but the whole is slow: the overall deadline ends the connection."""
    assert probe(clock, whole=0.4).ask(server.add("/x", dripping)).verdict == "slow"
    assert server.left.wait(misbehaving.HOLD / 2)


def test_a_host_that_is_slow_twice_is_left_alone(clock: Clock, server: Server) -> None:
    """Its other links are not checked, nor those that lead to it; other hosts are asked as before."""
    one = probe(clock, read=0.2)
    for number in range(5):
        server.add(f"/{number}", silent)
    server.add("/there", status(302, Location=server.url("/4", "a.test")))
    found = [one.ask(server.url(f"/{number}", "a.test")) for number in range(4)]
    assert [answer.verdict for answer in found] == ["slow", "slow", "unchecked", "unchecked"]
    assert "too slow" in found[-1].note
    assert one.ask(server.url("/there", "b.test")).verdict == "unchecked"
    assert [path for _, path in server.asked] == ["/0", "/0", "/1", "/1", "/there"]


def test_a_name_service_that_fails_twice_is_left_alone(clock: Clock, server: Server) -> None:
    """Each look-up may take half a minute: a host's other links are not checked."""
    one = probe(clock)
    assert one.ask("http://later.test/1").verdict == "error"
    assert one.ask("http://later.test/2").verdict == "unchecked"
    assert one.ask(server.add("/x", status(200))).verdict == "ok"


def test_nothing_is_sent_after_the_end(clock: Clock, server: Server) -> None:
    """A link that waits for its host's turn when the run ends is not requested."""
    stop = threading.Event()

    def ended(_: float) -> None:
        stop.set()

    throttle = Throttle(clock=clock.now, sleep=ended)
    network = Network(permitted=lambda _: True, resolve=resolve)
    one = LinkProbe(throttle, network=network, now=lambda: NOON, stop=stop)
    assert one.ask(server.add("/x", status(200))).verdict == "ok"
    assert one.ask(server.add("/y", status(200))).verdict == "unchecked"
    assert server.asked == [("HEAD", "/x")]


def test_a_huge_body_is_not_downloaded(clock: Clock, server: Server) -> None:
    """The answer's head is enough; the server sends only what fits into the buffers."""
    server.add("/x", status(405), method="HEAD")
    assert ask(clock, server.add("/x", huge, method="GET")).verdict == "ok"
    server.over.wait(0.2)
    assert server.sent["huge"] < 50_000_000


def test_the_body_of_a_redirect_is_not_downloaded(clock: Clock, server: Server) -> None:
    """Not even by requests, which would read it although it follows no redirects."""

    def endless(connection: misbehaving.Connection) -> None:
        connection.wfile.write(b"HTTP/1.1 302 X\r\nLocation: /y\r\nContent-Length: 9999999999\r\n\r\n")
        silent(connection)

    server.add("/x", status(405), method="HEAD")
    server.add("/x", endless, method="GET")
    server.add("/y", status(200))
    assert ask(clock, server.url("/x")).verdict == "ok"


def test_names_that_do_not_resolve(clock: Clock, server: Server) -> None:
    """No such host is gone, at once; a failing name service is an error, after retries."""
    assert ask(clock, "http://nowhere.test/").verdict == "gone"
    assert clock.slept == []
    assert ask(clock, "http://later.test/").verdict == "error"
    assert ask(clock, f"http://{'x' * 70}.test/").verdict in {"gone", "error"}
    assert server.asked == []


@pytest.mark.parametrize(
    "url",
    ["http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]:{port}/", "http://127.0.0.2:{port}/",
     "http://0.0.0.0:{port}/", "http://[::ffff:127.0.0.2]:{port}/", "http://inner.test:{port}/", "http://inner.test./",
     "http://[64:ff9b::a00:1]/", "http://[fe80::1]/", "http://224.0.0.1/", "http://[64:ff9b:1::808:808]/",
     "http://[::8.8.8.8]/", "http://[fd00:ec2::254]/", "http://168.63.129.16/", "http://100.100.100.200/",
     "http://metadata.google.internal/computeMetadata/", "http://printer.local/", "http://a.home.arpa/",
     "http://167772161/", "http://0xa.1/", "http://012.0.0.1/", "http://10.1/", "http://134744072/", "http://8.8.2056/"],
)  # fmt: skip
def test_private_addresses_are_not_asked(
    clock: Clock, server: Server, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither as a link nor at the end of a redirect, however they are written: no socket is opened to them."""
    opened: list[object] = []
    connect = socket.create_connection

    def watched(address: tuple[str, int], **options: object) -> socket.socket:
        opened.append(address[0])
        return connect(address, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", watched)
    target = url.format(port=server.port)
    NAMES["inner.test."] = NAMES["inner.test"]
    assert ask(clock, target).verdict == "refused"
    assert ask(clock, server.add("/x", status(302, Location=target))).verdict == "refused"
    assert opened == ["127.0.0.1"]
    assert len(server.asked) == 1


def test_a_name_is_looked_up_once(clock: Clock, server: Server) -> None:
    """The connection goes to the address that was checked: a second look-up could give another one."""
    given = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]])
    network = Network(permitted=lambda address: address == "127.0.0.1", resolve=lambda *_: next(given))
    one = LinkProbe(Throttle(clock=clock.now, sleep=clock.sleep), network=network, now=lambda: NOON)
    server.add("/x", status(200))
    assert one.ask(server.url("/x", "a.test")).verdict == "ok"
    assert one.ask(server.url("/x", "a.test")).verdict == "refused"


@pytest.mark.parametrize(
    "url",
    ["http://", "http:///x", "http://[", "http://a b/", "ftp://x/", "x", "http://a.test:99999/", "http://\udc80/"],
)
def test_what_is_no_address_is_an_error(clock: Clock, server: Server, url: str) -> None:
    """A link can be anything: it gets a verdict, and nothing is sent."""
    assert ask(clock, url).verdict in {"error", "gone"}
    assert server.asked == []


def test_one_request_at_a_time_per_host(clock: Clock, server: Server) -> None:
    """Ten threads at one host never ask at the same time, and always a pause apart."""
    throttle = Throttle(clock=clock.now, sleep=clock.sleep)
    one = probe(clock, throttle=throttle)
    for number in range(10):
        server.add(f"/{number}", status(200))
    threads = [threading.Thread(target=one.ask, args=(server.url(f"/{n}", "a.test"),)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.asked) == 10
    assert server.most == 1
    assert all(later - sooner >= 1.0 for sooner, later in zip(server.times, server.times[1:], strict=False))


def test_a_host_reached_by_a_redirect_has_its_pause_too(clock: Clock, server: Server) -> None:
    """Two links elsewhere that lead to one host do not meet there."""
    one = probe(clock)
    for number in range(2):
        server.add(f"/{number}", status(302, Location=server.url("/end", "b.test")))
    server.add("/end", status(200))
    one.ask(server.url("/0", "a.test"))
    one.ask(server.url("/1"))
    times = [moment for moment, (_, path) in zip(server.times, server.asked, strict=True) if path == "/end"]
    assert times[1] - times[0] >= 1.0


def test_hosts_do_not_wait_for_each_other(clock: Clock, server: Server) -> None:
    """While one host has its pause, another is asked at once."""
    one = probe(clock)
    server.add("/x", status(200))
    one.ask(server.url("/x", "a.test"))
    one.ask(server.url("/x", "b.test"))
    assert clock.slept == []


def test_passwords_of_this_machine_are_not_sent(
    clock: Clock, server: Server, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """~/.netrc is not read, not even for its own host."""
    netrc = f"{tmp_path}/netrc"
    with open(netrc, "w", encoding="utf-8") as stream:  # noqa: PTH123
        stream.write("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", netrc)
    ask(clock, server.add("/x", status(200)))
    assert "Authorization" not in server.heads[0]


def test_online_is_asked_of_the_name_service_alone(clock: Clock, server: Server) -> None:
    """A name that resolves means online; no host is asked."""
    assert probe(clock).online()
    assert not LinkProbe(Throttle(), network=Network(resolve=lambda *_: resolve("nowhere.test", 0))).online()
    assert server.asked == []
