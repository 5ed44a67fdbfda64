"""Who may do what: other sites, other hosts, other operators."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from webworld import Dashboard, problems, said

PASSWORD = "correct horse battery"


@pytest.fixture
def open_board(tmp_path: Path) -> Iterator[Dashboard]:
    """Sign-in off, as on loopback."""
    made = Dashboard(tmp_path)
    yield made
    made.close()


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[Dashboard]:
    """Sign-in on: maria is an administrator, nils owns the US store, petra owns nothing."""
    made = Dashboard(tmp_path, sign_in=True)
    made.operator("nils", PASSWORD)
    made.operator("petra", PASSWORD)
    made.operator("anna", PASSWORD, administrator=True)
    made.trio()
    with made.db.write() as conn:
        conn.execute("update connection set owner_id = 2 where name = 'US store'")
    yield made
    made.close()


def enter(board: Dashboard, name: str, password: str = PASSWORD) -> str:
    answer = board.post("/sign-in", name=name, password=password)
    return board.follow(answer) if answer.status_code == 303 else answer.text


def test_a_post_without_its_token_is_refused_with_a_page_that_says_what_to_do(
    tmp_path: Path,
) -> None:
    board = Dashboard(tmp_path, WTF_CSRF_ENABLED=True)
    board.trio()
    for address in ("/connections/2/remove", "/scenarios/all/2/run", "/connections/new?kind=nav"):
        answer = board.post(address)
        assert answer.status_code == 400
        assert "Reload it and try again" in answer.text
    assert board.stored(2)
    token = re.findall(r'name="csrf_token" value="([^"]+)"', board.get("/connections/2/remove"))[0]
    assert board.post("/connections/2/remove", csrf_token=token).status_code == 303
    board.close()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.5:8080"])
def test_another_host_name_is_refused(open_board: Dashboard, host: str) -> None:
    answer = open_board.browser.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "does not answer to that host name" in answer.text
    assert host not in answer.text


def test_loopback_names_and_the_configured_host_are_answered(tmp_path: Path) -> None:
    board = Dashboard(tmp_path, TRUSTED_HOSTS=["dash.example"])
    for host in ("127.0.0.1:8080", "localhost", "dash.example"):
        assert board.browser.get("/", headers={"Host": host}).status_code == 200
    board.close()


@pytest.mark.parametrize("address", ["/", "/nowhere", "/static/app.css"])
def test_every_answer_tells_the_browser_to_be_strict(open_board: Dashboard, address: str) -> None:
    with open_board.browser.get(address) as answer:
        headers = answer.headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_session_is_kept_from_scripts_and_other_sites(tmp_path: Path) -> None:
    board = Dashboard(tmp_path, WTF_CSRF_ENABLED=True)
    cookie = board.browser.get("/connections/new?kind=nav").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    board.close()


def test_a_fault_of_ours_is_a_page_that_needs_nothing(
    open_board: Dashboard, caplog: pytest.LogCaptureFixture
) -> None:
    open_board.app.config["PROPAGATE_EXCEPTIONS"] = False
    open_board.app.testing = False
    with open_board.db.write() as conn:
        conn.execute("drop table website")
        conn.execute("drop table connection")
    answer = open_board.browser.get("/")
    assert answer.status_code == 500
    assert "Nothing was lost" in answer.text
    assert "no such table" in caplog.text


def test_where_sign_in_is_on_every_page_asks_who_is_there(shut: Dashboard) -> None:
    for address in ("/", "/now", "/connections/2/", "/runs/", "/operators/", "/records/"):
        answer = shut.browser.get(address)
        assert answer.status_code == 303
        assert answer.location.startswith("/sign-in")
    assert shut.post("/scenarios/all/2/run").status_code == 403
    assert "EU store" not in shut.get("/sign-in")


def test_signing_in_leads_to_the_page_that_was_asked_for(shut: Dashboard) -> None:
    asked = shut.browser.get("/runs/?connection=2").location
    answer = shut.post(asked, name="nils", password=PASSWORD)
    assert answer.location == "/runs/?connection=2"
    assert "nils" in said(shut.get("/"))


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_signing_in_leads_to_no_other_site(shut: Dashboard, away: str) -> None:
    answer = shut.browser.post(
        "/sign-in", query_string={"next": away}, data={"name": "nils", "password": PASSWORD}
    )
    assert answer.location == "/"


def test_a_wrong_password_and_a_wrong_name_are_told_alike(shut: Dashboard) -> None:
    one, two = enter(shut, "nils", "not his password"), enter(shut, "nobody", "not his password")
    assert "Name and password do not match" in one
    assert said(one).replace("nils", "") == said(two).replace("nobody", "")
    assert shut.browser.get("/").status_code == 303


def test_an_operator_without_a_password_cannot_sign_in(shut: Dashboard) -> None:
    for guess in ("maria", " ", "None"):
        assert "do not match" in enter(shut, "maria", guess)


def test_guessing_is_stopped_for_a_minute(shut: Dashboard) -> None:
    for _ in range(5):
        enter(shut, "nils", "a wrong password")
    assert shut.post("/sign-in", name="Nils", password=PASSWORD).status_code == 429
    assert "petra" in said(enter(shut, "petra"))
    shut.post("/sign-out")
    shut.clock.pass_minutes(1.1)
    assert "nils" in said(enter(shut, "nils"))


def test_a_new_password_ends_older_sessions(shut: Dashboard) -> None:
    enter(shut, "nils")
    other = shut.app.test_client()
    other.post("/sign-in", data={"name": "anna", "password": PASSWORD})
    assert other.post("/operators/2/password", data={"password": "short"}).status_code == 422
    other.post("/operators/2/password", data={"password": "another long one"})
    assert shut.browser.get("/").status_code == 303
    assert "do not match" in enter(shut, "nils")
    assert "nils" in said(enter(shut, "nils", "another long one"))


CHANGES = "edit edit/check check websites enabled resync remove".split()


@pytest.mark.parametrize("what", CHANGES)
def test_only_the_owner_or_an_administrator_changes_a_connection(
    shut: Dashboard, what: str
) -> None:
    enter(shut, "nils")
    before = shut.dump()
    assert shut.post(f"/connections/2/{what}").status_code == 403
    assert shut.dump() == before


def test_only_the_owner_or_an_administrator_resyncs_and_schedules(shut: Dashboard) -> None:
    enter(shut, "nils")
    before = shut.dump()
    assert shut.post("/scenarios/all/2/run", full="1").status_code == 403
    assert shut.post("/scenarios/all/2/schedule", how="off").status_code == 403
    assert shut.post("/scenarios/categories/2/schedule", how="off").status_code == 403
    assert shut.dump() == before
    page = said(shut.get("/scenarios/categories/2/"))
    assert "Full Re-sync" not in page
    assert "Save schedule" not in page


def test_every_operator_runs_and_retries_and_the_run_says_who(shut: Dashboard) -> None:
    enter(shut, "nils")
    assert "has been added to the queue" in shut.follow(shut.post("/scenarios/categories/2/run"))
    assert "by nils" in said(shut.get("/runs/1/"))


def test_an_owner_changes_his_own_connection_and_an_administrator_each(shut: Dashboard) -> None:
    enter(shut, "nils")
    assert shut.post("/connections/3/enabled", enabled="0").status_code == 303
    assert not shut.stored(3).enabled
    assert "Edit" not in said(shut.get("/connections/2/"))
    shut.post("/sign-out")
    enter(shut, "anna")
    assert shut.post("/connections/3/enabled", enabled="1").status_code == 303
    assert shut.stored(3).enabled


def test_only_an_administrator_adds_operators(shut: Dashboard) -> None:
    enter(shut, "nils")
    assert shut.post("/operators/", name="eve", password=PASSWORD).status_code == 403
    assert shut.post("/operators/3/password", password=PASSWORD).status_code == 403
    assert "Add an operator" not in shut.get("/operators/")


def test_an_operator_is_added_with_a_password_that_is_kept_as_a_hash(
    open_board: Dashboard,
) -> None:
    bad = open_board.post("/operators/", name="MARIA", password=PASSWORD)
    assert bad.status_code == 422
    assert "already" in problems(bad.text)["name"]
    bad = open_board.post("/operators/", name="nils", password="short")
    assert bad.status_code == 422
    assert "10 characters" in problems(bad.text)["password"]
    page = open_board.follow(open_board.post("/operators/", name="nils", password=PASSWORD))
    assert "nils may sign in now" in page
    assert PASSWORD not in "".join(open_board.dump())
