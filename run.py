"""Start NavMage Dash from a checkout: `python run.py`, `python run.py demo`, `python run.py test`.

Makes `.venv` beside this file the first time, installs what pyproject.toml names whenever that
file changed, and hands over: signals and exit codes pass through. Needs Python 3.11, nothing else.
"""

from __future__ import annotations  # so that an older Python gets as far as our word on it

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEEDED = (3, 11)


def main(arguments: list[str]) -> int:
    if sys.version_info < NEEDED:
        return say("NavMage Dash needs Python 3.11 or newer; this is " + sys.version.split()[0])
    extra = "test" if arguments[:1] == ["test"] else ""
    try:
        if not installed(extra):
            if not made():
                make()
            install(extra)
    except subprocess.CalledProcessError as error:
        return say(
            f"The installation did not succeed: {' '.join(map(str, error.cmd[1:]))} ended with "
            f"{error.returncode}. Look at the lines above; once the cause is mended, start again."
        )
    except KeyboardInterrupt:
        return say("Ended before it was installed: start again to go on.")
    return hand_over([str(PYTHON), "-m", "navmage_dash", *(arguments or ["serve"])])


def say(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 1


def made() -> bool:
    """A .venv whose Python has gone, or that was broken off before it had pip, is made anew."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0


def make() -> None:
    sys.stderr.write("Making .venv …\n")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        if "ensurepip" in done.stdout + done.stderr:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            sys.stderr.write(f"On Debian and Ubuntu: sudo apt install python{version}-venv\n")
        raise subprocess.CalledProcessError(done.returncode, command)


def installed(extra: str) -> bool:
    """For this state of pyproject.toml, with this Python."""
    return PYTHON.exists() and stamp(extra).exists() and stamp(extra).read_text("ascii") == state()


def install(extra: str) -> None:
    """The tests' own packages only where they are wanted."""
    sys.stderr.write("Installing into .venv …\n")
    what = f"{ROOT}[{extra}]" if extra else str(ROOT)
    options = ["--quiet", "--disable-pip-version-check", "--editable", what]
    subprocess.run([PYTHON, "-m", "pip", "install", *options], check=True, stdout=sys.stderr)
    stamp(extra).write_text(state(), "ascii")


def stamp(extra: str) -> Path:
    return VENV / f"installed{'-' + extra if extra else ''}.stamp"


def state() -> str:
    project = (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(project + sys.version.encode()).hexdigest()


def hand_over(command: list[str]) -> int:
    """A terminal gives Ctrl-C to the child as well; what is sent to us alone is passed on."""
    children: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int, _frame: object) -> None:
        for child in children:
            child.send_signal(number)

    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), pass_on)
    children.append(subprocess.Popen(command))
    code = children[0].wait()
    return 128 - code if code < 0 else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
