"""What `check` foresees of each house is what assessing it step by step comes to."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import DAY
from thongquan import law
from thongquan.consignment import aggregation
from thongquan.declarant.check import Checked, check_files
from thongquan.declarant.explaining import NoSuchHouse, explain_house
from thongquan.declaration.profile import read_profile
from thongquan.duty.derivation import assess
from thongquan.duty.foreseen import foreseen
from thongquan.duty.model import Consignment

SAMPLES = Path(__file__).parent.parent / "samples"
PROFILE = read_profile(SAMPLES / "courier.toml")

of_interest = ["", "0101", "01012100", "04070091", "22030011", "22051010", "84181011", "95044000"]
codes = st.sampled_from([*of_interest, *sorted(law.codes("tariff").ever())[::300]])
values = st.one_of(st.integers(1, 3_000_000), st.sampled_from([499_999, 1_000_000, 1_000_001]))
days = st.dates(date(2016, 1, 1), date(2028, 1, 1))


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check_files([SAMPLES / "import_manifest_200.xlsx"], profile=PROFILE, day=DAY)


@given(value=values, hs_code=codes, day=days, together=st.booleans())
def test_an_estimate_is_the_assessment_of_an_ordinary_declaration(
    value: int, hs_code: str, day: date, together: bool
) -> None:
    together &= aggregation.IN_FORCE.on(day)
    total = 1_000_001 if together else 0
    told = assess(Consignment(typed_value=value, hs_code=hs_code, ordinary=True, together=total), day)
    quick = foreseen(value, hs_code, day, together=together)
    assert (quick.taxes, quick.fee) == ({one.tax: one.amount for one in told.taxes}, told.fee)
    assert quick.open == [fault.code for fault in told.open]


def test_every_house_is_explained_as_it_was_judged(checked: Checked) -> None:
    """The value from the papers, and the same taxes and fee to the đồng."""
    ready = [one for one in checked.verdicts if one.form == "MIC" and one.outcome == "ready"]
    others = [one for one in checked.verdicts if one.foreseen]
    assert (len(ready), len(others)) == (109, 58)
    for verdict in ready:
        told = explain_house(checked, PROFILE, verdict.house_bill)[1]
        assert (told.form, {one.tax: one.amount for one in told.taxes if one.amount}) == ("MIC", verdict.taxes)
    for verdict in others:
        told = explain_house(checked, PROFILE, verdict.house_bill)[1]
        assert verdict.foreseen is not None
        assert ({one.tax: one.amount for one in told.taxes}, told.fee) == (verdict.foreseen.taxes, verdict.foreseen.fee)


def test_the_summary_adds_up_what_the_houses_owe(checked: Checked) -> None:
    told = checked.summary
    assert told.taxes == {"GTGT": sum(one.taxes.get("GTGT", 0) for one in checked.verdicts)} == {"GTGT": told.vat}
    estimates = [one.foreseen for one in checked.verdicts if one.foreseen]
    assert told.foreseen["NK"] == sum(one.taxes["NK"] or 0 for one in estimates)
    assert told.foreseen["PHI"] == sum(one.fee or 0 for one in estimates)
    assert told.to_be_chosen == len([one for one in estimates if one.open])


def test_houses_that_count_together_are_foreseen_without_exemption(checked: Checked) -> None:
    [group] = checked.summary.aggregation
    houses = [one for one in checked.verdicts if one.house_bill in group.house_bills]
    for verdict in houses:
        told = explain_house(checked, PROFILE, verdict.house_bill)[1]
        assert "TOGETHER-TAXED" in [step.rule for step in told.steps]
        assert "DUTY-EXEMPT-BY-VALUE" not in [step.rule for step in told.steps]


def test_a_house_that_is_not_there_is_not_explained(checked: Checked) -> None:
    with pytest.raises(NoSuchHouse):
        explain_house(checked, PROFILE, "QNV0")
