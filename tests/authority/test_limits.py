"""The limits of a filing: what just fits is judged, one more is refused by its name."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from authority.house import lines_of
from thongquan.authority.front_door import split_lines
from thongquan.authority.refusals import LineTooLong, TooManyLines
from thongquan.base.limits import LIMITS

LINES = b"".join(line + b"\n" for line in lines_of("A1", "A2"))
LONGEST = max(map(len, LINES.splitlines()))


@pytest.mark.parametrize(
    ("limit", "most", "refusal"), [("filing_lines", 2, TooManyLines), ("line_bytes", LONGEST, LineTooLong)]
)
class TestALimitOfTheDeclarations:
    def test_lets_through_what_just_fits(self, limit: str, most: int, refusal: type[Exception]) -> None:
        assert len(split_lines(LINES, replace(LIMITS, **{limit: most}))) == 2

    def test_refuses_one_more(self, limit: str, most: int, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            split_lines(LINES, replace(LIMITS, **{limit: most - 1}))


@pytest.mark.parametrize("field", LIMITS.__struct_fields__)
def test_every_limit_is_named_in_a_test(field: str) -> None:
    """The table says that each is tested from both sides; one that no test names cannot be."""
    tests = Path(__file__).parent.parent.rglob("*.py")
    assert any(re.search(rf"\b{field}\b", path.read_text(encoding="utf-8")) for path in tests)
