"""What keeps an application from being sent: each rule with a case that passes and one that differs in one fact."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from thongquan.base.limits import LIMITS
from thongquan.registration.account import Account, Person
from thongquan.registration.application import Asked, Declarant
from thongquan.registration.application_rules import Standing, faults_of, form_faults

DAY = date(2026, 9, 2)
CERTIFICATE, OTHER, USED = "c" * 64, "d" * 64, "e" * 64
USER = "00001AB1"
STANDING = Standing(
    users={USER: Account(USER, "user", "9901234560", b"", Person("Vũ Văn Cũ", "079180000001"), "")},
    certificates={
        CERTIFICATE: "registered",
        OTHER: "registered",
        USED: "registered",
        "1" * 64: "waiting",
        "2" * 64: "suspended",
        "3" * 64: "ended",
    },
    holders={USED: USER},
    claimed=frozenset({"f" * 64}),
    terminals=frozenset({"AB12CD", "EF34GH"}),
)
NEW = Declarant("add", "", "Đặng Thị Thu Hà", "079185000123", CERTIFICATE)
CHANGE = Declarant("change", USER, certificate=OTHER)
REMOVE = Declarant("remove", USER)


def asked(*declarants: Declarant, **changes: Any) -> Asked:
    return Asked(
        **{
            "company": "Công ty TNHH Chuyển phát nhanh Thử Nghiệm",
            "address": "12 Lê Lợi",
            "phone": "028 3822 0001",
            "email": "hq@thunghiem.example",
            "representative": "Nguyễn Văn Đại",
            "office": "02DS",
            "declarants": list(declarants) or [NEW],
            **changes,
        }
    )


def found(application: Asked, standing: Standing = STANDING) -> list[tuple[str, str]]:
    return [(one.code, one.at) for one in faults_of(application, standing, DAY)]


def test_an_application_without_fault_has_none() -> None:
    assert found(asked(NEW, CHANGE, terminals=2, give_up=["AB12CD"])) == []


@pytest.mark.parametrize("field", ["company", "address", "phone", "email", "representative", "office"])
def test_every_particular_of_the_company_is_needed(field: str) -> None:
    assert found(asked(**{field: ""})) == [("FIELD-EMPTY", field)]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = Declarant("add", USER, "", "123", "9" * 64)
    told = found(asked(wrong, email="", office="99ZZ", give_up=["ZZZZZZ"]))
    assert told == [
        ("FIELD-EMPTY", "email"),
        ("APPLICATION-OFFICE", "office"),
        ("FIELD-EMPTY", "declarants.0.name"),
        ("DECLARANT-NEW-HAS-USER", "declarants.0.user"),
        ("IDENTITY-FORM", "declarants.0.identity"),
        ("DECLARANT-CERTIFICATE-UNKNOWN", "declarants.0.certificate"),
        ("TERMINAL-UNKNOWN", "give_up.0"),
    ]


def test_an_application_asks_for_something() -> None:
    assert found(asked(declarants=[])) == [("APPLICATION-EMPTY", "declarants")]
    assert found(asked(declarants=[], terminals=1)) == []


@pytest.mark.parametrize("field", ["name", "identity", "certificate"])
def test_a_new_declarant_has_name_number_and_certificate(field: str) -> None:
    assert found(asked(replace(NEW, **{field: ""}))) == [("FIELD-EMPTY", f"declarants.0.{field}")]


@pytest.mark.parametrize(
    ("declarant", "code", "at"),
    [
        (replace(CHANGE, user=""), "FIELD-EMPTY", "declarants.0.user"),
        (replace(CHANGE, user="00002AB1"), "DECLARANT-USER-UNKNOWN", "declarants.0.user"),
        (replace(REMOVE, user="00001AB2"), "DECLARANT-USER-UNKNOWN", "declarants.0.user"),
        (replace(CHANGE, certificate=""), "DECLARANT-CHANGES-NOTHING", "declarants.0"),
        (replace(REMOVE, name="Vũ Văn Cũ"), "DECLARANT-REMOVED-SAYS-MORE", "declarants.0"),
        (replace(NEW, certificate="1" * 64), "DECLARANT-CERTIFICATE-WAITING", "declarants.0.certificate"),
        (replace(NEW, certificate="2" * 64), "DECLARANT-CERTIFICATE-SUSPENDED", "declarants.0.certificate"),
        (replace(NEW, certificate="3" * 64), "DECLARANT-CERTIFICATE-ENDED", "declarants.0.certificate"),
        (replace(NEW, certificate=USED), "DECLARANT-CERTIFICATE-IN-USE", "declarants.0.certificate"),
        (replace(NEW, identity="123456789"), "IDENTITY-MADE-UP", "declarants.0.identity"),
    ],
)
def test_a_declarant_that_differs_in_one_fact_has_one_fault(declarant: Declarant, code: str, at: str) -> None:
    assert found(asked(declarant)) == [(code, at)]


def test_what_another_application_asks_for_is_not_asked_for_again() -> None:
    claimed = replace(STANDING, claimed=frozenset({CERTIFICATE}))
    assert found(asked(), claimed) == [("DECLARANT-CERTIFICATE-CLAIMED", "declarants.0.certificate")]


def test_the_certificate_of_a_user_who_leaves_in_the_same_application_is_free() -> None:
    assert found(asked(REMOVE, replace(NEW, certificate=USED))) == []


def test_a_user_may_keep_its_own_certificate_when_its_name_changes() -> None:
    assert found(asked(Declarant("change", USER, "Vũ Văn Mới", certificate=USED))) == []


@pytest.mark.parametrize(
    ("field", "code"),
    [("identity", "DECLARANT-IDENTITY-TWICE"), ("certificate", "DECLARANT-CERTIFICATE-TWICE")],
)
def test_nobody_stands_in_one_application_twice(field: str, code: str) -> None:
    other = replace(NEW, name="Phan Thị Khác", identity="079185000999", certificate=OTHER)
    assert found(asked(NEW, other)) == []
    twin = replace(other, **{field: getattr(NEW, field)})
    assert found(asked(NEW, twin)) == [(code, f"declarants.1.{field}")]


def test_a_user_is_named_once() -> None:
    assert ("DECLARANT-USER-TWICE", "declarants.1.user") in found(asked(CHANGE, REMOVE))


def test_a_terminal_is_given_up_once() -> None:
    assert found(asked(give_up=["AB12CD", "AB12CD"])) == [("TERMINAL-TWICE", "give_up.1")]


@pytest.mark.parametrize(("more", "codes"), [(0, []), (1, ["TERMINALS-TOO-MANY"])])
def test_a_company_has_so_many_terminals_and_no_more(more: int, codes: list[str]) -> None:
    has = replace(STANDING, terminals=frozenset(f"{n:06d}" for n in range(LIMITS.company_terminals - 1)))
    assert [code for code, _ in found(asked(terminals=1 + more), has)] == codes


@pytest.mark.parametrize(
    ("terminals", "is_right"),
    [(0, True), (LIMITS.application_terminals, True), (-1, False), (LIMITS.application_terminals + 1, False)],
)
def test_one_application_asks_for_so_many_terminals(terminals: int, is_right: bool) -> None:
    assert (form_faults(asked(terminals=terminals)) == []) is is_right
