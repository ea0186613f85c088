"""`thongquan transport …` and `thongquan office transport …`: a transport's whole life by command, on both sides."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from authority.attaching import LIST
from authority.house import a_filing, lines_of, the_pki
from authority.running import Server
from authority.transporting import ARRIVING, at_both_ends
from building import DAY, a_mec
from cli.test_lists import its_certificate
from commands import Ended
from demo_pki import PASSWORD
from server.applying import prepared
from server.following import filed
from thongquan import declarant
from thongquan.base.limits import LIMITS
from thongquan.cli.office_transports import STEPS as OFFICERS
from thongquan.cli.transport_acting import STEPS as COMPANYS
from thongquan.cli.transport_steps import WANTS
from thongquan.declarant.transport_filing import transport_body
from thongquan.declaration.codec import encode_line
from thongquan.transport.cargo import CargoLine
from thongquan.transport.judging import faults_of
from thongquan.transport.lifecycle import STEPS
from thongquan.transport.merging import merged
from thongquan.transport.plan import Asked, TransportPlan, plan
from thongquan.transport.told import told
from transport.declared import a_cargo, a_transport

Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With officers of both ends."""
    server = prepared(tmp_path_factory.mktemp("s"), at_once=True, also=at_both_ends)
    yield server
    server.end()


def planned(bills: int, number: str = "") -> TransportPlan:
    lines = [CargoLine(f"HB{n}", package=f"P{n}", goods="Kem", purpose="CIS") for n in range(bills)]
    asked = Asked("import", DAY, [number] if number else [], "Sao Mai", "TP Hồ Chí Minh")
    [one] = plan(lines, asked).plans
    return one


OLA = a_transport(start_day=DAY, start_hour="23", finish_day=DAY, finish_hour="23", transport_type="NR")


def test_the_sample_message_says_all_that_a_plan_does_not(thongquan: Run, tmp_path: Path) -> None:
    assert thongquan("template", "transport", tmp_path / "ola.json").code == 0
    body = transport_body(told(planned(2)), (tmp_path / "ola.json").read_bytes(), "")
    assert faults_of(body.declaration, DAY) == []


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
    declaring += ["--attachment", attached(thongquan, there, tmp_path), *there]
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


def attached(run: Run, there: list[object], folder: Path, kind: str = "BKV") -> str:
    """The number of a registered list; BKV is of bills."""
    (folder / "list.txt").write_bytes(LIST[1])
    registering = ["attachment", "register", folder / "list.txt", "--office", "02DS", "--type", kind, *there]
    [made] = run(*registering, "--certificate", its_certificate(), "--json").lines()
    return str(made["attachment"])


class Both:
    """Commands of the company, and of the officers of both ends."""

    def __init__(self, run: Run, house: Server, there: list[object], folder: Path) -> None:
        self._run, self._there, self._folder = run, there, folder
        self._data = house.folder / "data"

    def company(self, *words: object, signs: bool = True, code: int = 0) -> Ended:
        key = ["--certificate", its_certificate()] if signs else []
        return self._ended(self._run("transport", *words, *key, *self._there), code)

    def officer(self, *words: object, by: str = "cb01", signs: bool = True, code: int = 0) -> Ended:
        key = ["--certificate", the_pki().officer_p12(by)] if signs else []
        return self._ended(self._run("office", *words, "--officer", by, "--data", self._data, *key), code)

    def declared(self, bills: int, number: str, *words: object) -> str:
        plan, ola = self._folder / "plan.json", self._folder / "ola.json"
        plan.write_bytes(told(planned(bills, number)))
        ola.write_bytes(msgspec.json.encode(OLA))
        kind = "BKH" if bills > 100 else "BKV"
        listed = ["--attachment", attached(self._run, self._there, self._folder, kind)] if bills > 5 else []
        with_what = ["--with", ola, "--json", *listed]
        [made] = self.company("declare", plan, *with_what, *words).lines()
        return str(made["number"])

    def _ended(self, ended: Ended, code: int) -> Ended:
        assert ended.code == code, (ended.out, ended.err)
        return ended


@pytest.fixture
def both(thongquan: Run, house: Server, there: list[object], tmp_path: Path) -> Both:
    return Both(thongquan, house, there, tmp_path)


def state(ended: Ended) -> Any:
    return ended.lines()[-1]["state"]


def test_the_whole_life_of_a_transport_by_command(both: Both, tmp_path: Path) -> None:
    number = both.declared(101, "BK2")
    listed = both.officer("transport", "list", signs=False)
    assert number in listed.out
    assert "Next: thongquan office transport show" in listed.out
    both.officer("transport", "list", by=ARRIVING, signs=False)

    amended = both.company("amend", number, "(7)=Kem chống nắng", "--line", "2")
    assert "Giá trị mới: Kem chống nắng" in amended.err, amended.err
    assert "Kem chống nắng (waits for customs)" in both.company("lines", number, signs=False).out
    [seen] = both.officer("transport", "show", number, "--json", signs=False).lines()
    assert [(one["line"], one["run"]) for one in seen["amendments"]] == [(2, 1)]
    early = both.officer("transport", "approve", number, code=2)
    assert "1 amended lines of the lists wait" in early.err
    both.officer("transport", "answer", number, "accept", "--line", "2", "--json")
    overtaken = both.officer("transport", "approve", number, "--seen", seen["head"]["version"], code=2)
    assert "changed since" in overtaken.err, overtaken.err
    both.officer("transport", "instruct", number, "--reason", "niêm phong tại cổng 3")
    corrected = both.company("correct", number, "cargo_remarks=gấp", "--json", signs=False, code=2)
    assert corrected.err, "there is no such item outside a cargo block"
    corrected = both.company("correct", number, "cargo.1.cargo_remarks=gấp")
    assert "cargo.1.cargo_remarks: – → gấp" in corrected.err
    approved = both.officer("transport", "approve", number)
    assert "Trạng thái khi xem" in approved.out, "what is signed is shown"
    sealing = ["transport", "seal", number, "--vehicle", "51C-12345", "--seals", "HQ1", "HQ2", "--json"]
    assert state(both.officer(*sealing)) == "approved"
    assert state(both.company("depart", number, "--day", DAY, "--time", "09:59", "--json")) == "departed"
    assert state(both.company("take-back", number, "--reason", "hỏng xe", "--json")) == "approved"
    assert state(both.officer("transport", "depart", number, "--day", DAY, "--time", "0959", "--json")) == "departed"
    assert number in both.officer("transport", "list", "--queue", "arriving", by=ARRIVING, signs=False).out
    arriving = ["--day", DAY, "--time", "1000", "--differs", "missing:HB0-1:ướt", "--json"]
    assert state(both.officer("transport", "arrive", number, *arriving, by=ARRIVING)) == "differing"
    both.officer("transport", "note", number, "--differs", "seal:HQ2", by=ARRIVING)
    queue = ["--queue", "arriving", "--state", "differing"]
    assert number in both.officer("transport", "list", *queue, by=ARRIVING, signs=False).out
    shown = both.company("status", number, signs=False).out
    assert all(word in shown for word in ("Missing: HB0-1 ướt", "Another seal: HQ2", "HQ1, HQ2", "amendment confirmed"))
    assert "Possible now" not in shown, "the rest is the office's"
    assert state(both.officer("transport", "settle", number, "--reason", "xong", "--json", by=ARRIVING)) == "arrived"
    for more in ([], ["--lists"]):
        both.officer("transport", "print", number, *more, "--out", tmp_path / "a.pdf", signs=False)
        assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert number in both.company("list", "--state", "arrived", signs=False).out


def test_a_program_does_what_the_commands_do_and_follows_it(
    thongquan: Run, house: Server, terminal: tuple[str, str], there: list[object], tmp_path: Path
) -> None:
    """As docs/sdk.md shows it."""
    attachment = attached(thongquan, there, tmp_path)
    ola = msgspec.json.encode(OLA)
    with (
        declarant.Declarant(house.address, tmp_path / "outbox") as courier,
        declarant.key_at(its_certificate(), PASSWORD)() as signer,
    ):
        desk = courier.transports(*terminal)
        body = declarant.transport_body(told(planned(6, "SDK1")), ola, attachment)
        text = desk.drafted(body)
        number = desk.send(text, signer.sign(text.encode()), body)["number"]
        text = desk.step(number, "declare")
        assert desk.send(text, signer.sign(text.encode()))["state"] == "declared"
        assert desk.body(number).lists == body.lists
        followed = [one for one in courier.events(*terminal, once=True) if one.number == number]
        assert [(one.kind, one.step, one.version) for one in followed] == [
            ("transport", "register", 1),
            ("transport", "declare", 2),
        ]
        with pytest.raises(declarant.FaultsTold) as wrong:
            desk.drafted(declarant.transport_body(told(planned(6, "SDK1")), ola))
        assert wrong.value.faults, "no attachment stands in Notes 1"


def test_drafts_refusals_and_cancellations_by_command(both: Both, tmp_path: Path) -> None:
    number = both.declared(2, "", "--register-only")
    looked = both.company("change", number, tmp_path / "plan.json", "--with", tmp_path / "ola.json", signs=False)
    assert "Add --certificate" in looked.err
    both.company("change", number, tmp_path / "plan.json", "--with", tmp_path / "ola.json")
    assert state(both.company("declare", "--draft", number, "--json")) == "declared"
    assert state(both.company("cancel", number, "--reason", "thôi", "--json")) == "cancelled"
    missing = both.company("declare", code=2)
    assert "--draft" in missing.err

    again = both.declared(2, "")
    plan_and_rest = [tmp_path / "plan.json", "--with", tmp_path / "ola.json"]
    same = both.company("declare", *plan_and_rest, code=1)
    draft = str(int(again) + 1)
    assert f"--draft {draft}" in same.err, same.err
    assert state(both.company("declare", "--draft", draft, "--same-cargo", "--json")) == "declared"
    both.officer("transport", "refuse", draft, "--reason", "trùng")
    both.officer("transport", "approve", again)
    assert state(both.company("cancel", again, "--reason", "thôi", "--json")) == "approved"
    both.officer("transport", "decline", again, "--reason", "đã xếp hàng")
    both.company("cancel", again, "--reason", "thôi hẳn")
    assert state(both.officer("transport", "grant", again, "--json")) == "cancelled"
    refused = both.declared(2, "")
    told = both.officer("transport", "refuse", refused, "--reason", "sai nơi đến")
    assert "refused" in told.out
    late = both.officer("transport", "approve", refused, code=2)
    assert (number not in late.err, "Next" in late.err or "→" in late.err or late.err.count(".") > 1) == (True, True)


def states(house: Server, houses: Sequence[str], **changes: Any) -> dict[str, str]:
    """House bill → state once filed: which are cleared at once is drawn."""
    outcomes = house.file(a_filing(lines_of(*houses, **changes))).json()["outcomes"]
    return {bill: one["decision"]["state"] for bill, one in zip(houses, outcomes, strict=True)}


def test_a_plan_of_what_is_cleared_leaves_out_what_is_not(
    thongquan: Run, house: Server, there: list[object], tmp_path: Path
) -> None:
    """Another flight's, another master bill's and another company's are nobody's business here."""
    flight = {"flight": "KE0361/03SEP"}
    master = {"master_bill": "180-44712051", **flight}
    known = states(house, [f"CL{n}" for n in range(9)], **master)
    known |= states(house, ["CLRED"], goods_description="Drone", **master)
    elsewhere = states(house, [f"CM{n}" for n in range(9)], master_bill="180-44712062", **flight)
    filed(house, "CLX", key="p256", **master)
    asking = ["transport", "plan", "--cleared", "--purpose", "CIS", "--on", DAY, "--number", "BK8", "--json", *there]
    imports = [*asking, "--direction", "import"]
    [told_of] = thongquan(*imports, "--master-bill", "180-44712051", "--out", tmp_path / "i").lines()
    assert bills(told_of) == {bill for bill, state in known.items() if state == "cleared"}
    [note] = [note for note in told_of["notes"] if note["code"] == "TRANSPORT-NOT-CLEARED"]
    assert note["facts"]["how_many"] == len([state for state in known.values() if state != "cleared"]) >= 1
    [told_of] = thongquan(*imports, "--flight", "KE0361", "--released-on", DAY, "--out", tmp_path / "f").lines()
    assert bills(told_of) == {bill for bill, state in {**known, **elsewhere}.items() if state == "cleared"}
    before = ["--flight", "KE0361/03SEP", "--released-on", "2026-09-01", "--out", tmp_path / "g"]
    assert thongquan(*imports, *before).lines()[0]["plans"] == []
    for days, found in ((LIMITS.transport_cleared_days, 1), (LIMITS.transport_cleared_days + 1, 0)):
        later = ["--flight", "KE0361", "--on", DAY + timedelta(days=days), "--out", tmp_path / f"l{days}"]
        assert len(thongquan(*imports, *later).lines()[0]["plans"]) == found

    lines = [encode_line(a_mec(house_bill=f"EX{n}", nonce=f"{n:032x}")) for n in range(9)]
    outcomes = house.file(a_filing(lines, direction="export")).json()["outcomes"]
    numbers = [one["decision"]["number"] for one in outcomes if one["decision"]["state"] == "cleared"]
    exports = [*asking, "--direction", "export", "--released-on", DAY, "--out", tmp_path / "e"]
    assert sorted(thongquan(*exports).lines()[0]["plans"][0]["export_declarations"]) == sorted(numbers)
    unbounded = thongquan(*imports, "--out", tmp_path / "u")
    assert (unbounded.code, "--released-on" in unbounded.err) == (2, True)


def bills(told_of: dict[str, Any]) -> set[str]:
    """Of the one plan: on its list where there is one, else its cargo."""
    [one] = told_of["plans"]
    lists = [one["bill_list"]] if one["bill_list"] else one["goods_lists"]
    lines = [line["bill"] for made in lists for line in made["lines"]]
    return set(lines or [row["number"] for row in one["cargo"]])


def test_an_officer_examines_attachments_by_command(
    both: Both, thongquan: Run, there: list[object], tmp_path: Path
) -> None:
    (tmp_path / "bản kê.txt").write_bytes(b"one\n")
    making = ["--office", "02DS", "--type", "BKH", "--certificate", its_certificate(), "--json", *there]
    [made] = thongquan("attachment", "register", tmp_path / "bản kê.txt", *making).lines()
    number = made["attachment"]
    assert number in both.officer("attachment", "list", signs=False).out
    blind = both.officer("attachment", "show", number, by=ARRIVING, signs=False, code=2)
    assert "bản kê" not in blind.out
    assert "bản kê.txt" in both.officer("attachment", "show", number, signs=False).out
    both.officer("attachment", "get", number, "--out", tmp_path / "got", signs=False)
    assert (tmp_path / "got" / f"{number}-1.txt").read_bytes() == b"one\n"
    told = both.officer("attachment", "examine", number, "--result", "đúng khai báo")
    assert "is examined" in told.out
    assert "đúng khai báo" in thongquan("attachment", "show", number, *there).out
    assert number in both.officer("attachment", "list", "--state", "examined", signs=False).out
    both.officer("attachment", "examine", number, code=2)


def test_commands_are_the_steps_of_each_side() -> None:
    by_company = {name for name, step in STEPS.items() if "declarant" in step.who}
    by_officer = {name for name, step in STEPS.items() if step.who != ("declarant",)}
    spoken = {"change", "declare", "correct", "ask-cancellation", "arrive-differing"}
    assert set(OFFICERS.values()) | {"arrive-differing"} == by_officer
    assert set(COMPANYS.values()) | spoken == by_company
    assert set(WANTS) == set(OFFICERS.values()) | set(COMPANYS.values())
    reasoned = {name for name, wants in WANTS.items() if "reason" in wants}
    assert reasoned == {name for name in WANTS if "reason" in STEPS[name].wants}
