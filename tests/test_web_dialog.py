"""The dialog of a connection: fields, Check Connection, Website, keys, Done, locks, removing."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from webworld import KEY, Dashboard, problems, said
from werkzeug.test import TestResponse

from navmage_dash.db import connections, websites
from navmage_dash.sandbox import company
from navmage_dash.sandbox.server import Server
from navmage_dash.sandbox.world import World as Systems

NEW = "/connections/new?kind=magento"
CHECK = "/connections/new/check?kind=magento"
LABELS = {
    "magento1": (
        "Platform, Name, SOAP WSDL URL, SOAP API User, SOAP API Key, WS-I Compliance, "
        "Sync start date, Check Connection, Website, Admin url, Default owner"
    ).split(", "),
    "magento2": (
        "Platform, Name, REST API URL, API User, API Key, Sync start date, Check Connection, "
        "Website, Admin url, Default owner"
    ).split(", "),
}


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Dashboard]:
    made = Dashboard(tmp_path)
    yield made
    made.close()


def entered(far: Systems, system: str = "eu", **more: Any) -> dict[str, Any]:
    """What a person types for one of the sandbox's systems."""
    file = dict(zip(far.servers, far.connection_files(), strict=True))[system]
    typed = {k: v for k, v in file.items() if not isinstance(v, bool)} | {"owner": "maria"}
    return typed | {"website": "", "sync_start_date": "2007-01-01", "enabled": "y"} | more


def value(page: str, name: str) -> str:
    """What a field of the page holds."""
    tags = [tag for tag in re.findall(r"<input[^>]+>", page) if f'name="{name}"' in tag]
    found = [re.findall(r'value="([^"]*)"', tag) for tag in tags]
    return unescape(found[0][0]) if found and found[0] else ""


def options(page: str, name: str = "website") -> list[tuple[str, str, bool]]:
    """(value, label, selected) of a select."""
    [inside] = re.findall(rf'<select(?=[^>]* id="{name}").*?</select>', page, re.DOTALL)
    return [
        (value(f'<input name="o"{tag}>', "o"), unescape(label).strip(), " selected" in tag)
        for tag, label in re.findall(r"<option([^>]*)>([^<]*)", inside)
    ]


def added(board: Dashboard, answer: TestResponse) -> connections.Connection:
    assert answer.status_code == 303, problems(answer.text)
    return board.stored(int(answer.location.strip("/").split("/")[-1]))


@pytest.mark.parametrize("platform", LABELS)
def test_the_dialog_has_the_labels_in_their_order(board: Dashboard, platform: str) -> None:
    page = re.sub(rf'<span class="[^"]*not-{platform}[^"]*">[^<]*</span>', "", board.get(NEW))
    form = said(re.sub(r'<p class="hint".*?</p>', "", page, flags=re.DOTALL))
    form = form[form.index("Basic Information") :]
    at = [form.index(f" {label} ") for label in LABELS[platform]]
    assert at == sorted(at)
    for label in ("Enable Two Way Sync", "Remote wins", "Local wins", "Ask me", "Cancel", "Done"):
        assert label in form
    assert "Configure integration" in page


def test_a_new_dialog_has_its_defaults(board: Dashboard) -> None:
    page = board.get(NEW)
    assert value(page, "sync_start_date") == "2007-01-01"
    assert re.fullmatch(r"[0-9A-F-]{36}", value(page, "connection_id"))
    assert value(page, "connection_id") != value(board.get(NEW), "connection_id")
    assert options(page) == [("", "– press Check Connection first –", False)]
    assert 'name="key" autocomplete' in page or 'type="password"' in page


def test_done_says_at_each_field_what_is_wrong(board: Dashboard) -> None:
    answer = board.post(NEW, platform="magento2", name="x", url="", auth="admin", owner="maria")
    assert answer.status_code == 422
    assert {"name", "url", "user", "key", "website"} <= problems(answer.text).keys()
    assert "3 to 255" in problems(answer.text)["name"]
    assert 'aria-invalid="true"' in answer.text
    assert 'value="x"' in answer.text
    assert connections.all_connections(board.db) == []


def test_nothing_is_saved_before_a_check_has_found_the_websites(
    board: Dashboard, far: Systems
) -> None:
    answer = board.post(NEW, **entered(far, website="1"))
    assert answer.status_code == 422
    assert "Check Connection" in problems(answer.text)["website"]


def test_a_platform_that_nobody_knows_cannot_be_saved(board: Dashboard, far: Systems) -> None:
    answer = board.post(NEW, **entered(far, platform="", website="all"))
    assert answer.status_code == 422
    assert "Check Connection" in problems(answer.text)["platform"]


def test_checking_fills_the_website_list_and_writes_nothing(board: Dashboard, far: Systems) -> None:
    before = board.dump()
    answer = board.post(CHECK, **entered(far))
    assert answer.status_code == 200
    assert "Connection successful, please select a website" in answer.text
    assert [label for _, label, _ in options(answer.text)] == [
        "All Websites",
        "Main Website (base): Default Store View",
        "EU Website (eu): EU English, EU German",
    ]
    assert [chosen for _, _, chosen in options(answer.text)] == [True, False, False]
    assert board.dump() == before


def test_a_key_is_never_sent_back_and_not_needed_again_for_done(
    board: Dashboard, far: Systems
) -> None:
    typed = entered(far)
    answer = board.post(CHECK, **typed)
    assert company.MAGENTO_PASSWORD not in answer.text
    draft = value(answer.text, "draft")
    again = board.post(CHECK, **typed | {"key": "", "draft": draft})
    assert again.status_code == 200
    saved = board.post(NEW, **typed | {"key": "", "draft": draft, "website": "2"})
    made = added(board, saved)
    assert (made.website, made.check_ok, made.guid) == ("2", True, company.EU.guid)
    assert [each.code for each in websites.of(board.db, made.id)] == ["base", "eu"]
    assert company.MAGENTO_PASSWORD not in "".join(board.dump())
    page = board.get(saved.location)
    assert "Integration saved" in page
    assert company.MAGENTO_PASSWORD not in page


def test_the_key_of_a_check_is_not_taken_to_another_host(board: Dashboard, far: Systems) -> None:
    typed = entered(far)
    draft = value(board.post(CHECK, **typed).text, "draft")
    away = {"key": "", "draft": draft, "url": far.servers["us"].url}
    calls = far.servers["us"].calls.copy()
    for address in (CHECK, NEW):
        answer = board.post(address, **typed | away)
        assert answer.status_code == 422
        assert "key" in problems(answer.text)
    assert far.servers["us"].calls == calls


def test_a_check_that_fails_says_what_to_do_next(board: Dashboard, far: Systems) -> None:
    answer = board.post(CHECK, **entered(far, key="wrong"))
    assert answer.status_code == 200
    assert "The connection does not work yet" in answer.text
    assert "→" in answer.text
    assert options(answer.text) == [("", "– press Check Connection first –", False)]


def test_whatever_is_pasted_the_right_settings_are_proposed_and_taken_by_a_button(
    board: Dashboard, far: Systems
) -> None:
    wsdl = far.servers["outlet"].url + "/api/v2_soap/?wsdl=1"
    typed = entered(far, "outlet", platform="magento2", auth="admin", url=wsdl)
    answer = board.post(CHECK, **typed)
    [proposed] = re.findall(r'name="apply" value="([^"]+)"', answer.text)
    taken = {"apply": unescape(proposed), "draft": value(answer.text, "draft"), "key": ""}
    answer = board.post(CHECK, **typed | taken)
    assert "Connection successful" in answer.text
    assert ("magento1", "Magento 1 or OpenMage (SOAP v2)", True) in options(answer.text, "platform")
    assert "Website ID: 1, Stores: English, French" in [o[1] for o in options(answer.text)]


def test_a_proposal_that_nobody_made_is_refused(board: Dashboard, far: Systems) -> None:
    assert board.post(CHECK, **entered(far, apply="{not json")).status_code == 400
    harmless = board.post(CHECK, **entered(far, apply='{"owner": "eve", "key": "x"}'))
    assert "Connection successful" in harmless.text


def test_the_platform_is_found_out_for_done_as_well(board: Dashboard, far: Systems) -> None:
    typed = entered(far, platform="")
    draft = value(board.post(CHECK, **typed).text, "draft")
    made = added(board, board.post(NEW, **typed | {"draft": draft, "key": "", "website": "all"}))
    assert made.platform == "magento2"


def saved(
    board: Dashboard, far: Systems, system: str = "eu", **more: Any
) -> connections.Connection:
    typed = entered(far, system)
    draft = value(board.post(CHECK, **typed).text, "draft")
    return added(board, board.post(NEW, **typed | {"draft": draft, "website": "2"} | more))


@pytest.mark.parametrize("system", ["eu", "outlet"])
def test_two_way_sync_and_its_priority_are_chosen_for_any_magento(
    board: Dashboard, far: Systems, system: str
) -> None:
    made = saved(board, far, system, two_way="y", priority="ask")
    assert (made.two_way, made.priority) == (True, "ask")
    assert "Two way sync on, Ask me" in said(board.get(f"/connections/{made.id}/"))


def test_a_chosen_website_survives_a_check_and_is_marked_when_it_is_gone(
    board: Dashboard, far: Systems
) -> None:
    made = saved(board, far)
    again = f"/connections/{made.id}/edit/check"
    page = board.post(again, **entered(far, key="", website="2")).text
    assert ("2", "EU Website (eu): EU English, EU German", True) in options(page)
    board.db.conn.execute("update connection set website = '7'")
    page = board.post(again, **entered(far, key="", website="7")).text
    assert ("7", "Website ID: 7 – no longer there", True) in options(page)
    assert "The chosen website is no longer there" in page


def test_an_admin_url_is_proposed_but_what_was_typed_stays(board: Dashboard, far: Systems) -> None:
    typed = entered(far, admin_url="https://shop.example/backend")
    assert value(board.post(CHECK, **typed).text, "admin_url") == "https://shop.example/backend"


def test_a_blank_key_on_edit_keeps_the_stored_one_byte_for_byte(
    board: Dashboard, far: Systems
) -> None:
    made = saved(board, far)
    typed = entered(far, name="EU store, renamed", key="", website="2")
    changed = added(board, board.post(f"/connections/{made.id}/edit", **typed))
    assert changed.name == "EU store, renamed"
    assert changed.secrets == made.secrets


def test_another_host_on_edit_asks_for_the_key_again(board: Dashboard, far: Systems) -> None:
    made = saved(board, far)
    typed = entered(far, key="", website="2", url="https://elsewhere.example/rest")
    for address in (f"/connections/{made.id}/edit", f"/connections/{made.id}/edit/check"):
        answer = board.post(address, **typed)
        assert answer.status_code == 422
        assert "another host" in problems(answer.text)["key"]
    assert board.stored(made.id) == made


def test_the_same_website_twice_is_refused(board: Dashboard, far: Systems) -> None:
    saved(board, far)
    typed = entered(far, name="EU store again", connection_id=connections.new_guid())
    draft = value(board.post(CHECK, **typed).text, "draft")
    answer = board.post(NEW, **typed | {"draft": draft, "website": "all"})
    assert "is already used" in problems(answer.text)["url"]


def test_after_the_first_sync_what_is_locked_stays_and_a_full_resync_unlocks_it(
    board: Dashboard, far: Systems
) -> None:
    made = saved(board, far)
    connections.first_synced(board.db, made.id, board.now)
    page = board.get(f"/connections/{made.id}/edit")
    for name in ("sync_start_date", "website", "connection_id", "platform"):
        [tag] = re.findall(rf'<(?:input|select)[^>]* name="{name}"[^>]*>', page)
        assert " disabled" in tag
    checked = board.post(f"/connections/{made.id}/edit/check", **entered(far)).text
    assert "Connection successful" in checked and "please select a website" not in checked
    sly = entered(far, key="", website="all", sync_start_date="2020-01-01", two_way="y")
    changed = added(board, board.post(f"/connections/{made.id}/edit", **sly))
    assert (changed.website, changed.sync_start_date) == ("2", "2007-01-01")
    assert changed.two_way
    page = board.follow(board.post(f"/connections/{made.id}/resync"))
    assert "may be changed now" in page
    assert " disabled" not in page
    changed = added(board, board.post(f"/connections/{made.id}/edit", **sly))
    assert (changed.website, changed.sync_start_date) == ("all", "2020-01-01")


def test_nav_is_checked_and_its_company_picked_from_what_the_server_offers(
    board: Dashboard, far: Systems
) -> None:
    new, check = "/connections/new?kind=nav", "/connections/new/check?kind=nav"
    typed = entered(far, "nav", company="")
    answer = board.post(check, **typed)
    assert company.COMPANY in [label for _, label, _ in options(answer.text, "company")]
    assert company.KEY not in answer.text
    draft = value(answer.text, "draft")
    bad = board.post(new, **typed | {"draft": draft, "key": ""})
    assert bad.status_code == 422
    assert "company" in problems(bad.text)
    picked = typed | {"company": company.COMPANY, "key": ""}
    good = board.post(check, **picked | {"draft": draft})
    assert "Connection successful" in good.text, said(good.text)
    made = added(board, board.post(new, **picked | {"draft": value(good.text, "draft")}))
    assert (made.kind, made.company, made.check_ok) == ("nav", company.COMPANY, True)


def test_checking_again_from_the_page_is_remembered(board: Dashboard, far: Systems) -> None:
    made = saved(board, far)
    far.servers["eu"].calls.clear()
    page = board.follow(board.post(f"/connections/{made.id}/check"))
    assert "Connection was successful" in page
    assert sum(far.servers["eu"].calls.values()) > 0
    page = board.follow(board.post(f"/connections/{made.id}/websites"))
    assert "Website list:" in page


def test_a_system_that_is_away_is_said_with_what_to_do(board: Dashboard) -> None:
    gone = Server(systems_free()).start()
    made = board.connection("Away", url=gone.url + "/rest", kind="magento")
    gone.stop()
    page = board.follow(board.post(f"/connections/{made.id}/websites"))
    assert 'class="note bad"' in page
    assert KEY not in page
    page = board.follow(board.post(f"/connections/{made.id}/check"))
    assert "Check failed" in page


def systems_free() -> Any:
    from navmage_dash.sandbox.magento2 import Magento2

    return Magento2(company.EU)


def test_removing_asks_and_says_what_goes_and_what_stays(board: Dashboard) -> None:
    _, eu, _ = board.trio()
    board.run(eu)
    board.record(eu)
    board.record(eu, "1001")
    page = said(board.get(f"/connections/{eu.id}/remove"))
    assert "1 runs" in page
    assert "2 to-do records" in page
    assert "everything in Dynamics NAV" in page
    assert connections.find(board.db, eu.id)
    page = board.follow(board.post(f"/connections/{eu.id}/remove"))
    assert "were deleted" in page
    assert connections.find(board.db, eu.id) is None


def test_a_connection_is_not_removed_under_a_run(board: Dashboard) -> None:
    _, eu, _ = board.trio()
    run = board.run(eu)
    board.db.conn.execute("update run set state = 'running' where id = :id", {"id": run.id})
    page = board.follow(board.post(f"/connections/{eu.id}/remove"))
    assert "is going on" in page
    assert connections.find(board.db, eu.id)


def test_a_connection_is_put_out_of_use_and_back(board: Dashboard) -> None:
    made = board.connection()
    assert "is inactive" in board.follow(board.post(f"/connections/{made.id}/enabled", enabled="0"))
    assert not board.stored(made.id).enabled
    board.post(f"/connections/{made.id}/enabled", enabled="1")
    assert board.stored(made.id).enabled
