"""What `pip install` gets: everything that the dashboard needs, and nothing that is ours alone."""

import json
import os
import subprocess
import sys
import tarfile
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECONDS = 120


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    pytest.importorskip(
        "hatchling", reason="hatchling is not installed: python run.py test does it"
    )
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    return folder


def files(*folders: str) -> set[str]:
    found = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    names = {path.relative_to(ROOT).as_posix() for path in found if path.is_file()}
    return {name for name in names if "__pycache__" not in name}


def wheel(built: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(next(built.glob("*.whl")))


def test_the_wheel_has_the_package_with_its_templates_and_static_files(built: Path) -> None:
    with wheel(built) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    pages = {f"navmage_dash/{name}" for name in files("templates", "static")}
    assert names == files("navmage_dash") | pages


def test_the_wheel_names_its_command_licence_and_python(built: Path) -> None:
    with wheel(built) as archive:
        texts = {
            name.rpartition("/")[2]: archive.read(name).decode()
            for name in archive.namelist()
            if ".dist-info/" in name
        }
    assert "navmage-dash = navmage_dash.cli:main" in texts["entry_points.txt"]
    assert "License-Expression: MIT" in texts["METADATA"]
    assert "Requires-Python: >=3.11" in texts["METADATA"]
    assert "MIT License" in texts["LICENSE"]


def test_the_sdist_can_be_built_and_tested(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert files("navmage_dash", "templates", "static", "tests") <= names
    assert {"run.py", "pyproject.toml", "README.md", "LICENSE"} <= names
    assert not {name for name in names if name.startswith(("instance", ".venv"))}


def test_what_is_installed_serves_its_pages_from_anywhere(built: Path, tmp_path: Path) -> None:
    with wheel(built) as archive:
        archive.extractall(tmp_path / "installed")
    process = subprocess.Popen(
        [sys.executable, "-m", "navmage_dash", "serve", "--port", "0", "--json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "NAVMAGE_KEYRING": "off"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    line = process.stdout.readline()
    assert line, process.communicate()
    url = json.loads(line)["url"]
    for path in ("", "static/app.css"):
        with urllib.request.urlopen(url + path, timeout=SECONDS) as answer:
            assert answer.status == 200
    process.terminate()
    _, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, errors) == (0, "")
    assert (tmp_path / "instance" / "navmage-dash.db").exists()


def test_run_py_needs_only_the_standard_library() -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import run; print(run.NEEDED)"
    bare = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(bare, capture_output=True, text=True, timeout=SECONDS)
    assert (done.returncode, done.stdout.strip()) == (0, "(3, 11)"), done.stderr


def handed_over(*command: str) -> subprocess.Popen[str]:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import run; "
    code += f"sys.exit(run.hand_over({[sys.executable, *command]!r}))"
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code], text=True, stdout=pipe, stderr=pipe)


def test_run_py_hands_the_exit_code_on() -> None:
    process = handed_over("-c", "import sys; print('done'); sys.exit(3)")
    assert process.communicate(timeout=SECONDS) == ("done\n", "")
    assert process.returncode == 3


def test_run_py_hands_signals_on() -> None:
    wait = "import signal, sys, threading; signal.signal(15, lambda *_: sys.exit(7)); "
    process = handed_over("-u", "-c", f"{wait} print('ready'); threading.Event().wait()")
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    process.terminate()
    try:
        process.communicate(timeout=10)
    finally:
        process.kill()
    assert process.returncode == 7


def test_the_python_that_is_named_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["requires-python"] == ">=3.11"
    assert project["tool"]["ruff"]["target-version"] == "py311"
    assert "NEEDED = (3, 11)" in (ROOT / "run.py").read_text("utf-8")
