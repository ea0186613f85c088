"""Call-ups (MID, MED) and references (IID, IEX): what is answered to whom, and with which result code."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import asdict

from authority.deciding import decide
from authority.deeds import composed, sent, signed
from authority.house import SECRET, House, a_filing, an_owner, the_pki
from building import a_mec, a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.asking_back import Asking
from thongquan.authority.call_up import CalledUp, Wanted, call_up
from thongquan.authority.called_codes import NotAnswered
from thongquan.authority.reference import Reference, reference
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.declaration.model import ImportCorrection
from thongquan.storage.database import open_for_reading
from thongquan.storage.reading_room import SqliteReadingRoom

NUMBER, DAY = "100000000010", date(2026, 9, 2)
RED = {"goods_description": "Drone mini", "house_bill": "FIRST1", **an_owner("FIRST1")}
READER = Asking(secret=SECRET)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """One import that waits for an officer."""
    house = House(tmp_path)
    house.file(a_filing([encode_line(a_mic(**RED))]))
    yield house
    house.close()


def correct(house: House, count: int, **changes: Any) -> None:
    now = ImportCorrection(**asdict(a_mic(**RED | changes)), number=f"{NUMBER[:11]}{count - 1}")  # type: ignore[misc]
    [answer] = house.file(a_filing([encode_line(now)], kind="correction"))
    assert answer["outcomes"][0]["decision"]["number"] == f"{NUMBER[:11]}{count}", answer


def room_of(house: House) -> SqliteReadingRoom:
    return SqliteReadingRoom(open_for_reading(house.service.data), house.parts.ledger.vault)


def called(house: House, asking: Asking = READER, **wanted: Any) -> CalledUp:
    told = {"direction": "import", "number": NUMBER} | wanted
    return call_up(room_of(house), Wanted(**told), asking, DAY)


def referred(house: House, number: str = NUMBER, asking: Asking = READER, way: Any = "import") -> Reference:
    return reference(room_of(house), way, number, asking)


def user_of(house: House, company: str) -> Asking:
    [user] = [one.name for one in house.books.accounts.of_company(company) if one.kind == "user"]
    return Asking(account=user)


def withdraw(house: House) -> None:
    user = user_of(house, RSA_COMPANY).account
    says = {"number": NUMBER, "state": "registered", "request": "withdraw"}
    sent(house, signed(composed(house, "declaration-ask", user, **says).text, the_pki().rsa))


def result(ask: Callable[[], object]) -> str:
    with pytest.raises(NotAnswered) as refused:
        ask()
    return str(refused.value.facts["result_code"])


class TestCallUp:
    def test_the_line_as_it_stands_is_the_correction_that_changes_nothing(self, house: House) -> None:
        correct(house, 1, packages=2)
        told = called(house)
        assert (told.result_code, told.number, told.left) == ("00000", "100000000011", 8)
        line = decode_line(told.line.encode())
        assert isinstance(line, ImportCorrection)
        assert (line.number, line.packages, line.nonce) == ("100000000011", 2, "")

    def test_what_may_not_be_changed_is_named(self, house: House) -> None:
        assert {"importer_code", "storage_place", "exporter_name"} <= set(called(house).locked)

    @pytest.mark.parametrize("company", [RSA_COMPANY, P256_COMPANY])
    def test_a_user_of_the_filer_may_and_nobody_elses(self, house: House, company: str) -> None:
        asking = user_of(house, company)
        if company == RSA_COMPANY:
            assert called(house, asking).number == NUMBER
        else:
            assert result(lambda: called(house, asking)) == "S0003"

    @pytest.mark.parametrize(
        ("wanted", "code"),
        [
            ({"number": "10000000001A"}, "S0001"),
            ({"number": "", "house_bill": "HÀNG1"}, "S0002"),
            ({"number": "100000000990"}, "S0003"),
            ({"number": "", "house_bill": "FIRST1"}, "S0004"),
            ({"house_bill": "FIRST1"}, "R0001"),
            ({"number": ""}, "R0002"),
            ({"direction": "export"}, "S0003"),
            ({"direction": "export", "number": ""}, "S0005"),
            ({"direction": "export", "number": "30000000001Ạ"}, "S0001"),
        ],
    )
    def test_what_is_asked_wrongly(self, house: House, wanted: dict[str, str], code: str) -> None:
        assert result(lambda: called(house, **wanted)) == code

    def test_a_wrong_secret_finds_nothing(self, house: House) -> None:
        assert result(lambda: called(house, Asking(secret=b"another"))) == "S0003"
        assert result(lambda: called(house, Asking())) == "S0003"

    @pytest.mark.parametrize(
        ("steps", "code"),
        [(["clear"], "E0002"), (["to-paper"], "E0004"), (["refuse"], "E0006"), (["hold", "seize"], "E0006")],
    )
    def test_a_state_that_allows_no_correction(self, house: House, steps: list[str], code: str) -> None:
        for step in steps:
            decide(house, NUMBER, step, "vì")
        assert result(lambda: called(house)) == code

    def test_one_that_was_withdrawn(self, house: House) -> None:
        withdraw(house)
        assert result(lambda: called(house)) == "E0005"

    def test_one_that_was_corrected_nine_times(self, house: House) -> None:
        for count in range(1, 10):
            correct(house, count, packages=count + 1)
        assert result(lambda: called(house)) == "E0003"

    def test_an_export_is_called_up_as_such(self, house: House) -> None:
        [answer] = house.file(a_filing([encode_line(a_mec(goods_description="Drone mini"))], direction="export"))
        decision = answer["outcomes"][0]["decision"]
        wanted = {"direction": "export", "number": decision["number"]}
        if decision["state"] == "cleared":
            assert result(lambda: called(house, **wanted)) == "E0002"
        else:
            assert decode_line(called(house, **wanted).line.encode()).__struct_config__.tag == "MEE"


class TestReference:
    def test_each_step_is_told_with_who_when_and_under_which_rule(self, house: House) -> None:
        correct(house, 1, packages=2)
        decide(house, NUMBER, "hold", "chờ")
        told = referred(house)
        assert [(one.by, one.step["en"], one.number, one.state) for one in told.history] == [
            ("declarant", "registered", NUMBER, "registered"),
            ("declarant", "corrected", "100000000011", "registered"),
            ("customs", "Hold", "100000000011", "held"),
        ]
        assert told.history[1].under == "TT 191/2015 PL II.B"
        assert [one.at for one in told.history] == sorted(one.at for one in told.history)

    def test_each_version_is_told_by_what_it_changed(self, house: House) -> None:
        correct(house, 1, packages=2)
        correct(house, 2, packages=3, notes="abc")
        changes = [[(one.at, one.before, one.after) for one in version.changes] for version in referred(house).versions]
        assert changes == [[("packages", "1", "2")], [("packages", "2", "3"), ("notes", "", "abc")]]

    def test_neither_the_officer_nor_the_reasons_of_the_channel_are_told(self, house: House) -> None:
        decide(house, NUMBER, "hold", "nghi ngờ hàng cấm")
        told = msgspec.json.encode(referred(house)).decode()
        assert house.books.case(NUMBER).reasons
        for secret in ("cb01", "nghi ngờ", *house.books.case(NUMBER).reasons):
            assert secret not in told

    @pytest.mark.parametrize(
        ("number", "way", "code"),
        [
            ("", "import", "S0001"),
            ("x", "import", "S0900"),
            ("100000000990", "import", "S0002"),
            (NUMBER, "export", "S0002"),
            ("", "export", "S0001"),
        ],
    )
    def test_what_is_asked_wrongly(self, house: House, number: str, way: str, code: str) -> None:
        assert result(lambda: referred(house, number, way=way)) == code

    def test_another_companys_user_finds_nothing(self, house: House) -> None:
        assert referred(house, asking=user_of(house, RSA_COMPANY)).number == NUMBER
        assert result(lambda: referred(house, asking=user_of(house, P256_COMPANY))) == "S0002"
