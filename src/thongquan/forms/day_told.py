"""Forms HQ 03 and HQ 04 as JSON: the columns of the annex by name, a row as it stands on paper."""

import msgspec

from thongquan.forms.day_sheet import Cell, DaySheet, FormOfDay


class ColumnTold(msgspec.Struct, frozen=True):
    key: str
    title: str
    number: str
    """As the annex numbers it."""


class DayTold(msgspec.Struct, frozen=True):
    form: FormOfDay
    form_number: str
    form_number_in_list: str
    number: str
    """"" while the day is not closed."""
    superior: str
    issued_by: str
    day: str
    tax_code: str
    unit: str
    columns: list[ColumnTold]
    rows: list[dict[str, Cell]]
    """By the key of each column; a declaration's number and day, and its receipt's, stand apart."""
    sums: dict[str, Cell]
    prepared_by: str
    prepared_at: str
    digest: str
    """SHA-256 that the deed of closing binds; "" while the day is not closed."""


def told(one: DaySheet) -> DayTold:
    columns = [ColumnTold(part.key, part.heading, column.number) for column in one.columns for part in column.parts]
    return DayTold(
        form=one.form,
        form_number=one.form_number,
        form_number_in_list=one.number_in_list,
        number=one.number,
        superior=one.superior,
        issued_by=one.issued_by,
        day=one.day.isoformat(),
        tax_code=one.tax_code,
        unit="VND",
        columns=columns,
        rows=list(one.rows),
        sums=one.sums,
        prepared_by=one.prepared_by,
        prepared_at=one.prepared_at,
        digest=one.digest,
    )
