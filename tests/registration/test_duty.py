"""Who may decide: role, hours, and never for himself."""

from datetime import UTC, datetime
from typing import Any

import pytest

from thongquan.base.fault import Refusal
from thongquan.registration.account import Account, Person
from thongquan.registration.application import Asked, Declarant
from thongquan.registration.duty import (
    may_decide,
    needs_two,
    not_of_own_company,
    on_duty,
    require_not_own,
    require_reading,
)
from thongquan.registration.model import Officer

NOON = datetime(2026, 9, 2, 5, 0, tzinfo=UTC)


def in_viet_nam(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 9, 2, (hour - 7) % 24, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "moment", "there"),
    [
        ("07:00-19:00", in_viet_nam(6, 59, 59), False),
        ("07:00-19:00", in_viet_nam(7), True),
        ("07:00-19:00", in_viet_nam(18, 59, 59), True),
        ("07:00-19:00", in_viet_nam(19), False),
        ("19:00-07:00", in_viet_nam(23), True),
        ("19:00-07:00", in_viet_nam(6, 59, 59), True),
        ("19:00-07:00", in_viet_nam(7), False),
        ("", in_viet_nam(3), True),
    ],
)
def test_duty_is_told_by_the_clock_in_viet_nam(hours: str, moment: datetime, there: bool) -> None:
    assert on_duty(hours, moment) is there


def code_of(work: Any, *arguments: Any) -> str:
    try:
        work(*arguments)
    except Refusal as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(
    ("role", "decides", "reads"),
    [
        ("officer", "", ""),
        ("head", "", ""),
        ("auditor", "OFFICER-ROLE", ""),
        ("operator", "OFFICER-ROLE", "OFFICER-ROLE"),
    ],
)
def test_roles(role: str, decides: str, reads: str) -> None:
    officer = Officer("x", "X", "02DS", role)
    assert (code_of(may_decide, officer, "02DS", NOON), code_of(require_reading, officer)) == (decides, reads)


def test_nobody_decides_on_himself() -> None:
    asked = Asked(declarants=[Declarant("add", "", "Tự Duyệt", "079180000101")])
    assert code_of(require_not_own, "079180000101", asked) == "OFFICER-OWN-CASE"
    assert code_of(require_not_own, "079180000102", asked) == ""
    assert code_of(require_not_own, "", asked) == "OFFICER-IDENTITY-UNKNOWN"


@pytest.mark.parametrize(
    ("declarant", "two"),
    [
        (Declarant("add", certificate="c" * 64), False),
        (Declarant("change", "00001AB1", name="Mới"), False),
        (Declarant("change", "00001AB1", certificate="c" * 64), True),
        (Declarant("remove", "00001AB1"), False),
    ],
)
def test_another_certificate_for_a_user_needs_two(declarant: Declarant, two: bool) -> None:
    assert needs_two(Asked(declarants=[declarant]), NOON) is two


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (None, "OFFICER-IDENTITY-UNKNOWN"),
        (Person("Lê Văn Công", email="cong@thunghiem.example"), "OFFICER-IDENTITY-UNKNOWN"),
        (Person("Lê Văn Công", "c1234567"), "OFFICER-OWN-COMPANY"),
        (Person("Lê Văn Công", "C7654321", "Thu.Ha@ThuNghiem.example"), "OFFICER-OWN-COMPANY"),
        (Person("Lê Văn Công", "C7654321", "cong@thunghiem.example"), ""),
        (Person("Lê Văn Công", "C7654321"), ""),
    ],
)
def test_nobody_decides_for_a_company_of_which_he_may_be_one(person: Person | None, code: str) -> None:
    officer = Officer("cb01", "Lê Văn Công", "02DS", "officer")
    own = None if person is None else Account("cb01", "officer", "", b"1", person, "")
    theirs = [
        Account(
            "9901234560", "admin", "9901234560", b"2", Person("Thu Hà", "C1234567", "thu.ha@thunghiem.example"), ""
        ),
        Account("00001AAA", "user", "9901234560", b"3", Person("Không khai gì"), ""),
    ]
    assert code_of(not_of_own_company, officer, own, theirs) == code
