"""Whatever reading says has a sentence in both languages, with the facts that it is given."""

import re
from pathlib import Path

import pytest

from thongquan import law
from thongquan.manifest import reading
from thongquan.manifest.columns import FIELDS
from thongquan.manifest.numbers import KILOGRAMS

SOURCE = Path(reading.__file__).parent
CODES = {
    code for file in SOURCE.glob("*.py") for code in re.findall(r'"([A-Z]+(?:-[A-Z]+)+)"', file.read_text("utf-8"))
}
CODES |= {f"WEIGHT-{unit.upper()}" for unit in KILOGRAMS if unit != "kg"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_is_worded(language: str) -> None:
    assert CODES - set(law.wording(language).faults) == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_field_has_a_name(language: str) -> None:
    words = law.wording(language)
    assert [field for field in FIELDS if words.label(field) == field] == []
