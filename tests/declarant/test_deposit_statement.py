"""What `deposit show` saved is read back whole, or not at all."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from declarant.stated import a_guarantee, an_account, stated
from thongquan.declarant.deposit_statement import StatementDamaged, read_statement

WHOLE = stated(an_account(500, reserved=70), an_account(900, "02CI"), a_guarantee(1_000))
DAMAGED: dict[str, Any] = {
    "a digit changed": replace(WHOLE, accounts=[replace(WHOLE.accounts[0], available=600)]),
    "less than nothing": stated(an_account(-1)),
    "two companies": stated(an_account(1), an_account(1, "02CI", company="0101234567")),
    "an account twice": stated(an_account(1), an_account(1)),
    "a guarantee of another office": stated(replace(a_guarantee(1), office="02CI")),
    "no such moment": stated(an_account(1), at="2026-09-02"),
    "another form": {"form": "HQ 04", "rows": []},
    "the API's own answer": WHOLE.accounts,
}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "balances.json"
    path.write_bytes(content)
    return path


def test_is_read_as_it_was_saved(tmp_path: Path) -> None:
    packed = msgspec.json.encode(WHOLE)
    assert read_statement(written(tmp_path, packed)) == WHOLE
    assert read_statement(written(tmp_path, b"\xef\xbb\xbf" + packed)) == WHOLE


@pytest.mark.parametrize("what", DAMAGED)
def test_what_does_not_hang_together_is_refused(what: str, tmp_path: Path) -> None:
    with pytest.raises(StatementDamaged) as told:
        read_statement(written(tmp_path, msgspec.json.encode(DAMAGED[what])))
    assert told.value.facts == {"file": "balances.json"}


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StatementDamaged):
        read_statement(written(tmp_path, msgspec.json.encode(WHOLE)[:-20]))
