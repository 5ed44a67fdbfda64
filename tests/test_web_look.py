"""What the style sheet promises: text that can be read in both modes, and few lines of it all."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "static"
CSS = (STATIC / "app.css").read_text()
GROUNDS = ("paper", "card", "sunk")
PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "accent") for ground in GROUNDS),
    *(("bad", ground) for ground in ("card", "paper")),
    *((look, f"{look}-soft") for look in ("good", "warn", "bad", "accent")),
    *((ink, f"{look}-soft") for ink in ("ink", "soft") for look in ("good", "warn", "bad")),
    ("accent-ink", "accent"),
]


def colours(mode: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\n *\}", CSS, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark)) if mode == "dark" else {})


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(mode: str, ink: str, ground: str) -> None:
    known = colours(mode)
    assert contrast(known[ink], known[ground]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_edge_of_a_field_stands_out(mode: str) -> None:
    known = colours(mode)
    assert contrast(known["edge"], known["card"]) >= 3


def test_focus_is_seen_and_motion_can_be_refused() -> None:
    assert re.search(r":focus-visible \{ outline: 2px solid", CSS)
    assert "outline: none" not in CSS
    assert "prefers-reduced-motion" in CSS


@pytest.mark.parametrize(("name", "most"), [("app.css", 450), ("app.js", 120)])
def test_the_files_stay_small_and_load_nothing_from_outside(name: str, most: int) -> None:
    text = (STATIC / name).read_text()
    assert len(text.splitlines()) <= most
    assert not re.search(r"https?://|@import|url\(", text)


def test_every_icon_that_pages_ask_for_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons.svg").read_text()))
    folder = STATIC.parent / "templates"
    asked = set(re.findall(r'icon\("(\w+)"\)', "".join(p.read_text() for p in folder.iterdir())))
    looks = set(re.findall(r'": \("(\w+)", ', (folder / "_macros.html").read_text()))
    assert asked | looks <= drawn
    assert len(asked) >= 5
