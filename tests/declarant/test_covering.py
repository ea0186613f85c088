"""Before a flight is filed: whether its taxes are covered, to the đồng, and which parcels are not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from building import DAY
from declarant.stated import GUARANTEE, a_guarantee, an_account, stated
from demo_pki import P256_COMPANY
from rule_cases.case import where
from thongquan.declarant.check import Checked, check_files
from thongquan.declarant.covering import cover
from thongquan.declarant.deposit_statement import DepositStatement, StatementForeign
from thongquan.declarant.verdict import Cover, Covering, Verdict
from thongquan.declaration.profile import read_profile
from thongquan.deposit.purse import ACCOUNT_NEEDED
from thongquan.signing.statement import Security

SAMPLES = Path(__file__).parent.parent / "samples"
PROFILE = read_profile(SAMPLES / "courier.toml")
NOW = datetime(2026, 9, 2, 3, tzinfo=UTC)
TAXES = 4_219_497
"""Of the 109 declarations of the flight that are ready."""


@pytest.fixture(scope="module")
def flight() -> Checked:
    return check_files([SAMPLES / "import_manifest_200.xlsx"], profile=PROFILE, day=DAY)


@pytest.fixture
def checked(flight: Checked) -> Checked:
    """One that a test may write into."""
    verdicts = [replace(one, warnings=[*one.warnings]) for one in flight.verdicts]
    return replace(flight, verdicts=verdicts, summary=replace(flight.summary), ready=[*flight.ready])


def covering(checked: Checked, *accounts: Any, security: Security | None = None, **said: Any) -> Covering:
    return told(checked, stated(*accounts, **said), security)


def told(checked: Checked, statement: DepositStatement, security: Security | None = None) -> Covering:
    cover(checked, statement, security, source="balances.json", now=NOW)
    found = checked.summary.covering
    assert found is not None
    return found


def amounts(one: Cover) -> tuple[Any, ...]:
    return one.office, one.declarations, one.taxes, one.available, one.left, one.missing, one.uncovered


def filed(checked: Checked) -> list[Verdict]:
    return [one for one in checked.verdicts if one.form == "MIC" and one.outcome == "ready"]


class TestADepositAccount:
    def test_that_just_holds_the_taxes_covers_the_flight(self, checked: Checked) -> None:
        [one] = covering(checked, an_account(TAXES, reserved=5)).accounts
        assert amounts(one) == ("02DS", 109, TAXES, TAXES, 0, 0, 0)
        assert "account-balance" not in checked.summary.not_checked

    def test_that_is_one_dong_short_leaves_the_last_uncovered(self, checked: Checked) -> None:
        last = [one for one in filed(checked) if one.taxes][-1]
        owed = last.taxes["GTGT"]
        found = covering(checked, an_account(TAXES - 1))
        [one] = found.accounts
        assert amounts(one) == ("02DS", 109, TAXES, TAXES - 1, owed - 1, 1, 1)
        assert (one.first_uncovered, found.is_whole) == ([last.house_bill], False)
        [fault] = one.faults
        assert (fault["code"], fault["facts"]["needed"], fault["facts"]["missing"]) == ("DEPOSIT-TOO-LITTLE", owed, 1)
        assert [told["code"] for told in last.warnings][-1] == "DEPOSIT-TOO-LITTLE"
        assert checked.summary.codes["DEPOSIT-TOO-LITTLE"] == 1

    def test_names_the_first_in_the_order_of_filing(self, checked: Checked) -> None:
        [one] = covering(checked, an_account(0)).accounts
        owing = [one.house_bill for one in filed(checked) if one.taxes]
        assert (one.uncovered, one.first_uncovered, one.missing) == (len(owing), owing[:10], TAXES)

    def test_is_asked_at_each_office_for_its_own_declarations(self, checked: Checked) -> None:
        checked.ready[:9] = [replace(one, customs_office="02CI") for one in checked.ready[:9]]
        there = sum(sum(one.taxes.values()) for one in filed(checked)[:9])
        found = covering(checked, an_account(TAXES - there), an_account(there - 1, "02CI"))
        offices = {one.office: (one.declarations, one.taxes, one.missing) for one in found.accounts}
        assert offices == {"02CI": (9, there, 1), "02DS": (100, TAXES - there, 0)}

    def test_where_there_is_none_taxes_are_paid_elsewhere(self, checked: Checked) -> None:
        [one] = covering(checked, an_account(TAXES, "02CI")).accounts
        assert (one.secured_by, amounts(one)) == ("", ("02DS", 109, TAXES, None, None, 0, 0))

    def test_where_the_law_wants_one_none_is_covered(self, checked: Checked) -> None:
        with where({ACCOUNT_NEEDED: True}):
            [one] = covering(checked).accounts
        assert (one.missing, list(one.codes)) == (TAXES, ["DEPOSIT-NO-ACCOUNT"])

    def test_of_another_company_is_refused(self, checked: Checked) -> None:
        with pytest.raises(StatementForeign) as refused:
            covering(checked, an_account(TAXES, company=P256_COMPANY))
        assert refused.value.facts["principal"] == PROFILE.filer


class TestAGuarantee:
    GENERAL = Security("general", GUARANTEE)

    def test_is_asked_instead_of_the_account(self, checked: Checked) -> None:
        [one] = covering(checked, an_account(0), a_guarantee(TAXES - 1), security=self.GENERAL).accounts
        assert (one.secured_by, one.available, one.missing) == (GUARANTEE, TAXES - 1, 1)
        assert list(one.codes) == ["SECURITY-GENERAL-TOO-LITTLE"]

    @pytest.mark.parametrize(
        ("terms", "code"),
        [
            ({"until": "2026-09-01"}, "SECURITY-GENERAL-EXPIRED"),
            ({"office": "02CI"}, "SECURITY-GENERAL-UNKNOWN"),
            ({"scope": "individual"}, "SECURITY-GENERAL-UNKNOWN"),
        ],
    )
    def test_that_may_not_be_used_covers_nothing(self, checked: Checked, terms: dict[str, str], code: str) -> None:
        [one] = covering(checked, a_guarantee(TAXES, **terms), security=self.GENERAL).accounts
        assert (one.uncovered, one.missing, one.codes) == (109, 0, {code: 109})

    def test_for_one_transport_document_covers_that_alone(self, checked: Checked) -> None:
        house = filed(checked)[5].house_bill
        guarantee = a_guarantee(TAXES, scope="individual", bill=house)
        [one] = covering(checked, guarantee, security=Security("individual", GUARANTEE)).accounts
        assert (one.uncovered, one.codes) == (108, {"SECURITY-OTHER-BILL": 108})
        [its_own] = [told for told in filed(checked) if told.house_bill == house]
        assert "SECURITY-OTHER-BILL" not in [warning["code"] for warning in its_own.warnings]

    def test_of_another_office_is_named_as_such(self, checked: Checked) -> None:
        guarantee = a_guarantee(TAXES, "02CI", scope="individual")
        [one] = covering(checked, guarantee, security=Security("individual", GUARANTEE)).accounts
        assert one.codes == {"SECURITY-OTHER-OFFICE": 109}


def test_exports_owe_nothing_and_are_asked_only_of_a_guarantee() -> None:
    exports = check_files([SAMPLES / "export_list_150_cp1258.csv"], profile=PROFILE, day=DAY)
    assert covering(exports, an_account(0)).accounts == []
    [one] = covering(exports, an_account(0), security=TestAGuarantee.GENERAL).accounts
    assert (one.form, one.taxes, list(one.codes)) == ("MEC", 0, ["SECURITY-GENERAL-UNKNOWN"])


@pytest.mark.parametrize(("age", "old"), [(timedelta(days=1), []), (timedelta(days=1, hours=3, seconds=1), [(1, 3)])])
def test_a_statement_older_than_a_day_says_how_old(checked: Checked, age: timedelta, old: list[Any]) -> None:
    at = (NOW - age).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
    warned = covering(checked, an_account(TAXES), at=at).warnings
    assert [(one["facts"]["days"], one["facts"]["hours"]) for one in warned] == old
