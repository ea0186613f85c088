"""Drafts: saved by two without loss, seen by their own company only, and holding nothing that the server owns."""

from datetime import timedelta
from typing import Any

import pytest

from authority.applying import (
    a_declarant,
    an_application,
    application_of,
    drafted,
    everybody,
    saved,
    send,
)
from authority.deeds import code_of, composed
from authority.house import House
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from thongquan.authority.applications import passed, save, shown, withdraw
from thongquan.authority.refusals import FormFaulty
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.registration.application import Application, Asked

OWNED = (
    "id",
    "tax_code",
    "state",
    "version",
    "sent_at",
    "decided_at",
    "effective_at",
    "decided_by",
    "seconded_by",
    "users",
    "history",
    "note",
)


def faults_in(work: Any, *arguments: Any) -> list[tuple[str, str]]:
    with pytest.raises(FormFaulty) as refused:
        work(*arguments)
    return [(one.code, one.at) for one in refused.value.faults]


def test_a_draft_may_lack_anything_and_says_what_it_lacks(house: House) -> None:
    draft = drafted(house, {"company": "Công ty Nửa Chừng"})
    assert (draft.application.state, draft.application.version) == ("draft", 1)
    assert {one.at for one in draft.faults} == {"address", "phone", "email", "representative", "office", "declarants"}


def test_a_draft_holds_nothing_that_its_fields_cannot_hold(house: House) -> None:
    bad = {"email": "không phải thư", "declarants": [{"action": "steal"}, {"action": "add", "name": "A\u202eB"}]}
    assert faults_in(drafted, house, bad) == [
        ("FIELD-MALFORMED", "email"),
        ("FIELD-MALFORMED", "declarants.0.action"),
        ("FIELD-NOT-PLAIN", "declarants.1.name"),
    ]


@pytest.mark.parametrize("field", OWNED)
def test_what_the_server_owns_is_no_field_of_an_application(house: House, field: str) -> None:
    draft = drafted(house, an_application())
    given = an_application(**{field: "effective"})
    assert faults_in(saved, house, draft, given) == [("FIELD-MALFORMED", field)]
    assert application_of(house, draft.application.id) == draft.application


@pytest.mark.parametrize("field", ["state", "user_id", "password", "tax_code"])
def test_nor_of_a_declarant(house: House, field: str) -> None:
    given = an_application({"action": "add", "name": "Đặng Thị Thu Hà", field: "x"})
    assert faults_in(drafted, house, given) == [("FIELD-MALFORMED", f"declarants.0.{field}")]


def test_the_second_of_two_who_write_at_once_is_told(house: House) -> None:
    draft = drafted(house, an_application())
    first = saved(house, draft, an_application(terminals=2))
    assert code_of(saved, house, draft, an_application(terminals=9)) == "APPLICATION-CHANGED"
    assert application_of(house, draft.application.id) == first.application
    assert first.application.asked.terminals == 2


def test_what_was_sent_is_not_written_on_any_more(house: House) -> None:
    signers = everybody(house)
    draft = drafted(house, an_application(a_declarant(signers[0])))
    send(house, draft)
    sent = draft.__class__(application_of(house, draft.application.id), [])
    assert code_of(saved, house, sent, an_application(terminals=9)) == "APPLICATION-STEP"


@pytest.mark.parametrize("how", ["read", "save", "withdraw"])
def test_another_companys_application_is_not_there(house: House, how: str) -> None:
    one = drafted(house, an_application()).application
    work = {
        "read": lambda now: shown(now.books, P256_COMPANY, one.id, now.at),
        "save": lambda now: save(now, P256_COMPANY, "x", one.id, version=1, given=an_application()),
        "withdraw": lambda now: withdraw(now, P256_COMPANY, "x", one.id, version=1),
    }[how]
    assert code_of(house.sit, work) == "NOT-FOUND"
    assert application_of(house, one.id) == one


def test_an_application_is_named_by_128_random_bits(house: House) -> None:
    names = {drafted(house, an_application()).application.id for _ in range(5)}
    assert {len(bytes.fromhex(one)) for one in names} == {16}
    assert len(names) == 5


def test_withdrawn_is_withdrawn(house: House) -> None:
    one = drafted(house, an_application()).application
    gone = house.sit(lambda now: withdraw(now, RSA_COMPANY, "x", one.id, version=1)).application
    assert gone.state == "withdrawn"
    again = code_of(house.sit, lambda now: withdraw(now, RSA_COMPANY, "x", one.id, version=gone.version))
    assert again == "APPLICATION-STEP"


def test_so_many_may_be_open_and_no_more(house: House) -> None:
    for _ in range(LIMITS.open_applications):
        last = drafted(house, {})
    assert code_of(drafted, house, {}) == "APPLICATIONS-TOO-MANY"
    house.sit(lambda now: withdraw(now, RSA_COMPANY, "x", last.application.id, version=1))
    assert drafted(house, {}).application.state == "draft"


@pytest.mark.parametrize(("more", "faults"), [(0, []), (1, [("FIELD-TOO-MANY", "declarants")])])
def test_so_many_declarants_stand_in_one(house: House, more: int, faults: list[tuple[str, str]]) -> None:
    given = {"declarants": [{"action": "add"}] * (LIMITS.application_declarants + more)}
    assert (faults_in(drafted, house, given) if faults else drafted(house, given) and []) == faults


def test_the_largest_application_still_fits_a_deed(house: House) -> None:
    """Names of 100 letters of three bytes each, in all declarants: the text that is signed stays within its size."""
    signers = everybody(house)
    big = [
        a_declarant(signers[0], name="Ặ" * 100, identity=f"0{n:02d}185{n:06d}", action="change", user=f"00001A{n:02d}")
        for n in range(1, LIMITS.application_declarants + 1)
    ]
    given = an_application(*big, company="Ặ" * 200, address="Ặ" * 200, representative="Ặ" * 100)
    draft = drafted(house, given)
    assert draft.application.asked.declarants[-1].name == "Ặ" * 100
    assert len(text_of(house, draft)) < LIMITS.deed_bytes * 3 / 4


def text_of(house: House, draft: Any) -> bytes:
    """What would be signed if nothing hindered it."""
    from thongquan.authority.application_send import completed
    from thongquan.registration.deed import Deed, read_particulars, written
    from thongquan.registration.deeds_applying import ApplicationSend

    one = draft.application
    given = {"application": one.id, "version": one.version, "sender": "Ặ" * 100, "sender_email": "a@b.example"}
    says, faults = read_particulars(ApplicationSend, house.sit(lambda now: completed(now, RSA_COMPANY, given)))
    assert says is not None, faults
    return written(Deed("thongquan-test", RSA_COMPANY, says, one.changed_at, "x" * 43))


def test_a_long_history_keeps_its_beginning_and_its_end() -> None:
    one = Application("0" * 32, RSA_COMPANY, Asked(), "draft", 1, "")
    for minute in range(LIMITS.application_passages + 5):
        one = passed(one, "save", "x", NOW + timedelta(minutes=minute))
    assert len(one.history) == LIMITS.application_passages
    assert (one.history[0].at, one.history[-1].at) == (stamp(NOW), one.changed_at)


class TestSending:
    def test_the_text_shows_everything_that_customs_decides_on(self, house: House) -> None:
        signers = everybody(house)
        one = drafted(house, an_application(a_declarant(signers[0]), terminals=3)).application
        says = {"application": one.id, "version": 1, "sender": "Lý Thị Gửi", "sender_email": "gui@thunghiem.example"}
        text = composed(house, "application-send", RSA_COMPANY, **says).text
        for told in (
            "Việc: Gửi hồ sơ đăng ký người sử dụng (application-send)",
            "Mã Hải quan nơi đăng ký: 02DS",
            "Số máy tính xin cấp: 3",
            "Người gửi: Lý Thị Gửi",
            "Thư điện tử của người gửi: gui@thunghiem.example",
            "Người khai hải quan 1 · Yêu cầu: thêm (add)",
            "Người khai hải quan 1 · Họ tên: Đặng Thị Thu Hà",
            "Người khai hải quan 1 · Số CCCD, CMND hoặc hộ chiếu: 079185000123",
            f"Người khai hải quan 1 · Mã băm SHA-256 của chứng thư số: {signers[0].certificate.fingerprint}",
        ):
            assert f"\n{told}\n" in text

    @pytest.mark.parametrize(
        "other", [{"terminals": 9}, {"address": "Nơi khác"}, {"declarants": []}, {"version": 2}, {"office": "02CI"}]
    )
    def test_nothing_else_is_sent_than_what_was_saved(self, house: House, other: dict[str, Any]) -> None:
        signers = everybody(house)
        draft = drafted(house, an_application(a_declarant(signers[0])))
        assert code_of(send, house, draft, **other) == "APPLICATION-CHANGED"

    def test_what_has_faults_is_not_sent(self, house: House) -> None:
        everybody(house)
        draft = drafted(house, an_application({"action": "add", "name": "Đặng Thị Thu Hà"}))
        assert code_of(send, house, draft) == "FORM-FAULTY"

    def test_only_the_companys_own_administrator_sends_it(self, house: House) -> None:
        signers = everybody(house)
        draft = drafted(house, an_application(a_declarant(signers[0])))
        assert code_of(send, house, draft, P256_COMPANY) == "NOT-FOUND"

    def test_what_is_sent_claims_its_certificates(self, house: House) -> None:
        signers = everybody(house)
        send(house, drafted(house, an_application(a_declarant(signers[0]))))
        other = drafted(house, an_application(a_declarant(signers[0], identity="079185000124")))
        assert [one.code for one in other.faults] == ["DECLARANT-CERTIFICATE-CLAIMED"]
