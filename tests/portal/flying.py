"""Flights for tests of pages: a declarant of the first company, manifests, and the steps from upload to filed."""

import base64
import csv
import io
import re
import time
from html import unescape
from typing import Any

import httpx

from authority.house import House, the_pki
from demo_pki import RSA_COMPANY
from portal.visiting import Visitor
from thongquan.portal.sessions import Who

COLUMNS = (
    "HAWB", "MAWB", "Flight", "Arrival Date", "Loading Port", "Unloading Port", "Shipper Name", "Shipper Address",
    "Shipper Country", "Consignee Name", "Consignee Address", "Consignee Phone", "Consignee ID", "Goods (EN)",
    "Goods (VI)", "Origin", "Pieces", "Gross Kg", "Declared Value", "Currency", "Delivery Term",
)  # fmt: skip
NO_PIECES, NO_ORIGIN = {"Pieces": "0"}, {"Origin": ""}
"""Two mistakes that a courier makes; each is one fault of one cell."""
DOCUMENTS = {"Goods (EN)": "Contract documents", "Goods (VI)": "Bộ chứng từ", "Declared Value": "", "Currency": ""}
"""Goods of group 1: they go on a list HQ 01."""
DEFAULTS = {
    "customs_office": "02DS",
    "customs_team": "00",
    "storage_place": "02DSC01",
    "party_kind": "2",
    "price_kind": "A",
    "freight_class": "A",
    "insurance_class": "D",
}


def a_row(place: int, **changes: str) -> dict[str, str]:
    """A right parcel of an owner of its own."""
    row = {
        "HAWB": f"SEL{81000000 + place}VN", "MAWB": "180-55120015", "Flight": "KE0359/03SEP",
        "Arrival Date": "2026-09-03", "Loading Port": "KRICN", "Unloading Port": "SGN",
        "Shipper Name": "HANA TRADING CO LTD", "Shipper Address": "12 TEHERAN-RO, GANGNAM-GU, SEOUL",
        "Shipper Country": "KR", "Consignee Name": f"Hoàng Khánh Hương {place}",
        "Consignee Address": f"{place} Nguyễn Huệ, Phường An Khê, Thành phố Đà Nẵng", "Consignee Phone": "0970000717",
        "Consignee ID": f"0481{80000000 + place:08d}", "Goods (EN)": "Face cream 50 ml",
        "Goods (VI)": "Kem dưỡng da 50 ml", "Origin": "KR",
        "Pieces": "1", "Gross Kg": "0.4", "Declared Value": "12.7", "Currency": "USD",
        "Delivery Term": "DAP",
    }  # fmt: skip
    return row | changes


def a_manifest(count: int, faulty: dict[int, dict[str, str]] | None = None) -> bytes:
    """CSV of so many houses; `faulty` changes some of them."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(a_row(place) | (faulty or {}).get(place, {}) for place in range(1, count + 1))
    return text.getvalue().encode("utf-8-sig")


def the_declarant(house: House, company: str = RSA_COMPANY, key: str = "rsa") -> Who:
    certificate = the_pki().certificate(key)
    user = house.books.accounts.user_of(certificate.issuer_serial).name
    return Who(user, "user", "Đặng Thị Thu Hà", company=company, certificate=certificate.fingerprint)


def declarant(house: House) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(the_declarant(house))
    return visitor


def upload(visitor: Visitor, content: bytes, name: str = "flight.csv", **fields: str) -> httpx.Response:
    return visitor.post("/flights/new", DEFAULTS | fields, files={"file": (name, content)})


def uploaded(visitor: Visitor, content: bytes, name: str = "flight.csv", **fields: str) -> str:
    """The address of the flight, judged."""
    answer = upload(visitor, content, name, **fields)
    assert answer.status_code == 303, answer.text
    wait(visitor, answer.headers["location"])
    return answer.headers["location"]


def wait(visitor: Visitor, place: str) -> str:
    """The page when nothing goes on any more."""
    until = time.monotonic() + 60
    while "asks-again" in (shown := visitor.get(place).text):
        assert time.monotonic() < until, "it is judged still"
        time.sleep(0.1)
    return shown


def mend(visitor: Visitor, place: str, row: int, column: str, text: str) -> httpx.Response:
    """Of a manifest of `a_manifest`: the header is line 1."""
    cell = {"sheet": "0", "line": str(row + 1), "column": str(COLUMNS.index(column))}
    return visitor.post(f"{place}/mend", {"row": str(row), "text": text, **cell})


def to_sign(visitor: Visitor, place: str) -> str:
    """The statement that the page shows."""
    assert visitor.post(f"{place}/prepare").status_code == 303
    found = re.search(r'data-part="text">(.*?)</pre>', visitor.get(f"{place}/sign").text, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def signed(text: str, key: Any = None) -> dict[str, str]:
    signature = (key or the_pki().rsa).sign(text.encode())
    return {"text": text, "signature": base64.b64encode(signature).decode()}


def filed(visitor: Visitor, place: str) -> str:
    """Signed and filed: the page afterwards."""
    assert visitor.post(f"{place}/sign", signed(to_sign(visitor, place))).status_code == 303
    return wait(visitor, place)


def rows_of(page: str) -> dict[int, str]:
    """House row → the text of its row in the table."""
    found = re.findall(r'<tr id="row-(\d+)">(.*?)</tr>', page, re.DOTALL)
    return {int(row): " ".join(unescape(re.sub("<[^>]+>", " ", text)).split()) for row, text in found}
