"""demo and sandbox: NAV and three Magentos to try things out with."""

import json
import shutil
import threading
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from navmage_dash.actions.connections import save
from navmage_dash.cli.day import Played
from navmage_dash.cli.program import SUCCEEDED, Call, common
from navmage_dash.cli.serve import announce, run_dashboard
from navmage_dash.cli.signals import as_interrupt
from navmage_dash.errors import Error
from navmage_dash.logs import logging_to
from navmage_dash.start import LOCK, default_instance, held, opened

if TYPE_CHECKING:
    from navmage_dash.sandbox.world import World

MARKER = "demo.marker"
PORT = 8721


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--day", is_flag=True, help="Play a business day: orders, parcels, invoices.")
@common
def demo(call: Call, port: int, no_browser: bool, day: bool) -> int:
    """A dashboard with a NAV and three Magentos of its own, made afresh at each start."""
    place = default_instance()
    instance = place / "demo" if call.instance == place else call.instance
    with (
        _afresh(instance),
        logging_to(instance),
        opened(instance, keyring=False) as parts,
        _world(0, 60, 0, 1, configurables=2) as world,
    ):
        for each in world.connection_files():
            save(parts, each, operator=None)
        played = Played(call, parts, world)

        def ready(url: str) -> None:
            _show(call, url, no_browser)
            if day:
                played.start()

        try:
            run_dashboard(parts, "127.0.0.1", port, (), ready)
        finally:
            played.end()
    return SUCCEEDED


def _show(call: Call, url: str, no_browser: bool) -> None:
    announce(call, url)
    if not no_browser:
        threading.Thread(target=webbrowser.open, args=[url], daemon=True).start()


@contextmanager
def _afresh(instance: Path) -> Iterator[None]:
    """An empty instance. Only a folder that an earlier demo made is emptied."""
    if instance.exists() and any(instance.iterdir()) and not (instance / MARKER).exists():
        raise Error(
            f"{instance} is not a demo's: it would be emptied. Name an empty or a new folder with "
            "--instance, or leave it out."
        )
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    (instance / MARKER).write_text("Made by `demo`, and emptied whenever it starts.\n", "utf-8")
    with held(instance):
        for each in instance.iterdir():
            if each.name not in (LOCK, MARKER):
                shutil.rmtree(each) if each.is_dir() else each.unlink()
        yield


@click.command()
@click.option("--port", type=click.IntRange(0, 65532), default=0, help="And the three after it.")
@click.option("--items", type=click.IntRange(0, 1_000_000), default=60, show_default=True)
@click.option("--orders", type=click.IntRange(0, 1_000_000), default=0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other data.")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="SERVER:JSON",
    help='As eu:{"kind": "unavailable", "times": 3}; servers are nav, eu, us, outlet.',
)
@common
def sandbox(
    call: Call, port: int, items: int, orders: int, seed: int, faults: Sequence[str]
) -> int:
    """NAV and three Magentos only. Prints their connection files, one JSON array."""
    with _world(port, items, orders, seed) as world, as_interrupt():
        for each in faults:
            _arm(world, each)
        click.echo(json.dumps(world.connection_files(), indent=None if call.as_json else 2))
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return SUCCEEDED
    return SUCCEEDED


def _arm(world: "World", fault: str) -> None:
    name, _, text = fault.partition(":")
    if name not in world.servers:
        raise click.UsageError(f"--fault {fault!r}: SERVER is one of {', '.join(world.servers)}.")
    try:
        world.servers[name].faults.add_json(json.loads(text))
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise click.UsageError(f"--fault {fault!r}: {error}.") from error


@contextmanager
def _world(
    port: int, items: int, orders: int, seed: int, configurables: int = 0
) -> Iterator["World"]:
    """Imported only here: nothing else of ours knows the sandbox."""
    from navmage_dash.sandbox.world import start_world

    try:
        world = start_world(port, items, orders, seed, configurables)
    except OSError as error:
        text = f"The sandbox cannot have the ports {port} to {port + 3}: {error.strerror}."
        raise Error(f"{text} Choose another --port.") from error
    try:
        yield world
    finally:
        world.stop()


COMMANDS = (demo, sandbox)
