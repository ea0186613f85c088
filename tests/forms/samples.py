"""The declarations and decisions that the printed forms are shown with."""

from datetime import date
from decimal import Decimal
from typing import Any

from thongquan.declaration.model import CustomsOffice, Decision, ExportDeclaration, ImportDeclaration
from thongquan.forms.model import Printout
from thongquan.forms.printout import compose


def a_mic(**changes: Any) -> ImportDeclaration:
    """A jar of cream from Seoul to a woman in Ho Chi Minh City, bought on FOB terms."""
    known: dict[str, Any] = {
        "party_kind": "2",
        "customs_office": "02DS",
        "customs_team": "00",
        "importer_code": "0312345678001",
        "importer_name": "Nguyễn Thị Phương Thảo",
        "importer_postcode": "700000",
        "importer_address": "Số 12 đường Nguyễn Huệ, phường Sài Gòn, Thành phố Hồ Chí Minh",
        "importer_phone": "0901234567",
        "exporter_code": "KR00123",
        "exporter_name": "SEOUL COSMETICS CO., LTD",
        "exporter_postcode": "04524",
        "exporter_street": "110 SEJONG-DAERO",
        "exporter_street_2": "JUNG-GU",
        "exporter_city": "SEOUL",
        "exporter_country_name": "KOREA",
        "exporter_country": "KR",
        "house_bill": "DHL1234567890",
        "master_bill": "18012345675",
        "packages": 1,
        "gross_weight": Decimal("1.5"),
        "storage_place": "02DSC01",
        "flight": "KE0359/03SEP",
        "arrival_date": date(2026, 9, 3),
        "unloading_place": "SGN",
        "loading_place": "KRICN",
        "price_kind": "A",
        "price_term": "FOB",
        "invoice_currency": "USD",
        "invoice_value": Decimal("25.5"),
        "freight_class": "A",
        "freight_currency": "USD",
        "freight_amount": Decimal(4),
        "insurance_class": "D",
        "goods_description": "Kem dưỡng da ban đêm, hộp 50 ml, hàng mới 100%",
        "origin": "KR",
        "notes": "Trọng lượng chính xác 1,482 kg",
        "internal_reference": "HAWB-000123",
    }
    return ImportDeclaration(**(known | changes))


def a_mec(**changes: Any) -> ExportDeclaration:
    """Silk scarves from a workshop in Ho Chi Minh City to a buyer in San Francisco."""
    known: dict[str, Any] = {
        "customs_office": "02DS",
        "customs_team": "00",
        "exporter_code": "0312345678",
        "exporter_name": "Công ty TNHH Thủ công mỹ nghệ Đất Việt",
        "exporter_postcode": "700000",
        "exporter_address": "45 Lê Lợi, phường Sài Gòn, Thành phố Hồ Chí Minh",
        "exporter_phone": "02812345678",
        "consignee_code": "US00456",
        "consignee_name": "JOHN MILLER",
        "consignee_postcode": "94103",
        "consignee_street": "1200 MARKET STREET",
        "consignee_city": "SAN FRANCISCO CA",
        "consignee_country_name": "USA",
        "consignee_country": "US",
        "house_bill": "DHL0987654321",
        "packages": 2,
        "gross_weight": Decimal("3.2"),
        "storage_place": "02DSC01",
        "final_destination": "USSFO",
        "loading_place": "SGN",
        "invoice_currency": "USD",
        "invoice_value": Decimal("112.5"),
        "goods_description": "Khăn lụa tơ tằm thêu tay, 4 chiếc",
        "notes": "Hàng mẫu theo hợp đồng 07/2026",
        "internal_reference": "VN-7788",
    }
    return ExportDeclaration(**(known | changes))


def a_decision(**changes: Any) -> Decision:
    """Registered and cleared on 2 September 2026 in the morning, Viet Nam time."""
    known: dict[str, Any] = {
        "number": "107000000120",
        "form": "MIC",
        "filing": "0197f000-0000-7000-8000-000000000001",
        "line": 1,
        "registered_at": "2026-09-02T03:04:05.000006Z",
        "channel": "1",
        "office": CustomsOffice("02DS", "Hải quan Chuyển phát nhanh", "00"),
        "agent_code": "A1234",
        "agent_name": "Đại lý Hải quan Sài Gòn",
        "customs_value": 763_460,
        "value_was_typed": True,
        "rates": [("USD", "25880")],
        "state": "cleared",
        "cleared_at": "2026-09-02T03:04:06.500000Z",
        "inspected_at": "2026-09-02T03:04:06.000000Z",
        "head_of_office": "Trần Văn Đức",
    }
    return Decision(**(known | changes))


def waiting() -> Decision:
    """The same, on the yellow channel, before an officer has looked."""
    return a_decision(channel="2", state="registered", cleared_at="", inspected_at="", head_of_office="")


def the_four() -> dict[str, Printout]:
    """Each form once, by the name under which its picture is kept."""
    value = {"customs_value": 2_911_500, "value_was_typed": False, "form": "MEC", "number": "307000000450"}
    return {
        "05-mic-phan-luong": compose(a_mic(), waiting(), kind="channel"),
        "06-mic-thong-quan": compose(a_mic(), a_decision(), kind="clearance"),
        "07-mec-phan-luong": compose(a_mec(), a_decision(**value), kind="channel"),
        "08-mec-thong-quan": compose(a_mec(), a_decision(**value), kind="clearance"),
    }
