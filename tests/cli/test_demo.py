"""The main job, end to end, with a real server."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from commands import Ended
from thongquan.cli.walk import MARK
from thongquan.signing.chain import TrustStore
from thongquan.signing.receipt import verify_receipt

Run = Callable[..., Ended]


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of a socket must be short."""
    return tmp_path_factory.mktemp("d")


def test_the_demonstration_makes_everything_it_names_and_can_be_repeated(thongquan: Run, short: Path) -> None:
    for _ in range(2):
        ended = thongquan("demo", "--out", short / "out")
        assert ended.code == 0, ended.err
    made = short / "out"
    summary = msgspec.json.decode((made / "summary.json").read_bytes())
    receipts = list((made / "receipts").iterdir())
    assert len(receipts) == summary["receipts"] == summary["filed_again"]["already"] > 100
    assert summary["filed_again"]["registered"] == 0
    assert summary["parcels"]["state cleared"] + summary["parcels"].get("state registered", 0) > 100
    assert summary["check"]["houses"] == 200
    assert (made / "checked" / "import_manifest_200.checked.xlsx").stat().st_size > 10_000
    assert all(path.read_bytes().startswith(b"%PDF-") for path in (made / "forms").iterdir())
    assert len(list((made / "forms").iterdir())) >= 3
    trust = TrustStore.load(made / "pki" / "anchors")
    assert verify_receipt(receipts[0].read_bytes(), trust).verdict == "valid"
    valid, invalid = ended.out.split("INVALID")
    assert "Confirmed by customs" in valid
    assert "Confirmed by customs" not in invalid


def test_a_folder_of_somebody_else_is_not_swept_away(thongquan: Run, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    assert thongquan("demo", "--out", tmp_path).code == 2
    assert (tmp_path / "precious").read_text() == "mine"
    assert not (tmp_path / MARK).exists()
