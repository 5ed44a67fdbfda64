"""A small HTTP/1.1 server that can also misbehave on the wire, which no WSGI server lets one do.

Each platform of the sandbox hands it one function, Request in, Response out. Addresses below
/__sandbox__/ are for tests and for the command line, not part of any platform:

    GET    /__sandbox__/calls    {"total": 3, "by": {"POST /rest/V1/products": 1, …}}
    DELETE /__sandbox__/calls    counts from zero again
    POST   /__sandbox__/faults   one fault or a list of them, see faults.py
    DELETE /__sandbox__/faults   all is well again
    POST   /__sandbox__/<name>   what the platform offers itself: a JSON object in, JSON out
"""

import json
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import urlsplit

from navmage_dash.sandbox.faults import Fault, Faults

CONTROL = "/__sandbox__/"


@dataclass(frozen=True)
class Request:
    method: str
    path: str  # as sent, still percent-encoded, without the query
    query: str  # as sent, still encoded
    headers: Message  # case-insensitive, like a mapping
    body: bytes
    connection: tuple[str, int]  # the client's end of the TCP connection: NTLM signs in on it


@dataclass(frozen=True)
class Response:
    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


class Platform(Protocol):
    """One system of the sandbox."""

    def handle(self, request: Request) -> Response: ...

    def refuse(self, fault: Fault, request: Request) -> Response:
        """The platform's own answer for the fault kinds status, deadlock and poison."""

    def expire_sessions(self) -> None: ...

    @property
    def controls(self) -> Mapping[str, Callable[[dict[str, Any]], Any]]:
        """What can be asked below /__sandbox__/, by name: what a person there would do."""


@dataclass
class Server:
    """One platform on a port of 127.0.0.1 of its own (0: any free one)."""

    platform: Platform
    port: int = 0
    host: str = "127.0.0.1"
    faults: Faults = field(default_factory=Faults)
    calls: Counter[str] = field(default_factory=Counter)

    def start(self) -> "Server":
        self._http = _HttpServer((self.host, self.port), _Handler)
        self._http.sandbox = self
        self.port = self._http.server_address[1]
        self._thread = threading.Thread(
            target=self._http.serve_forever,
            kwargs={"poll_interval": 0.05},
            name=f"sandbox-{self.port}",
            daemon=True,
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        self._http.drop_connections()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def answer(self, request: Request) -> Response | None:
        """None: say nothing and close the connection."""
        if request.path.startswith(CONTROL):
            return self._control(request)
        self.calls[f"{request.method} {request.path}"] += 1
        text = f"{request.method} {request.path}?{request.query}\n" + request.body.decode(
            "utf-8", "replace"
        )
        struck = self.faults.strike(text)
        for fault in struck:
            if fault.kind == "latency":
                time.sleep(int(fault.value) / 1000)
            if fault.kind == "expire":
                self.platform.expire_sessions()
        for fault in struck:
            if fault.kind == "reset_before":
                return None
            if (early := self._early(fault, request)) is not None:
                return early
        response: Response | None = self.platform.handle(request)
        for fault in struck:
            response = _late(fault, response)
        return response

    def _early(self, fault: Fault, request: Request) -> Response | None:
        if fault.kind == "throttled":
            page = "<html><body><h1>429 Too Many Requests</h1></body></html>"
            return Response(429, page.encode(), headers=(("Retry-After", fault.value),))
        if fault.kind == "unavailable":
            status = int(fault.value or 503)
            page = f"<html><head><title>{status}</title></head><body>{status}</body></html>"
            return Response(status, page.encode())
        if fault.kind in ("status", "deadlock", "poison"):
            return self.platform.refuse(fault, request)
        return None

    def _control(self, request: Request) -> Response:
        name = request.path[len(CONTROL) :]
        try:
            wanted = json.loads(request.body or b"{}")
            return _json(self._controlled(request.method, name, wanted))
        except (ValueError, KeyError, TypeError) as error:
            return _json({"error": f"{type(error).__name__}: {error}"}, 400)

    def _controlled(self, method: str, name: str, wanted: Any) -> Any:
        if name == "calls":
            if method == "DELETE":
                self.calls.clear()
            return {"total": self.calls.total(), "by": dict(self.calls)}
        if name == "faults":
            if method == "DELETE":
                self.faults.clear()
            for each in (wanted if isinstance(wanted, list) else [wanted]) if wanted else []:
                self.faults.add_json(each)
            return {}
        return self.platform.controls[name](wanted)


def _json(value: Any, status: int = 200) -> Response:
    return Response(status, json.dumps(value, default=_number).encode(), "application/json")


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} does not go into JSON")


def _late(fault: Fault, response: Response | None) -> Response | None:
    if response is None or fault.kind == "lost_answer":
        return None
    if fault.kind == "garbled":
        return Response(response.status, b"<<<\x00not what you asked for", response.content_type)
    if fault.kind == "truncated":
        half = response.body[: len(response.body) // 2]
        length = ("Content-Length", str(len(response.body)))
        return Response(response.status, half, response.content_type, (*response.headers, length))
    return response


class _HttpServer(ThreadingHTTPServer):
    sandbox: Server
    request_queue_size = 128
    daemon_threads = True
    block_on_close = False

    def __init__(self, *args: Any) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def drop_connections(self) -> None:
        """Close what clients keep alive, as a server that is stopped does."""
        for each in list(self._open):
            self.shutdown_request(each)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sandbox"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet

    def answer(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request(
            self.command, parts.path, parts.query, self.headers, body, self.client_address
        )
        server: _HttpServer = self.server  # type: ignore[assignment]
        response = server.sandbox.answer(request)
        if response is None:
            self._reset()
        else:
            self._send(response)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Date is by the platform's own clock, where it has one."""
        server: _HttpServer = self.server  # type: ignore[assignment]
        now = getattr(server.sandbox.platform, "now", None)
        return super().date_time_string(now().timestamp() if now else timestamp)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = answer

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        for name, value in response.headers:
            self.send_header(name, value)
        truncated = any(name == "Content-Length" for name, _ in response.headers)
        if truncated:
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _reset(self) -> None:
        """End the connection the rude way: the client sees a reset, not an empty answer."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.close()

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True  # the client has gone, or we have been stopped

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True  # as above

    def log_message(self, *args: Any) -> None:
        """Requests are counted in Server.calls, not printed."""
