"""The log: a rotating file in instance/logs and the terminal. What looks like a secret is left out.

Only the process that holds the instance writes the file: two that rotate it would lose lines.
"""

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
MAX_BYTES, KEPT_FILES = 2_000_000, 5

_NAMES = (
    r"(?:api[_-]?key|pass(?:word|wd)?|(?:consumer_|client_)?secret|(?:access_)?token|sessionId)"
)
_SECRETS = (
    (re.compile(r"(authorization['\"]?\s*[:=]\s*['\"]?)[^'\"\r\n]+", re.I), r"\1***"),
    (re.compile(r"\b(bearer|basic|ntlm|negotiate)\s+[\w.~+/=-]{8,}", re.I), r"\1 ***"),
    (re.compile(r"(\w://)[^/\s:@]+:[^\s@]+@"), r"\1***@"),
    (re.compile(rf"(<(?:\w+:)?({_NAMES})\b[^>]*>)[^<]*(?=<)", re.I), r"\1***"),
    (re.compile(rf"(['\"]{_NAMES}['\"]\s*:\s*)(['\"])(?:\\.|(?!\2).)*\2", re.I), r"\1\2***\2"),
    (re.compile(rf"(\b{_NAMES}=)[^&\s'\"]+", re.I), r"\1***"),
)


def redacted(text: str) -> str:
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class Redacted(logging.Formatter):
    """The whole line, with its traceback: what an exception holds is printed there too."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


@contextmanager
def logging_to(instance: Path, level: int = logging.INFO) -> Iterator[None]:
    """Until the end of the block."""
    folder = instance / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    file = RotatingFileHandler(
        folder / "navmage-dash.log", maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8"
    )
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setLevel(logging.WARNING)
    root, before = logging.getLogger(), logging.getLogger().level
    root.setLevel(level)
    for handler in (file, terminal):
        handler.setFormatter(Redacted(FORMAT))
        root.addHandler(handler)
    try:
        yield
    finally:
        root.setLevel(before)
        for handler in (file, terminal):
            root.removeHandler(handler)
            handler.close()
