import logging
from pathlib import Path

import pytest

from navmage_dash.logs import logging_to, redacted

SECRET = "s3cret-Value_9+/="


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {SECRET}",
        f"{{'Authorization': 'Basic {SECRET}', 'Accept': 'x'}}",
        f"sent Bearer {SECRET} along",
        f"http://navmage:{SECRET}@nav.example/WS",
        f"<username>me</username><apiKey>{SECRET}</apiKey>",
        f'<apiKey xsi:type="xsd:string">{SECRET}</apiKey>',
        f'{{"username": "me", "password": "{SECRET}"}}',
        f"GET /x?a=1&token={SECRET}&b=2",
        f"oauth_token='x' consumer_secret={SECRET}",
    ],
)
def test_what_looks_like_a_secret_is_not_logged(text: str) -> None:
    assert SECRET.rstrip("=") not in redacted(text)
    assert "***" in redacted(text)


def test_a_plain_line_is_logged_as_it_is() -> None:
    line = "run 17 item 1000: token bucket of http://127.0.0.1:8/rest ended, 3 keys updated"
    assert redacted(line) == line


def test_the_log_is_a_file_of_the_instance_and_its_tracebacks_hold_no_secret(
    tmp_path: Path,
) -> None:
    log = logging.getLogger("navmage_dash.test")
    with logging_to(tmp_path):
        try:
            raise ValueError(f"http://me:{SECRET}@nav.example")
        except ValueError:
            log.exception("run %d went wrong", 17)
    log.error("after the end of the block")
    text = (tmp_path / "logs" / "navmage-dash.log").read_text("utf-8")
    assert "run 17 went wrong" in text
    assert "Traceback" in text
    assert SECRET not in text
    assert "after the end" not in text
