"""`thongquan transport declare`, `status`, `print`: a plan at the authority, by terminal."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from authority.attaching import LIST
from authority.running import Server
from building import DAY
from cli.test_lists import its_certificate
from commands import Ended
from thongquan.transport.cargo import CargoLine
from thongquan.transport.merging import merged
from thongquan.transport.plan import Asked, TransportPlan, plan
from thongquan.transport.told import told
from transport.declared import a_cargo, a_transport

Run = Callable[..., Ended]


def planned(bills: int, number: str = "") -> TransportPlan:
    lines = [CargoLine(f"HB{n}", package=f"P{n}", goods="Kem", purpose="CIS") for n in range(bills)]
    asked = Asked("import", DAY, [number] if number else [], "Sao Mai", "TP Hồ Chí Minh")
    [one] = plan(lines, asked).plans
    return one


OLA = a_transport(start_day=DAY, start_hour="23", finish_day=DAY, finish_hour="23", transport_type="NR")


def test_the_plan_decides_cargo_type_and_notes_and_the_rest_is_as_told() -> None:
    body = merged(planned(6, "BK1"), OLA)
    ola = body.declaration
    assert ([row.cargo_number for row in ola.cargo], ola.transport_type) == (["BK1"], "KS")
    assert (ola.cargo[0].quantity, ola.means, len(body.lists)) == (12, "31", 1)
    fits = merged(planned(2), a_transport(cargo=(a_cargo(), a_cargo(cargo_number="HB1", quantity=7)))).declaration
    assert [(row.cargo_number, row.quantity) for row in fits.cargo] == [("HB0", 12), ("HB1", 7)]
    assert (fits.transport_type, fits.start_day) == ("NR", date(2026, 9, 2))


def test_a_plan_is_lodged_declared_shown_and_printed(
    thongquan: Run, house: Server, there: list[object], tmp_path: Path
) -> None:
    (tmp_path / "plan.json").write_bytes(told(planned(6, "BK1")))
    (tmp_path / "ola.json").write_bytes(msgspec.json.encode(OLA))
    declaring = ["transport", "declare", tmp_path / "plan.json", "--with", tmp_path / "ola.json"]
    (tmp_path / "list.txt").write_bytes(LIST[1])
    registering = ["attachment", "register", tmp_path / "list.txt", "--office", "02DS", "--type", "BKV", *there]
    [attachment] = thongquan(*registering, "--certificate", its_certificate(), "--json").lines()
    declaring += ["--attachment", attachment["attachment"], *there]
    looked = thongquan(*declaring)
    assert "Add --certificate" in looked.err, looked.err
    assert (looked.code, "Tổng số dòng bản kê: 6" in looked.err, "Add --certificate" in looked.err) == (0, True, True)
    [made] = thongquan(*declaring, "--certificate", its_certificate(), "--json").lines()
    assert made["state"] == "declared"
    shown = thongquan("transport", "status", made["number"], *there)
    assert (shown.code, "declared, waits for approval" in shown.out, "01-BKVD/TKXX" in shown.out) == (0, True, True)
    for more in ([], ["--lists"]):
        thongquan("transport", "print", made["number"], *more, "--out", tmp_path / "a.pdf", *there)
        assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    (tmp_path / "ola.json").write_bytes(msgspec.json.encode(a_transport(means="99")))
    refused = thongquan(*declaring)
    assert (refused.code, house.address in refused.out) == (1, False)
