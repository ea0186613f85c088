"""Any history of a value and any life of a code: the day alone decides, whatever was asked before."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from thongquan.law.codes import CodeTable, read_codes
from thongquan.law.parameter import Parameter, ParameterFile

FIRST = date(2020, 1, 1)
days = st.integers(0, 400).map(lambda after: FIRST + timedelta(days=after))
periods = st.lists(days, min_size=1, max_size=6, unique=True).map(sorted)


@given(starts=periods, asked=st.lists(days, min_size=1, max_size=10))
def test_the_last_entry_begun_is_in_force(starts: list[date], asked: list[date]) -> None:
    entries = [{"since": since, "is": place, "mark": "assumption"} for place, since in enumerate(starts)]
    file = msgspec.convert({"name": "n", "meaning": "m", "value": entries}, ParameterFile)
    parameter: Parameter[int] = Parameter("n", int, lambda: file)
    for day in asked:
        begun = [since for since in starts if since <= day]
        if begun:
            assert parameter.on(day) == len(begun) - 1


@given(turns=st.lists(days, min_size=2, max_size=8, unique=True).map(sorted), asked=st.lists(days, min_size=1))
def test_a_row_is_listed_on_its_days_and_on_no_other(turns: list[date], asked: list[date]) -> None:
    spans = list(zip(turns[::2], turns[1::2], strict=False))
    lines = [f"A\t{place}\t{first}\t{last}" for place, (first, last) in enumerate(spans)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.tsv"
        path.write_text("\n".join(["code\tname\tvalid_from\tvalid_to", *lines]) + "\n", encoding="utf-8")
        table = CodeTable("t", lambda: read_codes(path))
        for day in asked:
            names = [str(place) for place, (first, last) in enumerate(spans) if first <= day <= last]
            assert [row["name"] for row in table.on(day).values()] == names
