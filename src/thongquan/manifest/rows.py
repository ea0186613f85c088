"""House rows made of columns that are mended already."""

from itertools import repeat
from typing import Any

from thongquan.consignment.model import HouseBill, Party
from thongquan.manifest.mending import Mending
from thongquan.manifest.model import HouseRow


def house_rows(values: dict[str, list[Any]], mending: Mending, lines: list[int], ordinal: int) -> list[HouseRow]:
    count = len(lines)
    parties = {side: _parties(values, side, count) for side in ("sender", "receiver")}

    def column(name: str, default: object) -> Any:
        if name in parties:
            return parties[name]
        return values.get("house_bill" if name == "number" else name) or repeat(default, count)

    names, defaults = HouseBill.__struct_fields__, ("", *HouseBill.__struct_defaults__[1:])
    bills = map(HouseBill, *map(column, names, defaults))
    return list(
        map(
            HouseRow,
            range(ordinal, ordinal + count),
            lines,
            bills,
            mending.by_row(mending.faults),
            mending.by_row(mending.warnings),
            mending.by_row(mending.mended),
            mending.rows,
        )
    )


def _parties(values: dict[str, list[Any]], side: str, count: int) -> list[Party]:
    parts = (values.get(f"{side}_{part}") or repeat("", count) for part in Party.__struct_fields__)
    return list(map(Party, *parts))
