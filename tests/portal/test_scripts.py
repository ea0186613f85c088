"""What the pages' own scripts never do, and how heavy they are."""

import json
import re
from pathlib import Path

import pytest

from thongquan import portal

FOLDER = Path(portal.__file__).parent
SCRIPTS = {path.name: path.read_text() for path in sorted((FOLDER / "scripts").glob("*.js"))}
FILES = json.loads((FOLDER / "static" / "manifest.json").read_text())["files"]
NEVER = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|sessionStorage"
    r"|indexedDB|document\.cookie|caches\.|serviceWorker|history\.(push|replace)State|window\.name|https?://(?!127\.0\.0\.1)"
)

KEEPS = {
    "gate_kept.js": {"localStorage"},
    "driver.js": {"localStorage", "sessionStorage"},
    "driver_offline.js": {"serviceWorker", "caches."},
    "driver_worker.js": {"caches."},
}
"""What may keep something, never a key: what was confirmed at a gate without network, what a driver
told and did not come yet, and his page, for where he has no network."""


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_makes_markup_of_text_keeps_anything_or_asks_another_site(name: str) -> None:
    assert {found.group() for found in NEVER.finditer(SCRIPTS[name])} == KEEPS.get(name, set())


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_short(name: str) -> None:
    assert len(SCRIPTS[name].splitlines()) <= 200


def test_the_search_finds_what_is_forbidden() -> None:
    for bad in ("a.innerHTML = b", "localStorage.x", "fetch('https://cdn.example/x.js')", "eval(x)"):
        assert NEVER.search(bad)


def test_scripts_hold_no_words_of_the_page() -> None:
    """Words stand in the templates, in both languages."""
    vietnamese = re.compile(r"[ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵấầẩẫậếềểễệốồổỗộớờởỡợứừửữự]", re.IGNORECASE)
    assert {name: found for name, text in SCRIPTS.items() if (found := vietnamese.findall(text))} == {}


def test_pages_are_light() -> None:
    """Below 100 kB with style and markup where nothing is signed, and where something is until a key file is opened."""
    style = (FOLDER / "styles" / "portal.css").stat().st_size
    every, signing = FILES["page.js"]["bytes"], FILES["sign.js"]["bytes"]
    assert every + style < 60_000
    assert every + style + signing < 80_000
    assert every + style + signing + FILES["gate.js"]["bytes"] < 85_000
    assert FILES["driver.js"]["bytes"] + (FOLDER / "styles" / "driver.css").stat().st_size < 10_000
    assert FILES["pkcs12.js"]["bytes"] < 450_000
    assert FILES["code128.js"]["bytes"] < 60_000  # when a camera is opened
