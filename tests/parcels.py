"""House bills as small as filing needs them: their content is nobody's business in these tests."""

from datetime import UTC, datetime

from thongquan.declarant.filing import Address
from thongquan.declaration.model import Declaration, ExportDeclaration, ImportDeclaration

ADDRESS = Address(
    server="http://127.0.0.1:8080",
    system="thongquan-demo",
    on_behalf_of="",
    manifests=["flight.xlsx"],
    now=datetime(2026, 9, 2, 3, tzinfo=UTC),
)


def houses(*numbers: str, **fields: object) -> list[Declaration]:
    return [ImportDeclaration(house_bill=number, customs_office="02DS", **fields) for number in numbers]


def exports(*numbers: str, **fields: object) -> list[Declaration]:
    return [ExportDeclaration(house_bill=number, customs_office="02DS", **fields) for number in numbers]
