"""What the signing helper shows of a statement before anybody is asked for a PIN."""

import pytest

from thongquan.base.canonical import canonical
from thongquan.cli.paper import show
from thongquan.cli.words import Words
from thongquan.declarant.signer.paper import read_paper
from thongquan.signing.statement import Security, Statement

BATCH = "0190a8f2-0000-7000-8000-0000000000aa"


def shown(kind: str, capsys: pytest.CaptureFixture[str], security: Security | None = None) -> str:
    parties = ("9901234560", "9907654321", "02DS", "import")
    made = Statement("demo", kind, BATCH, *parties, 1, "ab" * 32, "cd" * 32, "2026-09-02T03:00:00.000000Z", security)  # type: ignore[arg-type] # given by name
    show(read_paper(canonical(made).decode()), "", Words("en"))
    return capsys.readouterr().err


def test_a_correction_is_named_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown("correction", capsys).startswith(f"A correction, batch {BATCH}: 1 registered declarations")


def test_a_filing_is_not_named_as_a_correction(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown("filing", capsys).startswith(f"One signature for the whole batch {BATCH}")


def test_a_guarantee_that_secures_the_batch_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown("filing", capsys, Security("general", "BL-2026/17"))
    assert "General guarantee BL-2026/17 secures the taxes of the batch" in told
    assert "secures" not in shown("filing", capsys)
