"""Check Connection for NAV: from the address to each published service. It reads, and no more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from navmage_dash.errors import Error, RunError, Unavailable
from navmage_dash.systems.http import Redirected
from navmage_dash.systems.nav import NavClient
from navmage_dash.systems.nav_needed import Needed, Use, needed_for
from navmage_dash.systems.nav_schema import Kind
from navmage_dash.systems.nav_services import SERVICES, publish
from navmage_dash.systems.open import open_nav
from navmage_dash.systems.patience import IMPATIENT
from navmage_dash.systems.report import Check, Line, clock_difference, failed, latency, timing, tls
from navmage_dash.systems.settings import NavSettings

ANSWER_SECONDS = 30.0
FIRST_SYNC = Line(
    "Write permission",
    None,
    "Whether NAV's user may write is asked at the first sync: here nothing is written.",
)


@dataclass
class _Asked:
    """What is known so far."""

    settings: NavSettings
    client: NavClient
    lines: list[Line] = field(default_factory=list)
    proposed: dict[str, Any] = field(default_factory=dict)
    companies: list[str] = field(default_factory=list)

    def check(self) -> Check:
        session = self.client.session
        return Check(
            lines=[*self.lines, *(timing(session) if self.companies else ())],
            platform="nav" if self.companies else "",
            proposed=self.proposed,
            companies=self.companies,
            latency_ms=latency(session),
            clock_difference_s=clock_difference(session),
        )


def check_nav(settings: NavSettings, wsdl_dir: Path, read: float = ANSWER_SECONDS) -> Check:
    try:
        client = open_nav(settings, IMPATIENT, wsdl_dir, read)
    except RunError as error:  # what was entered is no address
        return Check(lines=[failed("Address", error)], platform="")
    asked = _Asked(settings, client)
    if _reached(asked) and _company(asked):
        try:
            asked.lines += _services(client)
            asked.lines.append(FIRST_SYNC)
        except Unavailable as error:
            asked.lines.append(failed("Services", error))
    client.session.close()
    return asked.check()


def _reached(asked: _Asked) -> bool:
    """Address, encryption and sign-in: the list of companies is asked for."""
    client, host = asked.client, asked.client.address.host
    try:
        asked.companies = client.companies()
    except Error as error:
        if isinstance(error, Redirected):
            asked.proposed["url"] = error.target
        name = "Sign-in" if "(401)" in str(error) else "Address"
        if name == "Sign-in":
            asked.lines.append(Line("Address", True, f"A server answers at {host}."))
            asked.proposed |= _other_sign_in(asked)
        asked.lines.append(failed(name, error))
        return False
    user, kind = asked.settings.user, "NTLM" if asked.settings.auth == "ntlm" else "Basic"
    asked.lines += [
        Line("Address", True, f"NAV's SOAP services answer at {host}."),
        tls(asked.settings.url),
        Line("Sign-in", True, f"{user} is signed in ({kind})."),
    ]
    return True


def _other_sign_in(asked: _Asked) -> dict[str, str]:
    """The other kind of sign-in, where the server offers that one only."""
    response = asked.client.session.said[-1].response
    offered = (response.headers.get("WWW-Authenticate", "") if response is not None else "").lower()
    windows, basic = "ntlm" in offered or "negotiate" in offered, "basic" in offered
    if asked.settings.auth == "ntlm" and basic and not windows:
        return {"auth": "basic"}
    return {"auth": "ntlm"} if asked.settings.auth == "basic" and windows and not basic else {}


def _company(asked: _Asked) -> bool:
    name, there = asked.settings.company, asked.companies
    if name in there:
        asked.lines.append(Line("Company", True, f"NAV has the company '{name}'."))
        return True
    like = [each for each in there if each.casefold().strip() == name.casefold().strip()]
    if len(like or there) == 1:
        asked.proposed["company"] = (like or there)[0]
    known = ", ".join(f"'{each}'" for each in there)
    text = f"NAV has no company '{name}'." if name else "No company is chosen yet."
    asked.lines.append(Line("Company", False, text, f"Choose one of its companies: {known}."))
    return False


def _services(client: NavClient) -> Iterator[Line]:
    for name, needed in SERVICES.items():
        try:
            yield _service(client, name, needed)
        except Unavailable:
            raise
        except Error as error:
            yield _only(failed(name, error), needed.uses)


def _only(line: Line, uses: Sequence[Use]) -> Line:
    """It is no fault where all else can be carried without it."""
    if not all(use.scenarios for use in uses):
        return line
    todo = f"{line.todo} It is needed for {needed_for(uses)} only."
    return replace(line, ok=None, todo=todo)


def _service(client: NavClient, name: str, needed: Needed) -> Line:
    client.refresh(name, "Codeunit" if needed.codeunit else "Page")
    if needed.codeunit:
        return _codeunit(client, name, needed)
    of_all = [use for use in needed.uses if not use.scenarios]
    of_some = [use for use in needed.uses if use.scenarios]
    if of_all and (line := _incomplete(client, name, needed, of_all)):
        return line
    next(client.pages(name, size=1), None)  # raises where the user may not read it
    if of_some and (line := _incomplete(client, name, needed, of_some)):
        return line
    return Line(name, True, f"Page {needed.number} ({needed.page}) is published and readable.")


def _codeunit(client: NavClient, name: str, needed: Needed) -> Line:
    wanted = {each: None for use in needed.uses for each in use.fields}
    if missing := [each for each in wanted if each not in client.operations(name, "Codeunit")]:
        text = f"It has no function {', '.join(missing)}."
        todo = f"Have it added to codeunit {needed.number} ({needed.page}), then check again."
        return _only(Line(name, False, text, todo), needed.uses)
    return Line(name, True, f"Codeunit {needed.number} ({needed.page}) is published.")


def _incomplete(client: NavClient, name: str, needed: Needed, uses: Sequence[Use]) -> Line | None:
    """What the page lacks for these uses."""
    there = set(_fields(client.kinds(name)))
    missing = {each: None for use in uses for each in use.fields if each not in there}
    if missing:
        text = f"Its page lacks {', '.join(missing)}."
        todo = f"Have them added to page {needed.number} ({needed.page}), then check again."
        return _only(Line(name, False, text, todo), [u for u in uses if {*u.fields} - there])
    if needed.list_type and not client.is_list(name):
        text = (
            "It is not a list-type page, so only one line of each record comes through, whatever "
            "its connections."
        )
        todo = f"{publish(name)} It has to be the list-type page, not the card."
        return _only(Line(name, False, text, todo), uses)
    allowed = client.operations(name)
    if refused := [use for use in uses if _writes(use) - allowed]:
        lacking = sorted({each for use in refused for each in _writes(use)} - allowed)
        text = f"Its page does not allow {' and '.join(lacking)}."
        todo = "Have Editable, InsertAllowed and ModifyAllowed set on it."
        return _only(Line(name, False, text, todo), refused)
    return None


def _fields(kinds: Mapping[str, Kind]) -> Iterator[str]:
    """With those of its parts: 'SalesLines.Type'."""
    for name, kind in kinds.items():
        yield name
        yield from (f"{name}.{each}" for each in kind.rows)


def _writes(use: Use) -> set[str]:
    """The operations that it takes."""
    wanted = {"UpdateMultiple": use.written, "CreateMultiple": use.created}
    return {name for name, needed in wanted.items() if needed}
