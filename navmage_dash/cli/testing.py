"""test: the tests of a checkout."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import click

from navmage_dash.errors import Error

ROOT = Path(__file__).parents[2]


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PYTEST ARGUMENTS …]")
def test(arguments: tuple[str, ...]) -> int:
    """Run the tests: python run.py test [pytest arguments]."""
    if not (ROOT / "tests").is_dir():
        raise Error("The tests lie in the source checkout: run `python run.py test` there.")
    if importlib.util.find_spec("pytest") is None:
        raise Error("pytest is not installed here: use `python run.py test`, which installs it.")
    # On all processors, unless an argument says otherwise: the last one counts.
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *arguments]
    return subprocess.run(command, cwd=ROOT).returncode


COMMANDS = (test,)
