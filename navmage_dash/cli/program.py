"""What all commands have in common: --instance, --json, errors without stack traces, exit codes."""

import functools
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from navmage_dash.actions import Invalid
from navmage_dash.errors import Error
from navmage_dash.start import default_instance

SUCCEEDED, FAILED, USAGE, WITH_ERRORS = 0, 1, 2, 3
ID = click.IntRange(1, 2**63 - 1)  # what SQLite has room for
Row = Sequence[object]


@dataclass(frozen=True)
class Call:
    """One use of the program."""

    instance: Path
    as_json: bool

    def say(self, value: Any, text: str) -> None:
        """The value for machines, or the text for people."""
        click.echo(json.dumps(value, default=str) if self.as_json else text)


def common(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """Gives a command its Call as first argument. It returns its exit code; None is 0."""

    @click.option(
        "--instance",
        type=click.Path(file_okay=False, path_type=Path),
        default=default_instance,
        help="The folder with the database, keys and logs.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Answer in JSON, errors as well.")
    @functools.wraps(command)
    def called(*, instance: Path, as_json: bool, **options: Any) -> int | None:
        return command(Call(instance, as_json), **options)

    return called


class Program(click.Group):
    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **_: Any
    ) -> None:
        """Ends the process with the exit code of the command."""
        arguments = list(sys.argv[1:] if args is None else args)
        as_json = "--json" in arguments
        try:
            code = super().main(
                arguments,
                prog_name or "navmage-dash",
                standalone_mode=False,
                windows_expand_args=False,
            )
            sys.stdout.flush()
        except click.UsageError as error:
            code = _complain(as_json, _usage(error), USAGE)
        except click.Abort:
            code = _complain(as_json, "Ended before it was done.", FAILED)
        except click.ClickException as error:
            code = _complain(as_json, error.format_message(), error.exit_code)
        except Invalid as error:
            code = _complain(as_json, str(error), USAGE, problems=error.problems)
        except Error as error:
            code = _complain(as_json, str(error), FAILED)
        except BrokenPipeError:
            code = FAILED  # whoever read our output has gone: nobody is left to tell
        sys.exit(code if isinstance(code, int) else SUCCEEDED)


def _usage(error: click.UsageError) -> str:
    text = error.format_message()
    command = error.ctx.command_path if error.ctx else "navmage-dash"
    return text if text.startswith("Usage:") else f"{text} See: {command} --help"


def _complain(as_json: bool, text: str, code: int, **more: Any) -> int:
    if as_json:
        click.echo(json.dumps({"error": text} | more))
    else:
        click.echo(text, err=True)
    return code


def table(heads: Row, rows: Sequence[Row]) -> str:
    """In columns, for people."""
    cells = [[_shown(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(heads))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in cells
    ]
    return "\n".join(line.rstrip() for line in lines)


def _shown(cell: object) -> str:
    """On one line, and without what would steer a terminal."""
    text = "" if cell is None else str(cell)
    return "".join(each if each.isprintable() else " " for each in text)
