"""The commands: what the dashboard's buttons do, by the same functions.

Exit codes: 0 succeeded, 3 succeeded with errors, 1 failed, 2 wrong usage or unusable values.
"""

import click

from navmage_dash import __version__
from navmage_dash.cli import (
    conflicts,
    connection,
    demo,
    look,
    lookups,
    operator,
    serve,
    settings,
    sync,
    testing,
)
from navmage_dash.cli.program import Program

program = Program("navmage-dash", help="Connects one NAV with several Magento stores.")
_MODULES = (
    *(serve, demo, connection, lookups, settings),
    *(sync, conflicts, look, operator, testing),
)
for _module in _MODULES:
    for _command in _module.COMMANDS:
        program.add_command(_command)
click.version_option(__version__)(program)


def main() -> None:
    program()
