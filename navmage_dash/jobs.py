"""Names become objects: what a run needs, put together for each of its scenarios."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from navmage_dash.access import settings_of
from navmage_dash.clock import Clock
from navmage_dash.db import connections, filters, known, overrides, runs, websites
from navmage_dash.db.book import Book
from navmage_dash.db.connections import Connection
from navmage_dash.db.file import Db
from navmage_dash.db.runs import Run, Step
from navmage_dash.errors import RunError
from navmage_dash.offer import limit, masters, options_of, switched_off
from navmage_dash.scenarios import SCENARIOS
from navmage_dash.sync.engine import Job
from navmage_dash.sync.filters import passes
from navmage_dash.sync.mapping import Lookups
from navmage_dash.sync.merge import Priority
from navmage_dash.sync.overrides import Override, overridden
from navmage_dash.sync.ports import Source, Target
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition, Scenario, System
from navmage_dash.systems.ends import Clients, open_clients
from navmage_dash.systems.patience import Patience
from navmage_dash.systems.settings import MagentoSettings, NavSettings
from navmage_dash.vault import Vault


@dataclass(kw_only=True)
class Workshop:
    """What this instance makes its jobs with."""

    db: Db
    clock: Clock
    vault: Vault
    instance: Path
    tries: int = 5
    closing: threading.Event = field(default_factory=threading.Event)

    def begin(self, run: Run) -> "Carrying":
        """Raises RunError where a connection that the run needs is gone."""
        magento = connections.find(self.db, run.connection_id)
        nav = connections.nav(self.db)
        if magento is None or nav is None:
            raise RunError("there is no NAV connection yet: add it under Connections")
        return Carrying(self, run, nav, magento)

    def patience(self) -> Patience:
        """Waiting ends at once when the program closes."""

        def wait(seconds: float) -> None:
            self.clock.wait(self.closing, seconds)

        return Patience(tries=self.tries, wait=wait)


class Carrying:
    """A run being carried out: its clients, one of each for each thread, and its jobs."""

    def __init__(self, workshop: Workshop, run: Run, nav: Connection, magento: Connection) -> None:
        self._workshop, self._run = workshop, run
        self._nav, self._magento = nav, magento
        self._local = threading.local()
        self._opened: list[Clients] = []

    def job(self, step: Step) -> Job:
        scenario, magento = self._chosen(SCENARIOS[step.scenario]), self._magento
        self._demand_master(scenario)
        reason = limit(magento, scenario).reason or switched_off(
            self._workshop.db, magento, scenario
        )
        if reason:
            raise RunError(reason)  # since the run was asked for
        return Job(
            scenario=scenario,
            ends=self._ends(scenario),
            book=self._book(scenario, step),
            lookups=lookups_of(self._workshop.db, magento, self._workshop.clock.now()),
            scope=scopes(magento),
            reader=self._reader,
            since=since(self._workshop.db, scenario, magento),
            priority=priority(magento),
            left_out=self._left_out(scenario),
            patience=self._workshop.patience(),
            stopping=self._stopping,
            dry=self._run.dry,
            full=self._run.full,
            workers=magento.workers,
        )

    def _chosen(self, scenario: Scenario) -> Scenario:
        """With what users put in the place of its rules, and without what the shop cannot take."""
        chosen = overrides.of(self._workshop.db, self._magento.id, scenario.name)
        return limit(self._magento, scenario).narrowed(_tuned(scenario, chosen))

    def _left_out(self, scenario: Scenario) -> Callable[[Row], str | None] | None:
        kept = filters.of(self._workshop.db, self._magento.id, scenario.name)
        return partial(passes, kept) if kept else None

    def _demand_master(self, scenario: Scenario) -> None:
        """The run that was to bring it may have failed: then no item could be mapped."""
        done = known.completed(self._workshop.db, self._magento.id)
        missing = [each.title for each in masters(self._magento) if each.name not in done]
        if missing and not scenario.master:
            raise RunError(
                f"it waits for master data that has not come through yet ({', '.join(missing)}): "
                "put right what its scenario says, then schedule all scenarios again."
            )

    @property
    def calls(self) -> int:
        """Requests sent so far, to both sides."""
        return sum(session.calls for each in self._opened for session in each.sessions)

    def close(self) -> None:
        for each in self._opened:
            each.close()

    def _ends(self, scenario: Scenario) -> Callable[[], tuple[Source, Target]]:
        """Clients belong to a thread: neither a session nor NTLM can be shared."""
        local = threading.local()

        def ends() -> tuple[Source, Target]:
            if not hasattr(local, "pair"):
                local.pair = self._clients().ends(scenario.source.system)
            pair: tuple[Source, Target] = local.pair
            return pair

        return ends

    def _reader(self, system: System) -> Source:
        return self._clients().source(system)

    def _clients(self) -> Clients:
        if not hasattr(self._local, "clients"):
            self._local.clients = self._open()
            self._opened.append(self._local.clients)
        clients: Clients = self._local.clients
        return clients

    def _open(self) -> Clients:
        workshop = self._workshop
        nav = settings_of(workshop.vault, self._nav)
        magento = settings_of(workshop.vault, self._magento)
        assert isinstance(nav, NavSettings) and isinstance(magento, MagentoSettings)
        return open_clients(
            nav,
            magento,
            connection_id=self._magento.guid,
            connection_name=self._magento.name,
            patience=workshop.patience(),
            wsdl_dir=workshop.instance / "wsdl",
        )

    def _book(self, scenario: Scenario, step: Step) -> Book:
        return Book(
            self._workshop.db,
            run_id=self._run.id,
            position=step.position,
            connection_id=self._magento.id,
            scenario=scenario.name,
            entity=scenario.ledger,
            dry=self._run.dry,
            now=self._workshop.clock.now,
            by_cursor=scenario.discovery == "changed",
            again=scenario.discovery != "changed" or self._run.full,
            other_way=scenario.merge is not None and scenario.source.system == "magento",
            merges=scenario.merge is not None,
        )

    def _stopping(self) -> bool:
        return self._workshop.closing.is_set() or runs.cancel_asked(self._workshop.db, self._run.id)


def _tuned(scenario: Scenario, chosen: Sequence[Override]) -> Scenario:
    if scenario.merge is None:
        return replace(scenario, mapping=overridden(scenario.mapping, chosen))
    theirs = (*scenario.merge.plain, *(each.field for each in chosen))
    mapping = overridden(scenario.mapping, chosen, "row")
    return replace(scenario, mapping=mapping, merge=replace(scenario.merge, plain=theirs))


def lookups_of(db: Db, magento: Connection, now: datetime) -> Lookups:
    """All that rules may look up: master data, the users' lookups and options, the connection.

    'store_views' gives a store view's website by the view's id, as its list was last synced.
    """
    option = options_of(db, magento)
    itself = {
        "id": str(magento.id),
        "guid": magento.guid,
        "name": magento.name,
        "website": magento.website,
        "currency": option["shop_currency"] or websites.currency(db, magento.id),
        "today": now.date().isoformat(),
    }
    return {
        **known.lookups(db, magento.id),
        "option": option,
        "connection": itself,
        "store_views": websites.of_store_views(db, magento.id),
    }


def scopes(magento: Connection) -> Mapping[System, Sequence[Condition]]:
    """Rows in NAV carry the ConnectionId; those of a Magento are all its own."""
    return {"nav": (Condition("ConnectionId", "=", magento.guid),), "magento": ()}


def since(db: Db, scenario: Scenario, magento: Connection) -> Sequence[Condition]:
    """Of a Magento's records: made on the sync start date or later, on the chosen website.

    What is merged may be older where it has been carried all the same: discovery looks at that.
    """
    if scenario.discovery != "changed":
        return ()
    age = "updated_at" if scenario.merge else "created_at"
    dated = Condition(age, ">=", f"{magento.sync_start_date} 00:00:00")
    if not scenario.website or magento.website == connections.ALL:
        return (dated,)
    ids = [magento.website]
    if scenario.website == "store_id":
        views = websites.of_store_views(db, magento.id)
        ids = [view for view, website in views.items() if website == magento.website]
        if not ids:
            raise RunError(
                f"website {magento.website} has no store views in the website list: press Sync "
                "website list on the connection's page, then schedule again."
            )
    return (dated, Condition(scenario.website, "in", ids))


def priority(magento: Connection) -> Priority:
    """With two-way sync off Magento's values count, and nobody is asked."""
    if not magento.two_way:
        return "remote"
    wanted: Mapping[str, Priority] = {"local": "local", "ask": "ask"}
    return wanted.get(magento.priority, "remote")
