"""docs/formats.md says of every place of a message where it goes, as the code does it."""

import re
from pathlib import Path

import pytest

from thongquan.manifest.cargo import Format
from thongquan.manifest.cargo_map import field_map
from thongquan.manifest.columns import FIELDS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
TOLD = DOCUMENT.split("## Messages: ")[1].split("\n## ")[0]
TABLES = re.findall(r"(?:^\|.*\n)+", TOLD, flags=re.MULTILINE)
FORMATS: list[Format] = ["fhl", "xfzb"]


def told(table: str) -> tuple[dict[str, str], dict[str, str]]:
    """What one table says: place to field, and place to the reason why it is not declared."""
    fields, reasons = {}, {}
    for line in table.splitlines()[2:]:
        places, where = (cell.strip() for cell in line.strip("|").split(" | "))
        for place in re.findall(r"`([^`]+)`", places):
            if where.startswith("not declared: "):
                reasons[place] = where.removeprefix("not declared: ")
            else:
                fields[place] = where.strip("`")
    return fields, reasons


@pytest.mark.parametrize(("form", "table"), list(zip(FORMATS, TABLES, strict=True)), ids=FORMATS)
def test_the_published_map_is_the_one_that_is_used(form: Format, table: str) -> None:
    used = field_map(form)
    assert told(table) == (used.fields, used.not_declared)


@pytest.mark.parametrize("form", FORMATS)
def test_every_place_goes_to_a_field_that_there_is(form: Format) -> None:
    assert set(field_map(form).fields.values()) <= FIELDS
