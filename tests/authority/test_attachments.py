"""Attachments by themselves: registered, changed at most nine times, looked up, examined; messages with files."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from authority.attaching import (
    CHANGE,
    CONTRACT,
    FILES,
    INVOICE,
    LIST,
    REGISTER,
    SEND,
    carried,
    change,
    examine,
    look,
    passed,
    register,
    said,
    see,
    send_files,
    user_of,
)
from authority.deeds import code_of, composed
from authority.delegations import add_administrators, given, revoke
from authority.giving import keep, named
from authority.house import House
from authority.listing import cleared_imports
from demo_pki import P256_COMPANY, RSA_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.authority.attachment_checks import TOTAL_SIZE
from thongquan.authority.attachments_seen import attachment_file, attachments_seen, note_look
from thongquan.authority.deed_work import carry_out
from thongquan.authority.paging import Wanted
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.refusals import FormFaulty
from thongquan.base.limits import LIMITS
from thongquan.law.codes import CodeTable
from thongquan.registration.deed import read_deed, written

DAY = date(2026, 9, 2)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("attachments"))
    yield house
    assert damage_of(operator_of(house)) == []  # whatever was done here, the books agree
    house.close()


def faults_of(house: House, kind: str, says: dict[str, Any], account: str = "") -> list[str]:
    with pytest.raises(FormFaulty) as told:
        composed(house, kind, account or user_of(house), **says)
    return [one.code for one in told.value.faults]


class TestRegistering:
    def test_gives_a_number_and_keeps_what_was_signed(self, house: House) -> None:
        seen = see(house, register(house, phone="0901234567", reference="HD-17", remarks="Chuyến 1"))
        assert seen.number[0] == "7"
        assert len(seen.number) == 12
        assert [(one.name, one.kind) for one in seen.documents] == [(INVOICE[0], "text"), (LIST[0], "text")]
        assert (seen.phone, seen.reference, seen.remarks, seen.changes) == ("0901234567", "HD-17", "Chuyến 1", 0)

    def test_the_text_names_each_file_by_its_hash_and_size(self, house: House) -> None:
        text = composed(house, REGISTER, user_of(house), **said()).text
        for one in named(FILES):
            assert one["sha256"] in text
            assert f"Số byte: {one['size']}" in text

    def test_the_answer_tells_what_the_bytes_are(self, house: House) -> None:
        told = carried(house, REGISTER, said(), FILES).outcome
        assert (told["kinds"], told["code"], told["result_code"]) == ("text, text", "HYS-ACCEPTED", "00000")

    def test_numbers_run_and_never_come_twice(self, house: House) -> None:
        first, second = int(register(house)), int(register(house))
        assert second == first + 1

    def test_nothing_is_entered_where_the_files_did_not_come(self, house: House) -> None:
        deed = passed(house, REGISTER, said())
        assert code_of(house.sit, lambda now: carry_out(now, deed, {}, PROCEDURES)) == "ATTACHMENT-FILES-MISSING"

    def test_one_id_registers_one_content(self, house: House) -> None:
        """Another text with the same one-time number, properly signed, is refused."""
        deed = passed(house, REGISTER, said())
        other = replace(deed.deed, says=replace(deed.deed.says, remarks="khác"))
        assert read_deed(written(other)) == other
        keep(house, FILES)
        beside = {one["sha256"]: "text" for one in named(FILES)}
        house.sit(lambda now: carry_out(now, replace(deed, beside=beside), {}, PROCEDURES))
        again = replace(deed, deed=other, text=written(other), digest=b"x" * 32, beside=beside)
        assert code_of(house.sit, lambda now: carry_out(now, again, {}, PROCEDURES)) == "ATTACHMENT-ID-TAKEN"


class TestWhatRefusesIt:
    @pytest.mark.parametrize(
        ("changes", "codes"),
        [
            ({"office": "99ZZ"}, ["HYS-CH-UNLISTED"]),
            ({"procedure": "ZZZ"}, ["HYS-TSB-UNLISTED"]),
            ({"team": "đội"}, ["HYS-CHB-CHARACTERS"]),
            ({"phone": "số"}, ["HYS-STL-CHARACTERS"]),
            ({"phone": "1" * LIMITS.attachment_reference_characters}, []),
            ({"phone": "1" * (LIMITS.attachment_reference_characters + 1)}, ["HYS-STL-LENGTH"]),
            ({"reference": "mã"}, ["HYS-REF-CHARACTERS"]),
            ({"reference": "A" * 21}, ["HYS-REF-LENGTH"]),
            ({"remarks": "ạ" * LIMITS.attachment_remark_characters}, []),
            ({"remarks": "a" * (LIMITS.attachment_remark_characters + 1)}, ["HYS-KIJ-LENGTH"]),
            ({"remarks": "😀" * (LIMITS.attachment_remark_bytes // 4 + 1)}, ["HYS-KIJ-LENGTH"]),
            ({"documents": []}, ["HYS-NO-FILES"]),
            ({"remarks": "a" * (LIMITS.attachment_typed_characters + 1)}, ["FIELD-TOO-LONG"]),
            ({"office": ""}, ["FIELD-EMPTY"]),
        ],
    )
    def test_told_before_anything_is_signed(self, house: House, changes: dict[str, Any], codes: list[str]) -> None:
        says = said(**changes)
        if codes:
            assert faults_of(house, REGISTER, says) == codes
        else:
            assert composed(house, REGISTER, user_of(house), **says).text

    @pytest.mark.parametrize(
        ("count", "codes"), [(LIMITS.attachment_files, []), (LIMITS.attachment_files + 1, ["FIELD-TOO-MANY"])]
    )
    def test_more_files_than_attachment_files(self, house: House, count: int, codes: list[str]) -> None:
        says = said([(f"{n}.txt", b"%d" % n) for n in range(count)])
        assert (faults_of(house, REGISTER, says) if codes else []) == codes

    @pytest.mark.parametrize(("more", "codes"), [(0, []), (1, ["ATTACHMENT-TOO-LONG"])])
    def test_more_bytes_together_than_the_law_of_the_day_allows(
        self, house: House, more: int, codes: list[str]
    ) -> None:
        half = TOTAL_SIZE.on(DAY) // 2
        documents = [named([("a.txt", b"")])[0] | {"size": str(size)} for size in (half, half + more)]
        assert (faults_of(house, REGISTER, said(documents=documents)) if codes else []) == codes

    def test_more_than_attachments_a_day_of_one_company(self, tmp_path: Path) -> None:
        """Those that it registered and those that it sent; the next day begins at midnight in Viet Nam."""
        house = House(tmp_path, replace(LIMITS, attachments_a_day=2))
        register(house)
        send_files(house)
        for kind, says in ((REGISTER, said()), (SEND, said(team="00", procedure=""))):
            told = faults_of(house, kind, {name: value for name, value in says.items() if value})
            assert told == ["ATTACHMENT-TOO-MANY"]
        assert composed(house, REGISTER, user_of(house, P256_COMPANY), **said()).text
        house.clock.now += timedelta(hours=15)
        assert composed(house, REGISTER, user_of(house), **said()).text
        house.close()

    def test_a_type_that_was_abolished_is_told_apart(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        number = register(house)
        monkeypatch.setattr(CodeTable, "on", _without("BKH"))
        assert faults_of(house, REGISTER, said()) == ["HYS-TSB-ENDED"]
        assert faults_of(house, CHANGE, _change_of(number)) == ["HYE-TSB-ENDED"]

    def test_of_an_administrator_it_is_nobodys_business(self, house: House) -> None:
        assert code_of(composed, house, REGISTER, RSA_COMPANY, **said()) == "NOT-FOUND"


def _without(code: str) -> Any:
    on = CodeTable.on
    return lambda table, day: {key: row for key, row in on(table, day).items() if key != code}


def _change_of(number: str, version: int = 0, **changes: Any) -> dict[str, Any]:
    return {"number": number, "version": str(version), "documents": named([INVOICE]), **changes}


class TestChanging:
    def test_files_are_replaced_added_and_left_out_and_each_version_stays(self, house: House) -> None:
        number = register(house)
        change(house, number, [INVOICE, CONTRACT], [CONTRACT], remarks="thay bản kê")
        change(house, number, [CONTRACT])
        told = [[one.name for one in see(house, number, version=n).documents] for n in range(3)]
        assert told == [[INVOICE[0], LIST[0]], [INVOICE[0], CONTRACT[0]], [CONTRACT[0]]]
        assert [one.version for one in see(house, number).versions] == [0, 1, 2]
        file = house.sit(lambda now: attachment_file(now.books, user_of(house), number, 0, 2))
        assert b"".join(house.parts.ledger.attachments.pieces(file.file)) == LIST[1]

    def test_a_file_that_it_does_not_have_must_come(self, house: House) -> None:
        assert code_of(change, house, register(house), [CONTRACT]) == "ATTACHMENT-FILES-MISSING"

    def test_nor_is_one_known_by_its_hash_with_another_size(self, house: House) -> None:
        number = register(house)
        documents = [named([INVOICE])[0] | {"size": "1"}]
        assert code_of(carried, house, CHANGE, _change_of(number, documents=documents)) == "ATTACHMENT-FILES-MISSING"

    def test_nine_times_and_not_a_tenth(self, house: House) -> None:
        number = register(house)
        for n in range(LIMITS.attachment_changes):
            change(house, number, FILES, remarks=f"lần {n}")
        assert code_of(change, house, number, FILES, remarks="lần nữa") == "HYE-NINTH"
        assert len(see(house, number).versions) == 10

    def test_not_after_it_was_examined(self, house: House) -> None:
        number = register(house)
        examine(house, number)
        assert not see(house, number).may_change
        assert code_of(change, house, number, [INVOICE]) == "HYE-NOT-NOW"

    def test_not_another_version_than_was_seen(self, house: House) -> None:
        number = register(house)
        change(house, number, [INVOICE])
        assert code_of(composed, house, CHANGE, user_of(house), **_change_of(number)) == "ATTACHMENT-CHANGED"

    def test_nothing_is_no_change(self, house: House) -> None:
        number = register(house)
        assert faults_of(house, CHANGE, _change_of(number, documents=named(FILES))) == ["ATTACHMENT-UNCHANGED"]

    @pytest.mark.parametrize(
        ("changes", "codes"),
        [
            ({"phone": "số"}, ["HYE-STL-CHARACTERS"]),
            ({"reference": "mã"}, ["HYE-REF-CHARACTERS"]),
            ({"remarks": "a" * 333}, ["HYE-KIJ-LENGTH"]),
            ({"documents": []}, ["HYE-NO-FILES"]),
        ],
    )
    def test_its_items_are_looked_at(self, house: House, changes: dict[str, Any], codes: list[str]) -> None:
        assert faults_of(house, CHANGE, _change_of(register(house), **changes)) == codes


class TestWhoseItIs:
    def test_another_company_neither_sees_nor_changes_it(self, house: House) -> None:
        """Exactly as of one that never was."""
        number, stranger = register(house), user_of(house, P256_COMPANY)
        for one in (number, "799999999999"):
            assert code_of(see, house, one, stranger) == "IHY-UNKNOWN"
            assert code_of(composed, house, CHANGE, stranger, **_change_of(one)) == "HYE-UNKNOWN"

    def test_another_office_neither(self, house: House) -> None:
        number = register(house, office="01B1")
        assert code_of(see, house, number, "cb01") == "IHY-UNKNOWN"

    def test_a_broker_registers_and_changes_by_delegation_only(self, tmp_path: Path) -> None:
        house = House(tmp_path)
        says = said(on_behalf_of=RSA_COMPANY)
        broker = user_of(house, P256_COMPANY)
        assert faults_of(house, REGISTER, says, broker) == ["HYS-NOT-ENTITLED"]
        add_administrators(house)
        delegation = given(house)
        number = register(house, company=P256_COMPANY, on_behalf_of=RSA_COMPANY)
        assert (see(house, number).company, see(house, number).filer) == (RSA_COMPANY, P256_COMPANY)
        change(house, number, [INVOICE], company=P256_COMPANY)
        change(house, number, [LIST], [LIST])  # the principal itself, too; what it gives is its own
        revoke(house, delegation)
        assert code_of(composed, house, CHANGE, broker, **_change_of(number, 2)) == "HYE-NOT-ENTITLED"
        assert see(house, number, broker).number == number
        assert {one.account for one in house.books.deeds.of_company(RSA_COMPANY, 10**9, 9)} >= {broker}
        house.close()

    def test_each_side_lists_its_own(self, house: House) -> None:
        mine, theirs, elsewhere = register(house), register(house, company=P256_COMPANY), register(house, office="01B1")

        def listed(account: str, state: str = "") -> set[str]:
            wanted = Wanted("registered", descending=True, rows=1000)
            found = house.sit(lambda now: attachments_seen(now.books, account, state, wanted))
            return {one.number for one in found.rows} & {mine, theirs, elsewhere}

        assert listed(user_of(house)) == {mine, elsewhere}
        assert listed(user_of(house, P256_COMPANY)) == {theirs}
        assert listed("cb01") == {mine, theirs}
        examine(house, mine)
        assert (listed("cb01", "waiting"), listed("cb01", "examined")) == ({theirs}, {mine})


class TestExamining:
    def test_tells_the_company_what_the_officer_wrote(self, house: House) -> None:
        number = register(house)
        examine(house, number, result="Đủ tệp.")
        seen = see(house, number)
        assert (seen.examined_by, seen.result, bool(seen.examined_at)) == ("cb01", "Đủ tệp.", True)

    def test_not_unseen(self, house: House) -> None:
        number = register(house)
        says = {"number": number, "version": "0", "company": RSA_COMPANY}
        assert code_of(composed, house, "attachment-examine", "cb01", **says) == "NOT-LOOKED-AT"

    def test_not_a_version_that_was_changed_meanwhile(self, house: House) -> None:
        number = register(house)
        look(house, number)
        change(house, number, [INVOICE])
        says = {"number": number, "version": "0", "company": RSA_COMPANY}
        assert code_of(composed, house, "attachment-examine", "cb01", **says) == "ATTACHMENT-CHANGED"

    def test_once(self, house: House) -> None:
        number = register(house)
        examine(house, number)
        assert code_of(examine, house, number) == "ATTACHMENT-EXAMINED"

    def test_each_look_of_an_officer_is_recorded(self, house: House) -> None:
        number = register(house)
        look(house, number)
        house.sit(lambda now: note_look(now, "cb01", number, 0, 1))
        looks = house.rows(f"SELECT officer, place FROM attachment_look WHERE number = {number}")
        assert looks == [("cb01", 0), ("cb01", 1)]


class TestSendingMore:
    def test_about_a_declaration_of_ones_own(self, house: House) -> None:
        [declaration] = cleared_imports(house, "MSB1")
        seen = see(house, send_files(house, declaration=declaration, subject="Bổ sung hóa đơn"))
        assert (seen.form, seen.declaration, seen.subject) == ("MSB", declaration, "Bổ sung hóa đơn")
        assert not seen.may_change
        assert code_of(change, house, seen.number, [INVOICE]) == "HYE-NOT-NOW"

    @pytest.mark.parametrize(
        ("changes", "codes"),
        [
            ({"office": "99ZZ"}, ["MSB-CHN-UNLISTED"]),
            ({"team": "ZZ"}, ["MSB-CHB-UNLISTED"]),
            ({"subject": "a" * (LIMITS.attachment_subject_characters + 1)}, ["MSB-SUB-LENGTH"]),
            ({"remarks": "a" * 333}, ["MSB-TUS-LENGTH"]),
            ({"declaration": "12"}, ["MSB-ICN-FORMAT"]),
            ({"declaration": "100000009990"}, ["ATTACHMENT-DECLARATION"]),
            ({"documents": []}, ["MSB-NO-FILES"]),
        ],
    )
    def test_what_refuses_it(self, house: House, changes: dict[str, Any], codes: list[str]) -> None:
        says = {"office": "02DS", "team": "00", "documents": named(FILES), **changes}
        assert faults_of(house, SEND, says) == codes

    def test_anothers_declaration_looks_like_none(self, house: House) -> None:
        [declaration] = cleared_imports(house, "MSB2", company=P256_COMPANY)
        says = {"office": "02DS", "team": "00", "documents": named(FILES), "declaration": declaration}
        assert faults_of(house, SEND, says) == ["ATTACHMENT-DECLARATION"]
