"""Who imports and who exports."""

from typing import Any

from rule_cases.case import NONE, Case
from thongquan.consignment.owner import PERSON_CODE
from thongquan.declaration.registers import PARTNERS, TRADERS
from thongquan.law import Row

EXPORTER, OTHER = "9901234560", "0300588569"
SHOP = "KR00123"


def a_trader(code: str, **changes: str) -> Row:
    """An entry of the register of traders."""
    return {
        "code": code,
        "name": "Công ty TNHH Sao Mai",
        "postcode": "700000",
        "address": "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh",
        "phone": "02812345678",
        "status": "active",
        "valid_from": "",
        "valid_to": "",
        **changes,
    }


def a_partner(code: str = SHOP, **changes: str) -> Row:
    """An entry of the register of foreign partners."""
    return {
        "code": code,
        "name": "SEOUL BEAUTY CO LTD",
        "postcode": "04524",
        "street": "110 SEJONG-DAERO",
        "street_2": "JUNG-GU",
        "city": "SEOUL",
        "country_name": "KOREA",
        "country": "KR",
        "valid_from": "",
        "valid_to": "",
        **changes,
    }


def traders(*rows: Row, complete: bool = False) -> dict[Any, Any]:
    """What the register of traders holds in a case."""
    return {TRADERS.table: list(rows), TRADERS.complete: complete}


def partners(*rows: Row, complete: bool = False) -> dict[Any, Any]:
    """What the register of foreign partners holds in a case."""
    return {PARTNERS.table: list(rows), PARTNERS.complete: complete}


SAO_MAI = a_trader(EXPORTER)
OVER = a_trader(OTHER, valid_to="2026-09-01")
STOPPED = a_trader(OTHER, status="suspended")
NAMED_ONLY = a_trader(EXPORTER, address="", phone="")
FOR_PERSONS = {PERSON_CODE: "0000000000001"}

CASES: list[Case] = [
    Case("MIC-SKB-CITIZEN", NONE, {"party_kind": "4"}, "party_kind"),
    Case(
        "MIC-SKB-COMPANY",
        {"importer_name": "Công ty TNHH Sao Mai", "importer_code": EXPORTER, "party_kind": "4"},
        {"party_kind": "2"},
        "party_kind",
    ),
    Case("MIC-04-CODE", {"importer_code": "9901234560"}, {"importer_code": "9901234561"}, "importer_code"),
    Case("MEC-04-CODE", NONE, {"exporter_code": "9901234561"}, "exporter_code"),
    Case(
        "MIC-04-REGISTERED",
        {"importer_code": EXPORTER, "importer_name": "Công ty Sao Mai TNHH", "party_kind": "4"},
        {"importer_code": OTHER},
        "importer_code",
        traders(a_trader(EXPORTER, name=""), complete=True),
    ),
    Case("MEC-04-REGISTERED", NONE, {"exporter_code": OTHER}, "exporter_code", traders(SAO_MAI, complete=True)),
    Case(
        "MIC-04-VALID",
        {"party_kind": "4", "importer_code": EXPORTER},
        {"importer_code": OTHER},
        "importer_code",
        traders(OVER),
    ),
    Case("MEC-04-VALID", NONE, {"exporter_code": OTHER}, "exporter_code", traders(OVER)),
    Case(
        "MIC-04-STATUS",
        {"party_kind": "4", "importer_name": "Công ty TNHH Sao Mai", "importer_code": EXPORTER},
        {"importer_code": OTHER},
        "importer_code",
        traders(STOPPED, SAO_MAI),
    ),
    Case("MEC-04-STATUS", NONE, {"exporter_code": OTHER}, "exporter_code", traders(STOPPED, SAO_MAI)),
    Case(
        "MIC-04-PERSON",
        {"importer_code": "0000000000001", "party_kind": "2"},
        {"party_kind": "4"},
        "importer_code",
        FOR_PERSONS,
    ),
    Case(
        "MEC-04-PERSON",
        {"exporter_code": "0000000000001", "exporter_name": "Ngô Bảo Hà"},
        {"exporter_name": "Công ty TNHH Sao Mai"},
        "exporter_code",
        FOR_PERSONS,
    ),
    Case("MIC-05-NEEDED", NONE, {"importer_name": ""}, "importer_name"),
    Case("MEC-05-NEEDED", NONE, {"exporter_name": ""}, "exporter_name"),
    Case(
        "MIC-05-OTHER",
        {"party_kind": "4", "importer_code": EXPORTER, "importer_name": "CONG TY TNHH SAO MAI"},
        {"importer_name": "Công ty TNHH Sao Hôm"},
        "importer_name",
        traders(SAO_MAI),
    ),
    Case("MEC-05-OTHER", NONE, {"exporter_name": "Công ty TNHH Sao Hôm"}, "exporter_name", traders(SAO_MAI)),
    Case("MIC-07-NEEDED", NONE, {"importer_address": ""}, "importer_address"),
    Case("MEC-07-NEEDED", NONE, {"exporter_address": ""}, "exporter_address", traders(NAMED_ONLY)),
    Case("MIC-08-NEEDED", {"importer_code": ""}, {"importer_phone": ""}, "importer_phone"),
    Case("MIC-08-STRICT", NONE, {"importer_phone": ""}, "importer_phone"),
    Case("MEC-08-STRICT", NONE, {"exporter_phone": ""}, "exporter_phone", traders(NAMED_ONLY)),
    Case(
        "MIC-09-REGISTERED",
        {"exporter_code": SHOP},
        {"exporter_code": "KR1"},
        "exporter_code",
        partners(a_partner(), complete=True),
    ),
    Case(
        "MEC-09-REGISTERED",
        {"consignee_code": SHOP},
        {"consignee_code": "KR1"},
        "consignee_code",
        partners(a_partner(), complete=True),
    ),
    Case("MIC-10-NEEDED", NONE, {"exporter_name": ""}, "exporter_name"),
    Case("MEC-10-NEEDED", NONE, {"consignee_name": ""}, "consignee_name"),
    Case("MIC-12-STREET", NONE, {"exporter_street": ""}, "exporter_street"),
    Case("MEC-12-STREET", NONE, {"consignee_street": ""}, "consignee_street"),
    Case("MIC-13-NEVER", NONE, {"exporter_country": "ZZ"}, "exporter_country"),
    Case("MEC-13-NEVER", NONE, {"consignee_country": "ZZ"}, "consignee_country"),
]
