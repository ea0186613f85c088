"""The values that the item tables name: what was declared, what the authority decided, and names of the day."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from thongquan.base.moment import VIETNAM, read_stamp
from thongquan.declaration.model import Decision, Declaration, ExportDeclaration, ImportDeclaration
from thongquan.forms.names import domestic_place, name_of

RATES = 3
NOT_KNOWN_YET = {"post_inspection_class": ""}
"""A box whose value nobody gives yet: the class of later inspection."""


def values_of(declaration: Declaration, decision: Decision) -> dict[str, Any]:
    """Everything that may be printed about a declaration, by the names used in `items/`."""
    registered_at = read_stamp(decision.registered_at).astimezone(VIETNAM)
    day = registered_at.date()
    return (
        NOT_KNOWN_YET
        | msgspec.structs.asdict(declaration)
        | dict(decision.filled)
        | _decided(decision, day)
        | {"registered_at": registered_at}
        | _rates(decision)
        | _places(declaration, day)
    )


def in_vietnam(moment: str) -> datetime | None:
    """A stamp as the clock in Viet Nam showed it; None for a blank."""
    return read_stamp(moment).astimezone(VIETNAM) if moment else None


def _decided(decision: Decision, day: date) -> dict[str, Any]:
    return {
        "number": decision.number,
        "channel": decision.channel,
        "office_name": decision.office.name or name_of("customs_offices", decision.office.code, day),
        "team": decision.office.team,
        "agent_code": decision.agent_code,
        "agent_name": decision.agent_name,
        "employee_code": decision.employee_code,
        "customs_value": decision.customs_value,
        "value_mark": "X" if decision.value_was_typed else "",
        "cleared_at": in_vietnam(decision.cleared_at),
        "inspected_at": in_vietnam(decision.inspected_at),
        "corrected_at": in_vietnam(decision.corrected_at),
        "head_of_office": decision.head_of_office,
    }


def _rates(decision: Decision) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place in range(RATES):
        currency, rate = decision.rates[place] if place < len(decision.rates) else ("", None)
        values[f"rate_currency_{place + 1}"] = currency
        values[f"rate_{place + 1}"] = Decimal(rate) if rate else None
    return values


def _places(declaration: Declaration, day: date) -> dict[str, str]:
    storage_name = name_of("warehouse_locations", declaration.storage_place, day)
    if isinstance(declaration, ImportDeclaration):
        return {"storage_name": storage_name} | _import_places(declaration, day)
    return {"storage_name": storage_name} | _export_places(declaration, day)


def _import_places(declaration: ImportDeclaration, day: date) -> dict[str, str]:
    unloading_code, unloading_name = domestic_place(declaration.unloading_place, day)
    return {
        "unloading_code": unloading_code,
        "unloading_name": unloading_name,
        "loading_code": declaration.loading_place,
        "loading_name": name_of("foreign_places", declaration.loading_place, day),
        "origin_name": name_of("countries", declaration.origin, day),
    }


def _export_places(declaration: ExportDeclaration, day: date) -> dict[str, str]:
    loading_code, loading_name = domestic_place(declaration.loading_place, day)
    return {
        "destination_code": declaration.final_destination,
        "destination_name": name_of("foreign_places", declaration.final_destination, day),
        "loading_code": loading_code,
        "loading_name": loading_name,
    }
