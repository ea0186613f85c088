"""Bills, packages, weight, description."""

from decimal import Decimal

from rule_cases.case import NONE, Case
from thongquan.declaration.rules.goods import EXPORT_WEIGHT_ON_THE_WIRE

CASES: list[Case] = [
    Case("MIC-14-MASTER", NONE, {"house_bill": "180-44712040"}, "house_bill"),
    Case("MIC-16-ONE", NONE, {"packages": 0}, "packages"),
    Case("MEC-16-ONE", NONE, {"packages": 0}, "packages"),
    Case("MIC-17-LEAST", {"gross_weight": Decimal("0.1")}, {"gross_weight": Decimal(0)}, "gross_weight"),
    Case("MEC-17-LEAST", {"gross_weight": Decimal("0.1")}, {"gross_weight": Decimal(0)}, "gross_weight"),
    Case("MIC-17-RANGE", {"gross_weight": Decimal("999999.9")}, {"gross_weight": Decimal(1_000_000)}, "gross_weight"),
    Case(
        "MEC-17-RANGE",
        {"gross_weight": Decimal("99999999.9")},
        {"gross_weight": Decimal(100_000_000)},
        "gross_weight",
        {EXPORT_WEIGHT_ON_THE_WIRE: Decimal("99999999.9")},
    ),
    Case("MIC-HS-DIGITS", {"hs_code": "33049930"}, {"hs_code": "330499"}, "hs_code"),
    Case("MIC-26-SCRIPT", NONE, {"goods_description": "护肤品 50 ml"}, "goods_description"),
    Case("MEC-26-SCRIPT", NONE, {"goods_description": "화장품 샘플"}, "goods_description"),
]
