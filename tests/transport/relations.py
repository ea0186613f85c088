"""Every rule of the transport declaration: what passes, and the one fact that makes it fail."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from building import DAY
from thongquan.declaration.registers import TRADERS
from thongquan.law import CodeTable, Parameter
from thongquan.transport.rules.places import AREAS

NONE: dict[str, Any] = {}
COMPLETE = {TRADERS.complete: True}
A_TRADER = {"name": "Sao Mai", "address": "Huế", "phone": "", "postcode": ""}
SUSPENDED = {TRADERS.table: {"0301234567": {**A_TRADER, "code": "0301234567", "status": "suspended"}}}
NAMELESS = {AREAS: {code: {**row, "name": ""} for code, row in AREAS.on(DAY).items() if code in ("02DSC01", "01ACL01")}}
BOTH_NAMED = {"departure_name": "Kho A", "arrival_name": "Kho B"}
BY_LIST = "Bản kê hàng hóa theo số tệp tin đính kèm 720000000120"
LIST = {"transport_type": "KS", "remarks": BY_LIST, "cargo": {"goods_name": "chi tiết theo vận đơn"}}
EXPORT = {"direction": "E", "purpose": "EXP"}
NOBODY = "0309999995"


class Case(NamedTuple):
    """Code of the rule, what the passing declaration has, the one fact that makes it fail, the place at fault."""

    code: str
    passing: dict[str, Any]
    change: dict[str, Any]
    at: str
    given: Mapping[Parameter[Any] | CodeTable, Any] = MappingProxyType({})


def of_cargo(code: str, passing: dict[str, Any], change: dict[str, Any], at: str, **whole: Any) -> Case:
    """A case of a cargo block; `whole` is what the declaration has in both."""
    given = whole.pop("given", {})
    return Case(code, {**whole, "cargo": passing}, {"cargo": {**passing, **change}}, f"cargo.1.{at}", given)


PLACES = [
    Case("OLA-DPR-NONE", NONE, {"departure_area": ""}, "departure_area"),
    Case("OLA-DPR-BOTH", {"departure_port": "HPH"}, {"departure_berth": "VNHPH1"}, "departure_berth"),
    Case("OLA-ARR-NONE", NONE, {"arrival_area": ""}, "arrival_area"),
    Case("OLA-ARR-BOTH", {"arrival_port": "HPH"}, {"arrival_berth": "VNHPH1"}, "arrival_berth"),
    Case("OLA-ARR-SAME", NONE, {"arrival_area": "02DSC01"}, "arrival_area"),
    Case("OLA-DPR-OFFICE", NONE, {"customs_office": "01DD"}, "departure_area"),
    Case("OLA-PRT-KNOWN", {"departure_port": "VNHPH"}, {"departure_port": "VNXXX"}, "departure_port"),
    Case("OLA-ARP-KNOWN", {"arrival_port": "HAN"}, {"arrival_port": "KRICN"}, "arrival_port"),
    Case(
        "OLA-PRT-BERTH",
        {"departure_area": "", "departure_berth": "B1", "departure_port": "HPH"},
        {"departure_port": ""},
        "departure_port",
    ),
    Case(
        "OLA-ARP-BERTH",
        {"arrival_area": "", "arrival_berth": "B1", "arrival_port": "HPH"},
        {"arrival_port": ""},
        "arrival_port",
    ),
    Case(
        "OLA-ARP-TRANSFER",
        {"transport_type": "PT", "departure_port": "HPH", "arrival_port": "HAN"},
        {"arrival_port": ""},
        "arrival_port",
    ),
    Case(
        "OLA-DPN-NEEDED",
        {"departure_name": "Kho", "arrival_name": "K"},
        {"departure_name": ""},
        "departure_name",
        NAMELESS,
    ),
    Case(
        "OLA-ARN-NEEDED", {"departure_name": "Kho", "arrival_name": "K"}, {"arrival_name": ""}, "arrival_name", NAMELESS
    ),
]
JOURNEY = [
    Case("OLA-SDT-PAST", NONE, {"start_day": DAY - timedelta(1)}, "start_day"),
    Case("OLA-EDT-ORDER", NONE, {"finish_hour": "07"}, "finish_day"),
    Case("OLA-OBJ-DIRECTION", NONE, {"purpose": "EXP"}, "purpose"),
    Case("OLA-CNO-NONE", {"means": "6"}, {"pieces": ()}, "pieces"),
    Case("OLA-NTA-QUARANTINE", {"transport_type": "QU", "remarks": "Trạm kiểm dịch"}, {"remarks": ""}, "remarks"),
    Case("OLA-USS-LIST", LIST, {"transport_type": "NR"}, "transport_type"),
    Case("OLA-NTA-LIST", LIST, {"remarks": BY_LIST[:-1]}, "remarks"),
    Case("OLA-CM-LIST", LIST, {"cargo": {"goods_name": "Kem dưỡng da"}}, "cargo.1.goods_name"),
]
GENERAL = {
    "security": "B",
    "security_bank": "VCB",
    "security_year": "2026",
    "security_sign": "BL",
    "security_number": "17",
}
SECURITY = [
    Case("OLA-SBC-NEEDED", {"security": "A"}, {"security": "B"}, "security_bank"),
    Case("OLA-SBC-OTHER", GENERAL, {"security": "A"}, "security_bank"),
]
CARGO = [
    of_cargo("OLA-CG-AIR", NONE, {"cargo_number": "A" * 21}, "cargo_number"),
    of_cargo("OLA-DB-INVOICE", {"cargo_number": "0301234567,HD1", "bill_day": DAY}, {"bill_day": None}, "bill_day"),
    of_cargo("OLA-HS-KNOWN", {"heading": "3304"}, {"heading": "7777"}, "heading"),
    of_cargo("OLA-PR-DONG", {"price": Decimal(5), "price_currency": "VND"}, {"price": Decimal("5.5")}, "price"),
]
STRICT = {
    "bill_day": DAY,
    "origin_country": "KR",
    "importer_code": "0301234567",
    "exporter_code": "0301234567",
    "cargo_departure": "ICN",
    "cargo_arrival": "SGN",
}
BY_SEA = {"manifest_type": "S", "carried_by": "3WAB", "cargo_departure": "KRPUS", "cargo_arrival": "VNHPH"}
OUT = {**STRICT, "cargo_departure": "SGN", "cargo_arrival": "ICN"}
DEMANDED = [
    of_cargo("OLA-DB-STRICT", STRICT, {"bill_day": None}, "bill_day"),
    of_cargo("OLA-OR-STRICT", STRICT, {"origin_country": ""}, "origin_country"),
    of_cargo("OLA-IM-STRICT", STRICT, {"importer_code": ""}, "importer_code"),
    of_cargo("OLA-EM-STRICT", OUT, {"exporter_code": ""}, "exporter_code", **EXPORT),
    of_cargo("OLA-LP-STRICT", STRICT, {"cargo_departure": ""}, "cargo_departure"),
    of_cargo("OLA-PA-STRICT", STRICT, {"cargo_arrival": ""}, "cargo_arrival"),
    of_cargo(
        "OLA-SN-STRICT",
        {
            **STRICT,
            "manifest_type": "S",
            "carried_by": "3WAB",
            "vessel": "A",
            "cargo_departure": "KRPUS",
            "cargo_arrival": "VNHPH",
        },
        {"vessel": ""},
        "vessel",
    ),
]
WAYS = [
    of_cargo("OLA-LP-ABROAD", {"cargo_departure": "ICN"}, {"cargo_departure": "SGN"}, "cargo_departure"),
    of_cargo("OLA-PA-HOME", {"cargo_arrival": "SGN"}, {"cargo_arrival": "ICN"}, "cargo_arrival"),
    of_cargo("OLA-LP-HOME", {"cargo_departure": "SGN"}, {"cargo_departure": "ICN"}, "cargo_departure", **EXPORT),
    of_cargo("OLA-PA-ABROAD", {"cargo_arrival": "ICN"}, {"cargo_arrival": "SGN"}, "cargo_arrival", **EXPORT),
    of_cargo(
        "OLA-PA-TRANSIT",
        {"cargo_arrival": "SGN"},
        {"cargo_arrival": "ICN"},
        "cargo_arrival",
        direction="C",
        purpose="BTB",
        transport_type="KR",
    ),
    of_cargo("OLA-LP-MEANS", {"cargo_departure": "ICN"}, {"cargo_departure": "KRICN"}, "cargo_departure"),
    of_cargo(
        "OLA-PA-MEANS",
        {"manifest_type": "S", "cargo_arrival": "VNHPH"},
        {"cargo_arrival": "HPH"},
        "cargo_arrival",
    ),
    of_cargo("OLA-LP-KNOWN", {"cargo_departure": "ICN"}, {"cargo_departure": "QQQ"}, "cargo_departure"),
    of_cargo(
        "OLA-PA-KNOWN",
        {"manifest_type": "S", "cargo_arrival": "VNHPH"},
        {"cargo_arrival": "VNXXX"},
        "cargo_arrival",
    ),
]
CARRIER = {"transporter_name": "A", "transporter_address": "B"}
REGISTERED = [
    Case("OLA-TRN-NEEDED", CARRIER, {"transporter_name": ""}, "transporter_name", COMPLETE),
    Case("OLA-TRA-NEEDED", CARRIER, {"transporter_address": ""}, "transporter_address", COMPLETE),
    Case(
        "OLA-TRC-STATUS",
        {"transporter_code": NOBODY},
        {"transporter_code": "0301234567"},
        "transporter_code",
        SUSPENDED,
    ),
]
PARTIES = [
    of_cargo(
        code,
        {f"{who}_code": NOBODY, f"{who}_name": "A", f"{who}_address": "B"},
        {f"{who}_{part}": ""},
        f"{who}_{part}",
        transporter_address="B",
        given=COMPLETE,
    )
    for who, part, code in (
        ("importer", "name", "OLA-IN-NEEDED"),
        ("importer", "address", "OLA-IA-NEEDED"),
        ("exporter", "name", "OLA-EN-NEEDED"),
        ("exporter", "address", "OLA-EA-NEEDED"),
        ("trustor", "name", "OLA-KN-NEEDED"),
        ("trustor", "address", "OLA-KA-NEEDED"),
    )
]
A_TRUCK = {"manifest_type": "V", "carried_by": "VN-51C12345"}
CARRIAGE = [
    of_cargo("OLA-TE-SIGN", {"manifest_type": "S", "carried_by": "3WAB"}, {"carried_by": "SAO MAI"}, "carried_by"),
    of_cargo("OLA-TE-FLIGHT", {"carried_by": "VN0123/0309"}, {"carried_by": "VN0123"}, "carried_by"),
    of_cargo("OLA-TE-NUMBER", {"carried_by": "VN0123/0309"}, {"carried_by": "V0123456/0309"}, "carried_by"),
    of_cargo("OLA-TE-DAY", {"carried_by": "VN0123/0309"}, {"carried_by": "VN0123/3102"}, "carried_by"),
    of_cargo("OLA-TE-TRAIN", {"manifest_type": "R", "carried_by": "SE3"}, {"carried_by": "SE 3"}, "carried_by"),
    of_cargo(
        "OLA-TE-PLATE", {"manifest_type": "V", "carried_by": "VN-51C12345"}, {"carried_by": "51C12345"}, "carried_by"
    ),
]
CASES: list[Case] = [*PLACES, *JOURNEY, *SECURITY, *CARGO, *DEMANDED, *WAYS, *REGISTERED, *PARTIES, *CARRIAGE]
