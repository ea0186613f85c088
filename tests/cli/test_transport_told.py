"""What `thongquan transport status` and `thongquan office transport show` tell of one."""

from typing import Any

import pytest

from thongquan.cli.transport_told import tell_transport
from thongquan.cli.words import Words

HEAD = {"number": "500000000001", "state": "approved", "due_at": "2026-09-02T16:00:00.000000Z", "is_overdue": False}


@pytest.mark.parametrize(
    ("by", "lang", "line"),
    [
        ("BL/01", "vi", "  Đang giữ để bảo đảm: 5.000.000 đ, bảo lãnh số BL/01\n"),
        ("deposit", "en", "  Held as security: VND 5,000,000, deposit account\n"),
    ],
)
def test_it_tells_what_is_held_and_where(capsys: pytest.CaptureFixture[str], by: str, lang: str, line: str) -> None:
    shown: dict[str, Any] = {"head": HEAD, "runs": [], "lists": [], "possible": []}
    held = {"account": 1, "secured_by": by, "amount": 5_000_000}
    tell_transport({**shown, "standing": {"held": held}}, Words(lang))
    assert line in capsys.readouterr().out
    tell_transport({**shown, "standing": {}}, Words(lang))
    assert "5" not in capsys.readouterr().out.partition("\n")[2]


def test_it_tells_vehicle_and_seals_where_no_list_goes_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    run = {"run": 1, "number": "", "packages": 7, "vehicle": "51C-12345", "customs_seals": ["HQ1", "HQ2"]}
    tell_transport({"head": HEAD, "runs": [run], "lists": [], "possible": [], "standing": {}}, Words("en"))
    assert "  run 1: vehicle 51C-12345, seals HQ1, HQ2\n" in capsys.readouterr().out
