"""Requests, against a server that misbehaves."""

from __future__ import annotations

import socket
import threading
import zlib
from pathlib import Path

import pytest

from pipelines.errors import SettingsError
from pipelines.web import address, body, urls
from pipelines.web.client import Client, FetchError
from tests.pipelines.web_server import Request, Site, bomb
from tests.pipelines.workbench import settings

QUICK = {"delay": 0, "timeout": 5.0, "attempts": 3, "allow_private_addresses": True}
BOMB, DEFLATED = bomb(20_000_000), zlib.compress(bytes(20_000_000))


def client(**options: object) -> Client:
    return Client(settings(Path("unused"), **{**QUICK, **options}))


def get(web: Site, path: str, **options: object):
    made = client(**options)
    try:
        return made.get(web.url + path)
    finally:
        made.close()


def refused(web: Site, path: str, **options: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(web, path, **options)
    return caught.value


def test_a_page_is_got_and_the_server_told_who_asks(web: Site):
    web.routes["/"] = lambda r: r.reply("hello", ETag='"1"', Last_Modified="yesterday")
    answer = get(web, "/", user_agent="our-desk/1.0 (+https://example.org)")
    assert (answer.content, answer.content_type) == (b"hello", "text/html")
    assert answer.note == {"etag": '"1"', "last_modified": "yesterday"}
    assert {one.headers["User-Agent"] for one in web.asked} == {
        "our-desk/1.0 (+https://example.org)"
    }
    assert get(web, "/").content == b"hello"
    assert web.asked[-1].headers["User-Agent"].startswith("dateline/")


def test_a_failure_that_passes_is_tried_again_ever_later(web: Site):
    web.routes["/"] = lambda r: r.reply("ok", status=200 if r.times == 3 else 500)
    assert get(web, "/").content == b"ok"
    times = [one.at for one in web.asked if one.path == "/"]
    assert times[2] - times[1] > 1.5 * 0.1 > times[1] - times[0] - 0.1 > -0.05


def test_it_is_given_up_after_some_attempts(web: Site):
    web.routes["/"] = lambda r: r.reply(status=503)
    error = refused(web, "/")
    assert (error.reason, error.passing, web.count("/")) == ("fetch_failed", True, 3)
    assert "HTTP 503" in error.message


def test_retry_after_is_kept_to(web: Site):
    web.routes["/"] = lambda r: (
        r.reply("ok") if r.times > 1 else r.reply(status=429, Retry_After="1")
    )
    assert get(web, "/").content == b"ok"
    first, second = (one.at for one in web.asked if one.path == "/")
    assert second - first >= 1


def test_who_asks_for_a_long_pause_is_not_asked_again_in_this_run(web: Site):
    web.routes["/"] = lambda r: r.reply(status=429, Retry_After="4000")
    made = client()
    for path in ("/", "/other"):
        with pytest.raises(FetchError) as caught:
            made.get(web.url + path)
        assert caught.value.reason == "fetch_failed"
    made.close()
    assert web.paths() == ["/"]


@pytest.mark.parametrize(
    ("status", "reason"), [(404, "not_there"), (403, "not_there"), (410, "gone")]
)
def test_what_will_not_pass_is_asked_once(web: Site, status: int, reason: str):
    web.routes["/"] = lambda r: r.reply(status=status)
    assert refused(web, "/").reason == reason
    assert web.count("/") == 1


def test_a_slow_server_costs_the_time_out_and_no_more(web: Site):
    given_up = threading.Event()
    web.routes["/"] = lambda r: given_up.wait(120) or r.reply("at last")
    error = refused(web, "/", attempts=1, timeout=0.3, respect_robots=False)
    given_up.set()
    assert (error.reason, error.passing) == ("fetch_failed", True)


DRIPS = 2400  # two minutes of them


def drip(request: Request, given_up: threading.Event) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(DRIPS))
    request.end_headers()
    for _ in range(DRIPS):
        request.wfile.write(b"x")
        request.wfile.flush()
        given_up.wait(0.05)


def drip_headers(request: Request, given_up: threading.Event) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(DRIPS):
        request.wfile.write(f"X-{number % 50}: x\r\n".encode())
        request.wfile.flush()
        given_up.wait(0.05)


@pytest.mark.parametrize("route", [drip, drip_headers])
def test_an_answer_in_drips_ends_at_the_deadline(web: Site, route, monkeypatch: pytest.MonkeyPatch):
    given_up = threading.Event()
    web.routes["/"] = lambda request: route(request, given_up)
    monkeypatch.setattr("pipelines.web.client.WHOLE_ANSWER", 0.2)
    error = refused(web, "/", attempts=1, respect_robots=False)
    given_up.set()
    assert "timed out" in error.message or "too long as a whole" in error.message


@pytest.mark.parametrize(
    "route",
    [
        lambda r: r.reply(b"cut off", Content_Length="100", Connection="close"),
        lambda r: r.reply(b"x", Content_Encoding="gzip"),
        lambda r: r.reply(bomb(1000)[:-12], Content_Encoding="gzip"),
        lambda r: r.reply(b"x", Content_Encoding="br"),
        lambda r: r.wfile.write(b"no http at all\r\n\r\n"),
        lambda r: r.connection.close(),
    ],
)
def test_damaged_answers_are_told(web: Site, route):
    def closing(request: Request) -> None:
        request.close_connection = True
        route(request)

    web.routes["/"] = closing
    error = refused(web, "/", attempts=2)
    assert (error.reason, error.passing) == ("fetch_failed", True)
    assert web.count("/") == 2


@pytest.mark.parametrize(
    "route",
    [
        lambda r: r.reply(bytes(200_000)),
        lambda r: r.reply(BOMB, Content_Encoding="gzip"),
        lambda r: r.reply(DEFLATED, Content_Encoding="deflate"),
        lambda r: r.reply(bomb(50_000) * 3, Content_Encoding="gzip"),
    ],
)
def test_gigantic_answers_and_bombs_are_given_up(web: Site, route):
    web.routes["/"] = route
    assert refused(web, "/", max_response_bytes=100_000).reason == "too_large"


def test_packed_answers_are_unpacked():
    raw = zlib.compressobj(wbits=-15)
    packed = raw.compress(b"text") + raw.flush()
    assert body.unpacked([packed], "deflate", 10) == b"text"
    assert body.unpacked([zlib.compress(b"text")], "deflate", 10) == b"text"
    assert body.gunzipped(bomb(3) + bomb(2), 10) == bytes(5)
    assert body.gunzipped(b"plain", 10) == b"plain"


def test_redirects_are_followed_and_a_new_address_is_told(web: Site):
    web.routes["/a"] = lambda r: r.reply(status=301, Location="/b")
    web.routes["/b"] = lambda r: r.reply(status=308, Location=f"{web.url}/c")
    web.routes["/c"] = lambda r: r.reply(status=302, Location="/d")
    web.routes["/d"] = "here"
    answer = get(web, "/a")
    assert (answer.url, answer.moved_to) == (f"{web.url}/d", f"{web.url}/c")
    assert get(web, "/c").moved_to is None


def test_redirects_in_a_circle_end(web: Site):
    web.routes["/a"] = lambda r: r.reply(status=302, Location="/b")
    web.routes["/b"] = lambda r: r.reply(status=301, Location="/a")
    assert "redirects" in refused(web, "/a").message
    assert len(web.paths()) == 2


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "", "http://"])
def test_redirects_lead_to_web_pages_only(web: Site, target: str):
    web.routes["/"] = lambda r: r.reply(status=302, Location=target)
    assert refused(web, "/").reason in ("refused_address", "fetch_failed")
    assert web.count("/") == 1


def test_robots_txt_is_asked_first_and_obeyed(web: Site):
    web.routes["/robots.txt"] = "User-agent: dateline\nDisallow: /private\nCrawl-delay: 0.3"
    web.routes["/open"] = web.routes["/also"] = "page"
    web.routes["/to"] = lambda r: r.reply(status=302, Location="/private/1")
    made = client()
    assert made.get(web.url + "/open").content == b"page"
    assert made.get(web.url + "/also").content == b"page"
    for path in ("/private/1", "/to"):
        with pytest.raises(FetchError) as caught:
            made.get(web.url + path)
        assert caught.value.reason == "robots"
    made.close()
    assert [one.path for one in web.asked] == ["/robots.txt", "/open", "/also", "/to"]
    assert web.asked[2].at - web.asked[1].at >= 0.3
    assert refused(web, "/private/1", respect_robots=False).reason == "not_there"


def test_a_site_that_cannot_say_what_it_allows_is_left_alone(web: Site):
    web.routes["/robots.txt"] = lambda r: r.reply(status=500)
    web.routes["/"] = "page"
    assert refused(web, "/", attempts=2).passing
    assert web.paths() == []


def test_a_pause_is_kept_between_requests_to_a_host(web: Site):
    web.routes["/"] = "page"
    made = client(delay=0.2, respect_robots=False)
    for _ in range(3):
        made.get(web.url + "/")
    made.close()
    assert all(
        later.at - one.until >= 0.19 for one, later in zip(web.asked, web.asked[1:], strict=False)
    )


@pytest.mark.parametrize(
    "ip",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.5.5", "169.254.169.254", "100.64.0.1",
     "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1",
     "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "ff02::1"],
)  # fmt: skip
def test_private_addresses_are_not_public(ip: str):
    assert not address.is_public(ip)


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses_are(ip: str):
    assert address.is_public(ip)


def test_no_request_to_a_private_address_unless_allowed(web: Site, monkeypatch: pytest.MonkeyPatch):
    web.routes["/"] = "secret"
    assert refused(web, "/", allow_private_addresses=False).reason == "refused_address"
    answers = {"public.example": "93.184.216.34", "inner.example": "127.0.0.1"}

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        found = answers[host]
        # Another answer the next time: the address that was looked at is the one that counts.
        answers[host] = "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    connected: list[str] = []

    def connect(_: object, host: str, *__: object) -> None:
        connected.append(host)
        raise address.httpcore.ConnectError("not in a test")

    monkeypatch.setattr(address.httpcore.SyncBackend, "connect_tcp", connect)
    made = client(allow_private_addresses=False, attempts=1, respect_robots=False)
    with pytest.raises(FetchError, match="not in a test"):
        made.get("http://public.example/")
    with pytest.raises(FetchError, match="which is not public"):
        made.get("http://inner.example/")
    made.close()
    assert connected == ["93.184.216.34"]


def test_a_redirect_to_a_private_address_is_refused(web: Site, monkeypatch: pytest.MonkeyPatch):
    """The first host counts as public here; the one that it redirects to does not."""
    web.routes["/"] = lambda r: r.reply(status=302, Location="http://localhost:1/")
    resolve = address.resolve
    monkeypatch.setattr(
        address, "resolve", lambda host, port, _: resolve(host, port, host == "127.0.0.1")
    )
    error = refused(web, "/", allow_private_addresses=False)
    assert error.reason == "refused_address"
    assert "localhost" in error.message
    assert web.count("/") == 1


def test_secrets_come_from_the_environment_and_stay_there(
    web: Site, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("NEWS_KEY", "s3cr3t-value")
    made = client()
    with pytest.raises(FetchError) as caught:
        made.get(web.url.replace("//", "//me:${NEWS_KEY}@") + "/feed?key=${NEWS_KEY}")
    made.close()
    asked = web.asked[-1]
    assert asked.path == "/feed?key=s3cr3t-value"
    assert asked.headers["Authorization"].startswith("Basic ")
    assert "s3cr3t" not in caught.value.message
    assert f"{web.url}/feed?key=${{NEWS_KEY}}" in caught.value.message
    with pytest.raises(SettingsError, match="no OTHER_KEY"):
        urls.Secrets().filled("https://example.org/${OTHER_KEY}")


def test_a_password_goes_to_its_own_host_only():
    assert urls.joined("https://me:pw@e.org/a", "/b") == "https://me:pw@e.org/b"
    for target in ("https://other.org/b", "http://e.org/b", "//e.org:444/b"):
        assert "pw" not in urls.joined("https://me:pw@e.org/a", target)


@pytest.mark.parametrize(
    "url", ["", "mailto:x@y", "javascript:alert(1)", "http://", "http://a b/", "http://[x",
            "http://e.org:99999/", "http://e.org/" + "x" * 5000, "http://e.org/\r\nX: y"],
)  # fmt: skip
def test_what_is_no_address_is_not_asked(url: str):
    assert urls.fault_of(url)
