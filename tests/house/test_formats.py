"""docs/formats.md names every key there is, and none that there is not."""

import re
from pathlib import Path

import msgspec
import pytest

from thongquan.declarant.deposit_desk import MovementTold
from thongquan.declarant.deposit_statement import AccountTold, DepositStatement
from thongquan.declarant.parcels import Parcel
from thongquan.declarant.verdict import AggregationGroup, Cover, Covering, Summary, Verdict
from thongquan.declaration.profile import Profile
from thongquan.manifest.columns import FIELDS
from thongquan.signing.checkpoint import Checkpoint
from thongquan.signing.receipt import Receipt
from thongquan.signing.statement import Statement

TOLD = (Path(__file__).parents[2] / "docs" / "formats.md").read_text()
PARTS = re.split(r"^## ", TOLD, flags=re.MULTILINE)
SECTIONS = {text.splitlines()[0]: set(re.findall(r"[`\"]([a-z_]+)[`\"]", text)) for text in PARTS}
OF_ACCOUNTS = (Covering, Cover, DepositStatement, AccountTold, MovementTold)
EXPLAINED = {"code", "result_code", "at", "criterion", "facts", "text", "fix", "cites", "mark", "cell"}


def section(title: str) -> set[str]:
    return next(names for heading, names in SECTIONS.items() if heading.startswith(title))


def names(*structs: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for struct in structs for field in msgspec.structs.fields(struct)}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Manifest", set(FIELDS)),
        ("Profile", names(Profile) - {"flight", "storage"} | {"number", "arrival", "place", "loading_time"}),
        ("`thongquan check", names(Verdict, Summary, AggregationGroup, Parcel, *OF_ACCOUNTS) | EXPLAINED),
        ("Filing", names(Statement)),
        ("Receipt", names(Receipt, Checkpoint)),
    ],
)
def test_every_key_is_told(title: str, expected: set[str]) -> None:
    assert expected - section(title) == set()


def test_every_column_told_is_one_that_is_read() -> None:
    rows = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", TOLD.split("## Profile")[0], flags=re.MULTILINE)
    assert set(re.findall(r"[a-z_]+", " ".join(rows))) - FIELDS == set()
