"""The commands as a shell uses them: in this process, or in one of their own."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from navmage_dash.cli import program
from navmage_dash.sandbox.world import World as Systems

SECONDS = 60
EU = {
    "name": "EU store",
    "url": "https://eu.example",
    "user": "u",
    "key": "k-secret",
    "website": "all",
}


def use(instance: Path, *arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(program, [*arguments, "--instance", str(instance)], input=text)


def told(instance: Path, *arguments: str, text: str | None = None) -> Any:
    """What a command says as JSON, with exit code 0."""
    result = use(instance, *arguments, "--json", text=text)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def connect(instance: Path, far: Systems, *names: str) -> None:
    files = dict(zip(far.servers, far.connection_files(), strict=True))
    for name in names:
        told(instance, "connection", "add", "-", text=json.dumps(files[name]))
        told(instance, "connection", "check", files[name]["name"])


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process of its own, which does not outlive the test."""
    command = [sys.executable, "-m", "navmage_dash", *arguments]
    environment = {**os.environ, "NAVMAGE_KEYRING": "off", "PYTHONUNBUFFERED": "1"}
    pipe, root = subprocess.PIPE, Path(__file__).parents[1]
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, env=environment, cwd=root
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said_first(process: subprocess.Popen[str]) -> Any:
    assert process.stdout
    line = process.stdout.readline()
    assert line, process.communicate()
    return json.loads(line)


def ended(process: subprocess.Popen[str], number: int) -> tuple[int, str]:
    process.send_signal(number)
    _, errors = process.communicate(timeout=SECONDS)
    return process.returncode, errors


def page(url: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=SECONDS
        ) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
