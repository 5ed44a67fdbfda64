"""The session under everything: what HTTP does to us becomes one of our errors."""

import contextlib
import socket
import ssl
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat
from cryptography.x509.oid import NameOID
from requests import PreparedRequest

from navmage_dash.errors import RunError, Unavailable
from navmage_dash.sandbox.server import Request, Response, Server
from navmage_dash.secret import Secret
from navmage_dash.systems.http import Redirected, Session, retry_after
from navmage_dash.systems.patience import IMPATIENT, Patience

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Echo:
    """A platform that answers as it is told, and keeps what it was asked."""

    def __init__(self) -> None:
        self.response = Response(200, b"{}", "application/json")
        self.asked: list[Request] = []
        self.controls: dict[str, Callable[[dict[str, Any]], Any]] = {}

    def handle(self, request: Request) -> Response:
        self.asked.append(request)
        return self.response

    def refuse(self, fault: object, request: Request) -> Response:
        return Response(500)

    def expire_sessions(self) -> None: ...


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def server(echo: Echo) -> Iterator[Server]:
    server = Server(echo).start()
    yield server
    server.stop()


class Waits(list[float]):
    """The pauses that were asked for; none of them passes."""

    def patience(self, tries: int = 5) -> Patience:
        return Patience(tries, wait=self.append, random=lambda: 1.0)


def test_a_reading_call_is_tried_again_after_growing_pauses(server: Server) -> None:
    server.faults.add("unavailable", 503, times=3)
    waits = Waits()
    with Session(waits.patience()) as session:
        assert session.request("GET", server.url).status_code == 200
        assert session.calls == 4
    assert waits == [0.5, 1.0, 2.0]


def test_a_writing_call_is_sent_once(server: Server) -> None:
    server.faults.add("unavailable", 503, times=None)
    waits = Waits()
    with Session(waits.patience()) as session, pytest.raises(Unavailable):
        session.request("POST", server.url, data=b"x")
    assert waits == []
    assert server.calls.total() == 1


def test_a_post_that_only_reads_is_tried_again_when_it_says_so(server: Server) -> None:
    server.faults.add("reset_before", times=1)
    with Session(Waits().patience()) as session:
        assert session.request("POST", server.url, data=b"x", safe=True).status_code == 200


def test_the_far_side_is_given_the_time_it_asks_for_but_two_minutes_at_most(
    server: Server,
) -> None:
    server.faults.add("throttled", 7, times=1)
    server.faults.add("throttled", 3600, after=1, times=1)
    waits = Waits()
    with Session(waits.patience()) as session:
        session.request("GET", server.url)
    assert waits == [7.0, 120.0]


def test_patience_ends(server: Server) -> None:
    server.faults.add("unavailable", 502, times=None)
    with Session(Waits().patience(3)) as session, pytest.raises(Unavailable) as caught:
        session.request("GET", server.url)
    assert server.calls.total() == 3
    assert "502" in str(caught.value)


@pytest.mark.parametrize("seed", [0.0, 0.5, 1.0])
def test_a_pause_is_never_longer_than_its_cap(seed: float) -> None:
    patience = Patience(random=lambda: seed)
    assert patience.seconds(1) == 0.5 * seed
    assert patience.seconds(50) == 30.0 * seed


@pytest.mark.parametrize(
    ("fault", "maybe_done"),
    [
        (("lost_answer", ""), True),
        (("reset_before", ""), True),  # from here it looks the same
        (("truncated", ""), True),
        (("unavailable", "502"), True),
        (("unavailable", "504"), True),
        (("unavailable", "503"), False),
        (("throttled", "1"), False),
    ],
)
def test_a_writing_call_says_whether_it_may_have_been_done(
    server: Server, echo: Echo, fault: tuple[str, str], maybe_done: bool
) -> None:
    echo.response = Response(200, b'{"id": 1, "sku": "1000"}', "application/json")
    server.faults.add(*fault)
    with Session(IMPATIENT) as session, pytest.raises(Unavailable) as caught:
        session.request("POST", server.url, data=b"x")
    assert caught.value.maybe_done is maybe_done


def test_a_reading_call_was_never_done(server: Server) -> None:
    server.faults.add("lost_answer")
    with Session(IMPATIENT) as session, pytest.raises(Unavailable) as caught:
        session.request("GET", server.url)
    assert not caught.value.maybe_done


def test_a_refused_connection_had_no_effect_and_names_the_host() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with Session(IMPATIENT) as session, pytest.raises(Unavailable) as caught:
        session.request("POST", f"http://127.0.0.1:{port}/", data=b"x")
    assert not caught.value.maybe_done
    assert f"127.0.0.1:{port} (connection refused)" in str(caught.value)


def test_an_unknown_host_name_is_told_from_a_closed_port() -> None:
    with Session(IMPATIENT) as session, pytest.raises(Unavailable) as caught:
        session.request("GET", "http://no-such-host.invalid/")
    assert "DNS" in str(caught.value)


def test_a_silent_server_is_not_waited_for_for_ever(server: Server) -> None:
    server.faults.add("latency", 400)
    with Session(IMPATIENT, read=0.05) as session, pytest.raises(Unavailable) as caught:
        session.request("POST", server.url, data=b"x")
    assert caught.value.maybe_done
    assert "did not answer in time" in str(caught.value)


def test_a_tls_connection_to_what_is_none_is_for_a_person(server: Server) -> None:
    with Session(IMPATIENT) as session, pytest.raises(RunError) as caught:
        session.request("GET", server.url.replace("http:", "https:"))
    assert "does not speak TLS" in str(caught.value)


@pytest.mark.parametrize("key", ["a-secret\nkey", "a-sécret-ключ"])
def test_what_http_cannot_carry_is_for_a_person_and_not_shown(server: Server, key: str) -> None:
    def signed(request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {key}"
        return request

    with Session(IMPATIENT) as session, pytest.raises(RunError) as caught:
        session.request("GET", server.url, auth=signed)
    assert key not in "".join(traceback.format_exception(caught.value))
    with Session(IMPATIENT) as session, pytest.raises(RunError, match=r"shop\.\.example"):
        session.request("GET", "http://shop..example/")


def test_a_redirect_is_not_followed_and_its_target_is_named(server: Server, echo: Echo) -> None:
    echo.response = Response(302, headers=(("Location", "https://user:pw@evil.example/x"),))
    with Session(IMPATIENT) as session, pytest.raises(Redirected) as caught:
        session.request("GET", server.url, auth=("me", "secret"))
    assert len(echo.asked) == 1
    assert "https://evil.example/x" in str(caught.value)
    assert "pw" not in str(caught.value)


def test_what_cannot_be_called_at_all_is_for_a_person() -> None:
    with Session(IMPATIENT) as session, pytest.raises(RunError) as caught:
        session.request("GET", "ftp://shop.example/")
    assert "Correct the address" in str(caught.value)


def test_neither_proxies_nor_cookies_are_used(
    server: Server, echo: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    echo.response = Response(200, b"{}", headers=(("Set-Cookie", "PHPSESSID=1; path=/"),))
    with Session(IMPATIENT) as session:
        session.request("GET", server.url)
        session.request("GET", server.url)
    assert echo.asked[1].headers["Cookie"] is None


def test_what_is_kept_of_an_exchange_has_no_secret_in_any_spelling(
    server: Server, echo: Echo
) -> None:
    secret = Secret('p/w "ü+')
    echo.response = Response(200, b'{"token": "p\\/w \\"\\u00fc+"}', "application/json")
    with Session(IMPATIENT) as session:
        session.hide(secret)
        session.request(
            "POST",
            server.url + "/rest",
            params={"key": secret.reveal()},
            json={"password": secret.reveal()},
            headers={"Authorization": "Bearer abc", "Cookie": "c=1"},
        )
        (exchange,) = session.recent()
    whole = repr(exchange)
    assert exchange.status == 200
    assert exchange.method == "POST"
    assert '{"password": "***"}' in exchange.request
    assert '{"token": "***"}' in exchange.response
    assert "key=***" in exchange.url
    assert "abc" not in whole
    assert "Authorization" not in whole
    assert "Cookie" not in whole


def test_a_user_in_the_address_is_not_kept(server: Server) -> None:
    with Session(IMPATIENT) as session:
        session.request("GET", server.url.replace("//", "//me:pass@"))
        (exchange,) = session.recent()
    assert exchange.url == f"{server.url.replace('//', '//***@')}/"


def test_only_the_last_six_exchanges_are_kept_and_told_once(server: Server) -> None:
    with Session(IMPATIENT) as session:
        for number in range(8):
            session.request("GET", f"{server.url}/{number}")
        urls = [each.url for each in session.recent()]
        assert urls == [f"{server.url}/{number}" for number in range(2, 8)]
        assert session.recent() == []


def test_a_call_without_an_answer_is_kept_too(server: Server) -> None:
    server.faults.add("lost_answer")
    with Session(IMPATIENT) as session:
        with contextlib.suppress(Unavailable):
            session.request("POST", server.url, data=b"hello")
        (exchange,) = session.recent()
    assert exchange.status is None
    assert exchange.request.endswith("hello")


def test_of_a_large_answer_only_its_beginning_is_remembered(server: Server, echo: Echo) -> None:
    secret = Secret("at-the-end-of-what-is-shown")
    echo.response = Response(200, b"x" * 8070 + secret.reveal().encode() + b"y" * 1_000_000)
    with Session(IMPATIENT) as session:
        session.hide(secret)
        whole = session.request("POST", server.url, data=b"z" * 1_000_000)
        assert len(whole.content) > 1_000_000
        (said,) = session.said
        assert said.response is not None and len(said.response.content) < 100_000
        assert len(said.request.body or "") < 100_000
        assert whole.request.body == b"z" * 1_000_000
        (exchange,) = session.recent()
    assert "***" in exchange.response and "at-the-end" not in exchange.response


def test_a_large_body_is_cut_to_eight_kilobytes(server: Server, echo: Echo) -> None:
    echo.response = Response(200, b"x" * 100_000)
    with Session(IMPATIENT) as session:
        session.request("GET", server.url)
        assert session.received == 100_000
        (exchange,) = session.recent()
    assert len(exchange.response) < 8200


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("Fri, 20 Nov 2026 12:00:30 GMT", 30.0),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(
    header: str | None, seconds: float | None
) -> None:
    assert retry_after(header, NOON) == seconds


def test_the_time_of_an_exchange_is_that_of_the_clock_handed_in(server: Server) -> None:
    moments = iter(NOON + timedelta(seconds=number) for number in range(10))
    with Session(IMPATIENT, now=lambda: next(moments)) as session:
        session.request("GET", server.url)
        (exchange,) = session.recent()
    assert exchange.at.startswith("2026-11-20T12:00:00")


def test_a_server_that_hangs_up_at_once_is_unavailable() -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def hang_up() -> None:
        with contextlib.suppress(OSError):
            listener.accept()[0].close()

    thread = threading.Thread(target=hang_up)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with Session(IMPATIENT) as session, pytest.raises(Unavailable) as caught:
        session.request("GET", url)
    thread.join()
    listener.close()
    assert "closed the connection" in str(caught.value)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that no authority has signed, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, plain))
    return pem, private


def test_a_certificate_is_trusted_once_this_machine_trusts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem, private = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    http = HTTPServer(("127.0.0.1", 0), _Hello)
    http.socket = context.wrap_socket(http.socket, server_side=True)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    url = f"https://127.0.0.1:{http.server_address[1]}/"
    try:
        with Session(IMPATIENT) as session, pytest.raises(RunError, match="certificate"):
            session.request("GET", url)
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        with Session(IMPATIENT) as session:
            assert session.request("GET", url).text == "hello"
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *args: object) -> None: ...
