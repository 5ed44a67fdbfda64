"""serve: the dashboard and its runner in one process."""

import ipaddress
import os
import socket
from collections.abc import Callable, Sequence

import click
import waitress

from navmage_dash.actions import Refused
from navmage_dash.app import create_app
from navmage_dash.cli.program import SUCCEEDED, Call, common
from navmage_dash.cli.signals import as_interrupt
from navmage_dash.db import operators
from navmage_dash.errors import Error
from navmage_dash.logs import logging_to
from navmage_dash.parts import Parts
from navmage_dash.start import held, opened
from navmage_dash.vault import secret_key

PORT = 8720
THREADS = 8


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Beyond loopback: sign-in.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option("--name", "names", multiple=True, help="A host name others reach it by; repeatable.")
@common
def serve(call: Call, host: str, port: int, names: tuple[str, ...]) -> int:
    """Start the dashboard. Ctrl-C or SIGTERM ends it, between two records."""
    with held(call.instance), logging_to(call.instance), opened(call.instance) as parts:
        run_dashboard(parts, host, port, names, lambda url: announce(call, url))
    return SUCCEEDED


def announce(call: Call, url: str) -> None:
    call.say({"url": url}, f"NavMage Dash is at {url} (Ctrl-C ends it)")


def run_dashboard(
    parts: Parts, host: str, port: int, names: Sequence[str], ready: Callable[[str], None]
) -> None:
    """Until it is told to end. `ready` gets the address once connections are taken."""
    if ":" in host:
        raise Refused(
            f"--host takes a name or an IPv4 address, not {host}: pages asked for by an IPv6 "
            "address could not be told from an attack by DNS rebinding. Use localhost or 0.0.0.0."
        )
    sign_in = not _loopback(host)
    if sign_in:
        _demand_password(parts)
    listener = _bound(host, port)
    hosts = [host, socket.gethostname(), *names] if sign_in else list(names)
    app = create_app(parts, secret_key(parts.instance), sign_in=sign_in, TRUSTED_HOSTS=hosts)
    server = waitress.create_server(app, sockets=[listener], threads=THREADS)
    with as_interrupt():
        try:
            parts.runner.start()
            ready(_url(listener))
            server.run()  # returns after Ctrl-C
        except KeyboardInterrupt:
            pass  # it came before the server ran
        finally:
            server.close()
            parts.runner.stop()


def _demand_password(parts: Parts) -> None:
    if not any(each.password_hash for each in operators.all_operators(parts.db)):
        raise Refused(
            "Beyond this machine the dashboard asks who is there, and no operator has a password "
            "yet. Set one first: navmage-dash operator password NAME. Or leave --host out."
        )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _bound(host: str, port: int) -> socket.socket:
    """Bound before anything else starts, so that a taken port is said in words."""
    name = "127.0.0.1" if host.lower() == "localhost" else host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # on Windows it would let two programs have the same port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((name, port))
        listener.listen(128)
    except (OSError, UnicodeError) as error:
        listener.close()
        why = error.strerror if isinstance(error, OSError) else "no host name"
        text = f"{host} port {port} cannot be listened at: {why}."
        raise Error(f"{text} Choose another with --host and --port.") from error
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


COMMANDS: tuple[click.Command, ...] = (serve,)
