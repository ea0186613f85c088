"""One parcel is proved alone, from files."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from answering import AnsweringAuthority
from demo_pki import Pki
from parcels import exports, houses
from thongquan.declarant.delivery import Delivered
from thongquan.declarant.receipts import Receipts, file_name, write_receipts
from thongquan.declaration.model import Declaration
from thongquan.signing.receipt import Receipt, verify_receipt, write_receipt

File = Callable[[list[Declaration]], list[Delivered]]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 17])
def test_every_parcel_of_a_filing_is_proved_alone(size: int, file: File, pki: Pki) -> None:
    [delivered] = file(houses(*(f"H{n}" for n in range(size))))
    for receipt in Receipts(delivered.entry):
        report = verify_receipt(write_receipt(receipt), pki.trust)
        assert (report.verdict, report.reason) == ("valid", "")


def test_refused_parcels_have_no_receipt_and_leave_no_gap(file: File, pki: Pki, authority: AnsweringAuthority) -> None:
    authority.numbers["H1"] = "somebody else's"
    [delivered] = file(houses("H0", "H1", "H2"))
    receipts = list(Receipts(delivered.entry))
    assert [receipt.statement_path.index for receipt in receipts] == [0, 2]
    assert {verify_receipt(write_receipt(receipt), pki.trust).verdict for receipt in receipts} == {"valid"}


def test_a_changed_bit_anywhere_is_refused(file: File, pki: Pki) -> None:
    [delivered] = file(houses("A", "B", "C", goods_description="áo thun"))
    whole = write_receipt(list(Receipts(delivered.entry))[1])
    chance = random.Random(17)
    for bit in chance.sample(range(len(whole) * 8), 500):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        assert verify_receipt(bytes(changed), pki.trust).verdict == "invalid", bit


def test_one_file_for_each_parcel(file: File, pki: Pki, tmp_path: Path) -> None:
    [delivered] = file(houses("TQ 1", "../x", "B"))
    assert write_receipts(delivered.entry, tmp_path / "receipts") == 3
    files = sorted((tmp_path / "receipts").iterdir())
    assert [path.parent.name for path in files] == ["receipts"] * 3
    assert {verify_receipt(path.read_bytes(), pki.trust).verdict for path in files} == {"valid"}


def test_an_import_and_an_export_of_one_house_number_keep_both_receipts(file: File, pki: Pki, tmp_path: Path) -> None:
    for _ in range(2):
        for delivered in file([*houses("A"), *exports("A")]):
            write_receipts(delivered.entry, tmp_path / "receipts")
    written = sorted((tmp_path / "receipts").iterdir())
    assert {decision_of(path)["form"] for path in written} == {"MIC", "MEC"}
    assert len(written) == 2


def decision_of(path: Path) -> dict[str, Any]:
    return msgspec.json.decode(path.read_bytes(), type=Receipt).decision


def test_receipts_written_twice_are_the_same(file: File, tmp_path: Path) -> None:
    [delivered] = file(houses("A", "B"))
    for folder in ("1", "2"):
        write_receipts(delivered.entry, tmp_path / folder)
    assert (tmp_path / "1" / "A.json").read_bytes() == (tmp_path / "2" / "A.json").read_bytes()


@pytest.mark.parametrize("house_bill", ["", ".", "..", "a/b", "a\\b", "A B", "Ä", "x" * 200, "CON\0", "-rf"])
def test_an_odd_house_bill_becomes_a_harmless_file_name(house_bill: str) -> None:
    name = file_name(house_bill)
    assert Path(name).name == name
    assert not name.startswith(".")
    assert len(name) < 120
    assert name.isascii()
    assert name.isprintable()


def test_house_bills_that_look_alike_as_file_names_stay_apart() -> None:
    assert len({file_name(name) for name in ("A/B", "A B", "A_B", "A\\B")}) == 4


def test_a_receipt_that_was_cut_short_is_not_taken_for_another_declarations(
    file: File, pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [delivered] = file(houses("A"))

    def full_disk(path: Path, data: bytes) -> None:
        path.open("wb").close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_receipts(delivered.entry, tmp_path / "receipts")
    monkeypatch.undo()
    write_receipts(delivered.entry, tmp_path / "receipts")
    [written] = (tmp_path / "receipts").glob("[!.]*")
    assert verify_receipt(written.read_bytes(), pki.trust).verdict == "valid"
