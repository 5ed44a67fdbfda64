"""A browser's view of the dashboard: a real app over a real database, and rows to show."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse
from world import HandClock

from navmage_dash.app import create_app
from navmage_dash.db import connections, operators, runs
from navmage_dash.db.connections import Connection
from navmage_dash.db.file import Db
from navmage_dash.jobs import Workshop
from navmage_dash.parts import Parts
from navmage_dash.runner import Runner
from navmage_dash.vault import Vault

HOSTILE = "<script>alert('x')</script>\"&"
KEY = "a-key-that-no-page-may-show"
SAYS = {"lines": [{"name": "Sign-in", "ok": True, "text": HOSTILE, "todo": "none"}]}


class Dashboard:
    """The app in an instance of its own; far systems only where a test names a running one."""

    address = ""  # where a test serves it

    def __init__(self, path: Path, *, sign_in: bool = False, **config: object) -> None:
        self.clock = HandClock()
        self.db = Db(path / "web.db")
        self.vault = Vault.open(path, keyring=False)
        workshop = Workshop(db=self.db, clock=self.clock, vault=self.vault, instance=path)
        self.parts = Parts(
            db=self.db,
            clock=self.clock,
            runner=Runner(workshop, lambda connection_id, scenario: None),
            vault=self.vault,
            instance=path,
        )
        operators.add(self.db, "maria", self.now, administrator=True)
        settings = {"TESTING": True, "WTF_CSRF_ENABLED": False} | config
        self.app = create_app(self.parts, "a secret of this test", sign_in=sign_in, **settings)
        self.browser: FlaskClient = self.app.test_client()

    @property
    def now(self) -> str:
        return self.clock.time.isoformat()

    def get(self, address: str) -> str:
        """The page; it has to be there."""
        answer = self.browser.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status}"
        return answer.text

    def post(self, address: str, **fields: Any) -> TestResponse:
        return self.browser.post(address, data=fields)

    def follow(self, answer: TestResponse) -> str:
        """Where a POST leads to: See Other, then the page with its flash."""
        assert answer.status_code == 303, f"{answer.status}: {problems(answer.text)}"
        return self.get(answer.location)

    def connection(self, name: str = "EU store", **values: Any) -> Connection:
        """As it is after a successful check."""
        kind = values.get("kind", "magento")
        row: dict[str, Any] = {
            "guid": connections.new_guid(),
            "name": name,
            "kind": kind,
            "platform": "magento2" if kind == "magento" else "nav",
            "url": f"https://{len(connections.all_connections(self.db))}.example",
            "normal_url": f"{len(connections.all_connections(self.db))}.example",
            "auth": "admin" if kind == "magento" else "basic",
            "user": "navmage",
            "secrets": self.vault.encrypt(json.dumps({"key": KEY})),
            "website": "all" if kind == "magento" else "",
            "company": "" if kind == "magento" else "CRONUS International Ltd.",
            "owner_id": 1,
        }
        made = connections.add(self.db, row | values, self.now)
        connections.checked(self.db, made, ok=True, report=json.dumps(SAYS), now=self.now)
        return self.stored(made)

    def stored(self, connection_id: int) -> Connection:
        found = connections.find(self.db, connection_id)
        assert found is not None
        return found

    def trio(self) -> tuple[Connection, Connection, Connection]:
        """The minimum: NAV and two Magentos, checked."""
        return (
            self.connection("NAV", kind="nav"),
            self.connection("EU store"),
            self.connection("US store"),
        )

    def master_data_has_run(self, connection: Connection) -> None:
        with self.db.write() as conn:
            conn.table("cursor").insert_all(
                {"connection_id": connection.id, "scenario": name, "completed_at": self.now}
                for name in (
                    "attributes",
                    "websites",
                    "categories",
                    "tax-classes",
                    "customer-groups",
                )
            )

    def run(self, connection: Connection, *scenarios: str, dry: bool = False) -> runs.Run:
        names = scenarios or ("simple-product-update", "inventory-update")
        return runs.ask(self.db, connection.id, names, self.now, dry=dry, wanted_by="maria")[0]

    def record(self, connection: Connection, key: str = "1000", **values: Any) -> int:
        """A line of the to-do list, by default a failed one, with its history and exchange."""
        row: dict[str, Any] = {
            "connection_id": connection.id,
            "scenario": "simple-product-update",
            "key": key,
            "state": "failed",
            "row": json.dumps({"ItemNo": key, "Description": HOSTILE}),
            "mark": "m",
            "reason": "URL key for specified store already exists.",
            "cause": "url-key",
            "seen_run": 1,
            "due_at": self.now,
            "found_at": self.now,
            "changed_at": self.now,
        }
        with self.db.write() as conn:
            made = conn.table("todo").insert(row | values).last_pk
        assert isinstance(made, int)
        return made

    def happened(self, run: runs.Run, key: str = "1000", **values: Any) -> None:
        row: dict[str, Any] = {
            "run_id": run.id,
            "connection_id": run.connection_id,
            "scenario": "simple-product-update",
            "key": key,
            "outcome": "updated",
            "note": HOSTILE,
            "changes": json.dumps({"price": ["12.5", "13"], "name": [None, HOSTILE]}),
            "at": self.now,
        }
        exchange: dict[str, Any] = {
            "method": "PUT",
            "url": "https://shop.example/rest/all/V1/products/1000",
            "request": HOSTILE,
            "status": 400,
            "response": HOSTILE,
            "ms": 12,
        }
        kept = {name: row[name] for name in ("run_id", "connection_id", "scenario", "key", "at")}
        with self.db.write() as conn:
            conn.table("outcome").insert(row | values)
            conn.table("exchange").insert(exchange | kept)

    def conflict(self, connection: Connection, key: str, field: str, **values: Any) -> int:
        """A field that both sides changed, by default one that is to be decided."""
        row: dict[str, Any] = {
            "connection_id": connection.id,
            "entity": "customers",
            "scenario": "simple-product-update",
            "key": key,
            "field": field,
            "base": "old",
            "nav": "by NAV",
            "magento": "by Magento",
            "state": "open",
            "at": self.now,
        }
        with self.db.write() as conn:
            made = conn.table("conflict").insert(row | values).last_pk
        assert isinstance(made, int)
        return made

    def filled(self) -> "Dashboard":
        """Something of everything, with hostile text wherever text comes from outside."""
        _, eu, _ = self.trio()
        self.connection(f"Shop {HOSTILE}", company=HOSTILE, user=HOSTILE)
        first = self.run(eu)
        self.record(eu, "1000")
        self.record(eu, HOSTILE, state="conflict", reason=HOSTILE, cause="other")
        self.record(eu, "1001", state="skipped", reason=HOSTILE, cause="")
        self.record(eu, "1002", state="open", reason="", cause="")
        self.conflict(eu, HOSTILE, HOSTILE, nav=HOSTILE, magento=HOSTILE, base=None)
        self.conflict(eu, "1000", "Name", state="used", taken=HOSTILE, decided_by="Remote wins")
        self.happened(first)
        self.happened(first, HOSTILE, outcome="failed")
        with self.db.write() as conn:
            conn.table("website").insert(
                {
                    "connection_id": eu.id,
                    "website_id": "1",
                    "code": "base",
                    "name": HOSTILE,
                    "stores": json.dumps(
                        [{"id": 1, "name": HOSTILE, "views": [{"name": HOSTILE}]}]
                    ),
                    "seen_at": self.now,
                }
            )
        return self

    def operator(self, name: str, password: str = "", *, administrator: bool = False) -> int:
        hashed = generate_password_hash(password, "pbkdf2:sha256:1000") if password else ""
        return operators.add(
            self.db, name, self.now, password_hash=hashed, administrator=administrator
        )

    def dump(self) -> list[str]:
        """Every row there is, to see that nothing has changed."""
        return list(self.db.conn.conn.iterdump())

    def close(self) -> None:
        self.db.close()


def problems(page: str) -> dict[str, str]:
    """What is said at each field: {'name': 'The name should have …'}."""
    found = re.findall(r'<p class="errors" id="([\w-]+)-errors"[^>]*>(.*?)</p>', page, re.DOTALL)
    return {name: unescape(re.sub(r"<[^>]+>", " ", text)).strip() for name, text in found if text}


def said(page: str) -> str:
    """The page's words, without its tags; a link within a sentence leaves no gap."""
    words = re.sub(r"</?(?:a|time|strong|small|span)\b[^>]*>", "", page)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", words)))


def trio_after_master_data(folder: Path) -> Iterator[Dashboard]:
    """NAV and two Magentos whose scenarios may run. It is closed when the test is through."""
    made = Dashboard(folder)
    for each in made.trio()[1:]:
        made.master_data_has_run(each)
    yield made
    made.close()
