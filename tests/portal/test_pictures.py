"""The pictures in docs/pages: each page has two, and the list beside them names them all."""

import re

from chromium import DESK, PHONE
from page_checks import ROOT
from portal.browser.listed import BESIDE, LISTED

FOLDER = ROOT / "docs" / "pages"
NAMED = re.compile(r"^\| (`[a-z`, -]+`) \|", re.MULTILINE)


def named() -> list[str]:
    rows = NAMED.findall((FOLDER / "README.md").read_text())
    return [name for row in rows for name in re.findall(r"`([a-z-]+)`", row)]


def test_the_list_names_each_picture_once_and_each_is_there_in_both_widths() -> None:
    assert len(named()) == len({*named()})
    kept = {file.stem for file in FOLDER.glob("*.png")}
    assert kept == {f"{name}-{width}" for name in named() for width in (PHONE, DESK)}


def test_no_page_is_without_picture() -> None:
    assert {one.name for one in [*LISTED, *BESIDE]} <= {*named()}
