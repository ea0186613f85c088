"""Which column of the courier's file an item of the declaration comes from, so that a fault points at its cell."""

_PARTY = ("name", "code", "address", "phone", "postcode", "country")
_FOREIGN_BOXES = ("street", "street_2", "city", "country_name")

_BOTH = {
    "gross_weight": "weight",
    "invoice_value": "value",
    "invoice_currency": "currency",
    "freight_amount": "freight",
    "insurance_amount": "insurance",
    "customs_value": "value",
    "declared_value": "value",
    "price_kind": "price_term",
    "internal_reference": "reference",
    "goods_description": "goods_en",
}


def _sides(own: str, own_side: str, foreign: str, foreign_side: str) -> dict[str, str]:
    columns = {f"{own}_{part}": f"{own_side}_{part}" for part in _PARTY}
    columns |= {f"{foreign}_{part}": f"{foreign_side}_{part}" for part in _PARTY}
    columns |= {f"{foreign}_{box}": f"{foreign_side}_address" for box in _FOREIGN_BOXES}
    return columns | _BOTH


SOURCE = {
    "import": _sides("importer", "receiver", "exporter", "sender"),
    "export": _sides("exporter", "sender", "consignee", "receiver"),
}
"""By direction: field of the declaration → column of the manifest; a field that is not named has its own name."""
