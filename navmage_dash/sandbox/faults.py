"""What goes wrong between two systems, to be switched on for any server of the sandbox."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = {
    "latency": "wait `value` milliseconds before answering",
    "status": "answer HTTP `value` (401, 403, 404, 500 …) with the platform's own body",
    "throttled": "answer 429 with Retry-After: `value` seconds",
    "unavailable": "answer 503 (or `value`: 502, 504) with an HTML page",
    "reset_before": "close the connection before the request is handled: it had no effect",
    "lost_answer": "handle the request, then close the connection without an answer",
    "truncated": "handle the request, then answer only half of the body",
    "garbled": "handle the request, then answer rubbish in place of the body",
    "deadlock": "answer the platform's deadlock text; the request had no effect",
    "expire": "make every token or session known so far invalid, then handle the request",
    "poison": "refuse, as the platform does, each request whose body contains the text `value`",
}


@dataclass
class Fault:
    kind: str  # one of KINDS
    value: str = ""
    match: str = ""  # a regular expression searched in 'METHOD /path?query\nbody'; '' meets all
    after: int = 0  # let this many matching requests through first
    times: int | None = 1  # then strike this often; None: always

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault {self.kind!r}: use one of {', '.join(KINDS)}")
        if self.kind in ("latency", "throttled") and not self.value.isdecimal():
            raise ValueError(f"{self.kind} needs a whole number, not {self.value!r}")
        re.compile(self.match)

    def meets(self, text: str) -> bool:
        if self.kind == "poison" and self.value not in text:
            return False
        return re.search(self.match, text) is not None


class Faults:
    """The faults switched on for one server. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armed: list[Fault] = []

    def add(self, kind: str, value: str | int = "", **more: Any) -> None:
        with self._lock:
            self._armed.append(Fault(kind, str(value), **more))

    def add_json(self, wanted: Mapping[str, Any]) -> None:
        """{"kind": "throttled", "value": 1, "match": "POST /rest", "after": 0, "times": 1}"""
        self.add(**{str(name): value for name, value in wanted.items()})

    def clear(self) -> None:
        with self._lock:
            self._armed.clear()

    def strike(self, text: str) -> list[Fault]:
        """The faults that this request meets, each counted down."""
        with self._lock:
            return [fault for fault in list(self._armed) if self._due(fault, text)]

    def _due(self, fault: Fault, text: str) -> bool:
        if not fault.meets(text):
            return False
        if fault.after > 0:
            fault.after -= 1
            return False
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._armed.remove(fault)
        return True
