"""Whatever a line says, judging it ends in faults that can be told; whatever a house bill says, it can be drafted.

A few seconds on a build server. `THONGQUAN_DRILL=1` tries for minutes, each time something else.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from building import DAY, a_house_bill
from declaration.planting import a_full
from faults.size import DRILL, size
from thongquan import law
from thongquan.base.fault import Fault, Mended
from thongquan.consignment.model import HouseBill, Party
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.declaration.drafting import ExportDrafter, ImportDrafter
from thongquan.declaration.explain import explained, wording_code
from thongquan.declaration.model import Declaration, ExportDeclaration, ImportDeclaration
from thongquan.declaration.plan import STRICT, Plan
from thongquan.declaration.profile import Flight, Profile, Storage
from thongquan.law.wording import placeholders

few = settings(
    max_examples=size(200, 20_000),
    phases=(Phase.explicit, Phase.generate),
    derandomize=not DRILL,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
DAYS = (DAY, date(2016, 1, 1), date(2025, 2, 18), date(2025, 7, 1), date(2027, 1, 1))
FORMS = {"MIC": ImportDeclaration, "MEC": ExportDeclaration}
PLANS = {
    (form, day, profile): Plan(form, day, profile) for form in FORMS for day in DAYS for profile in ("law", STRICT)
}
NAMED = sorted(
    {code for item in law.criteria("MIC") if item.codes for code in list(law.codes(item.codes).on(DAY))[:12]}
)

texts = (
    st.text(max_size=300)
    | st.text("AZaz09/-.,%{} \u0302\u202e護Đ😀", max_size=40)
    | st.sampled_from(["", "ZZ", "ZZZZZ", "VN", "VNSGN", "VND", "02DSOZZ", *NAMED])
)
numbers = st.decimals(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [*map(Decimal, ("0", "-0", "1E+19", "-9E+19", "1E-19", "0.1", "1.0", "999999.9", "99999999999999999999.9999"))]
)
whole = st.integers() | st.integers(-1, 5_000_001) | st.sampled_from([10**4299, -(10**4299)])
ANY: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    bool: st.booleans(),
    int | None: st.none() | whole,
    Decimal | None: st.none() | numbers,
    date | None: st.none() | st.dates(),
    Party: st.deferred(lambda: anything(Party)),
    Flight: st.deferred(lambda: anything(Flight)),
    Storage: st.deferred(lambda: anything(Storage)),
}


def anything(struct: type) -> st.SearchStrategy[Any]:
    """Of each field any value of its type."""
    return st.builds(struct, **{field.name: ANY[field.type] for field in msgspec.structs.fields(struct)})


def spoiled(base: Any) -> st.SearchStrategy[Any]:
    """The same with a few fields at random."""
    values = {field.name: ANY[field.type] for field in msgspec.structs.fields(type(base))}
    few_names = st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=6, unique=True)
    return few_names.flatmap(lambda names: st.fixed_dictionaries({name: values[name] for name in names})).map(
        lambda changes: msgspec.structs.replace(base, **changes)
    )


declarations = st.one_of(
    *(anything(struct) for struct in FORMS.values()), *(spoiled(a_full(form)) for form in FORMS for _ in range(2))
)
bills = anything(HouseBill) | spoiled(a_house_bill())


def told(fault: Fault) -> None:
    """It is worded in both languages, and every fact that the wording asks for is there."""
    explained(fault)
    for language in law.LANGUAGES:
        sentences = law.wording(language).faults[wording_code(fault.code)]
        assert placeholders(sentences.text) | placeholders(sentences.fix) <= {"label", *fault.facts}, fault


@few
@given(declarations, st.sampled_from(DAYS), st.sampled_from(["law", STRICT]))
def test_any_line_that_can_be_read_is_judged_and_told(declaration: Declaration, day: date, profile: str) -> None:
    line = encode_line(declaration)
    try:
        read = decode_line(line)
    except msgspec.ValidationError:
        return
    plan = PLANS[read.__struct_config__.tag, day, profile]
    judged = plan.judge(read)
    assert plan.judge(read) == judged
    for fault in (*judged.faults, *plan.warnings(read)):
        told(fault)
    assert judged.customs_value == int(judged.customs_value)


@few
@given(bills, anything(Profile) | st.just(Profile()), st.sampled_from(DAYS))
def test_any_house_bill_is_drafted_judged_and_told(bill: HouseBill, profile: Profile, day: date) -> None:
    for form, drafter in (("MIC", ImportDrafter(profile, day)), ("MEC", ExportDrafter(profile, day))):
        draft = drafter.draft(bill)
        for change in draft.mended:
            worded(change)
        plan = PLANS[form, day, "law"]
        for fault in (*plan.judge(draft.declaration).faults, *plan.warnings(draft.declaration)):
            told(fault)


def worded(change: Mended) -> None:
    assert all(change.code in law.wording(language).faults for language in law.LANGUAGES), change
