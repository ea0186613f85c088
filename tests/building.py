"""Builders that read like a sentence: `a_mic(price_term="EXW")` is a right declaration but for what is said."""

from datetime import date
from decimal import Decimal
from typing import Any

from thongquan.base.fault import Fault
from thongquan.consignment.model import HouseBill, Party
from thongquan.declaration.model import Declaration, ExportDeclaration, ImportDeclaration
from thongquan.declaration.plan import Plan, plan_for
from thongquan.declaration.profile import Profile

DAY = date(2026, 9, 2)
"""A day on which all tables of the tests have values, the demonstration's exchange rates among them."""


def a_mic(**changes: Any) -> ImportDeclaration:
    """A low-value import without fault on `DAY`: 30 dollars of face cream for a person in Hà Nội."""
    return ImportDeclaration(
        **{
            "nonce": "0123456789abcdef0123456789abcdef",
            "party_kind": "2",
            "customs_office": "02DS",
            "customs_team": "00",
            "importer_code": "048080916671",
            "importer_name": "Hoàng Khánh Hương",
            "importer_address": "344 Nguyễn Huệ, Phường An Khê, Thành phố Đà Nẵng",
            "importer_phone": "0970000717",
            "exporter_name": "SEOUL BEAUTY CO LTD",
            "exporter_street": "12-3 TEHERAN-RO, GANGNAM-GU",
            "exporter_city": "SEOUL",
            "exporter_country": "KR",
            "house_bill": "SEL00000001VN",
            "master_bill": "180-44712040",
            "packages": 1,
            "gross_weight": Decimal("0.4"),
            "storage_place": "02DSC01",
            "flight": "KE0359/03SEP",
            "arrival_date": date(2026, 9, 3),
            "unloading_place": "SGN",
            "loading_place": "KRICN",
            "price_kind": "A",
            "price_term": "FOB",
            "invoice_currency": "USD",
            "invoice_value": Decimal(30),
            "freight_class": "A",
            "freight_currency": "USD",
            "freight_amount": Decimal("2.5"),
            "insurance_class": "D",
            "goods_description": "Kem dưỡng da mặt 50 ml",
            "origin": "KR",
            **changes,
        }
    )


def a_mec(**changes: Any) -> ExportDeclaration:
    """A low-value export without fault on `DAY`."""
    return ExportDeclaration(
        **{
            "nonce": "0123456789abcdef0123456789abcdef",
            "customs_office": "02DS",
            "customs_team": "00",
            "exporter_code": "9901234560",
            "exporter_name": "Công ty TNHH Sao Mai",
            "exporter_address": "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh",
            "exporter_phone": "0900000001",
            "consignee_name": "SATO HARUTO",
            "consignee_street": "2-1-5 NIHONBASHI",
            "consignee_city": "TOKYO",
            "consignee_country": "JP",
            "house_bill": "VNE00000001VN",
            "packages": 1,
            "gross_weight": Decimal("1.2"),
            "storage_place": "02DSC01",
            "final_destination": "JPNRT",
            "loading_place": "SGN",
            "invoice_currency": "USD",
            "invoice_value": Decimal(25),
            "goods_description": "Áo thun nam bằng cotton",
            **changes,
        }
    )


def a_person(**changes: Any) -> Party:
    """A private receiver with a citizen number."""
    return Party(
        **{
            "name": "Trần Thị Ánh",
            "code": "079185000123",
            "address": "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh",
            "country": "VN",
            "phone": "0900000123",
            **changes,
        }
    )


def a_shop(**changes: Any) -> Party:
    """A foreign sender."""
    return Party(
        **{"name": "SEOUL BEAUTY CO LTD", "address": "12-3 TEHERAN-RO, GANGNAM-GU, SEOUL", "country": "KR", **changes}
    )


def a_profile(**changes: Any) -> Profile:
    """The defaults of a courier in Hồ Chí Minh City."""
    return Profile(
        **{
            "filer": "9901234560",
            "customs_office": "02DS",
            "customs_team": "00",
            "storage_place": "02DSC01",
            "party_kind": "2",
            "price_kind": "A",
            "freight_class": "A",
            "insurance_class": "D",
            **changes,
        }
    )


def a_house_bill(**changes: Any) -> HouseBill:
    """A house of an import manifest, after mending."""
    return HouseBill(
        **{
            "number": "SEL00000001VN",
            "master_bill": "180-44712040",
            "flight": "KE0359/03SEP",
            "arrival_date": date(2026, 9, 3),
            "loading_place": "KRICN",
            "unloading_place": "SGN",
            "sender": a_shop(),
            "receiver": a_person(),
            "goods_vi": "Kem dưỡng da mặt 50 ml",
            "goods_en": "Face cream 50 ml",
            "hs_code": "33049930",
            "origin": "KR",
            "packages": 1,
            "weight": Decimal("0.4"),
            "value": Decimal(30),
            "currency": "USD",
            "price_term": "FOB",
            "freight": Decimal("2.5"),
            "freight_currency": "USD",
            **changes,
        }
    )


def plan_of(declaration: Declaration, day: date = DAY, profile: str = "") -> Plan:
    """The plan that judges it on `day`, under the profile of the law unless another is named."""
    form = "MIC" if isinstance(declaration, ImportDeclaration) else "MEC"
    return Plan(form, day, profile) if profile else plan_for(form, day)


def faults(declaration: Declaration, day: date = DAY, profile: str = "") -> list[Fault]:
    """All faults of a declaration registered on `day`."""
    return plan_of(declaration, day, profile).judge(declaration).faults


def warnings(declaration: Declaration, day: date = DAY) -> list[Fault]:
    """What the rules only warn of."""
    return plan_of(declaration, day).warnings(declaration)


def faults_of(code: str, declaration: Declaration, day: date = DAY) -> list[Fault]:
    """The faults of one rule."""
    return [fault for fault in faults(declaration, day) if fault.code == code]
