"""VAT of one company and month: line by line, and by consignee, so that a courier can bill it on."""

from collections.abc import Iterable, Mapping

import msgspec

from thongquan.deposit.posting import Posting

VAT = "GTGT"


class Consigned(msgspec.Struct, frozen=True, gc=False):
    """What the list wants of a declaration besides its taxes; blank once its content was erased."""

    number: str
    """As it was registered, as on form HQ 03."""
    registered_at: str
    house_bill: str = ""
    consignee_code: str = ""
    """Tax code or identity number."""
    consignee: str = ""
    address: str = ""
    customs_value: int = 0


class VatLine(msgspec.Struct, frozen=True, gc=False):
    receipt: int
    at: str
    office: str
    vat: int
    """đồng; less than nothing where the receipt was voided."""
    of: Consigned


class ConsigneeVat(msgspec.Struct, frozen=True, gc=False):
    code: str
    name: str
    address: str
    """Of the first of its lines."""
    declarations: int
    vat: int


class VatList(msgspec.Struct, frozen=True):
    company: str
    month: str
    lines: list[VatLine]
    consignees: list[ConsigneeVat]
    vat: int


def vat_list(
    company: str, month: str, postings: Iterable[tuple[str, Posting]], declared: Mapping[int, Consigned]
) -> VatList:
    """`postings` of that month with the office of each; every declaration that they name stands in `declared`.

    A voided receipt is a line of the month in which it was voided. Consignees are the same by their code; without one,
    by name and address.
    """
    lines = [
        VatLine(one.receipt, one.at, office, one.used, declared[one.number])
        for office, one in sorted(postings, key=lambda pair: pair[1].seq)
        if one.tax == VAT and one.used
    ]
    return VatList(company, month, lines, _consignees(lines), sum(line.vat for line in lines))


def _consignees(lines: Iterable[VatLine]) -> list[ConsigneeVat]:
    """By name."""
    found: dict[tuple[str, ...], list[VatLine]] = {}
    for line in lines:
        found.setdefault(_same(line.of), []).append(line)
    told = [
        ConsigneeVat(
            of.consignee_code,
            of.consignee,
            of.address,
            len({line.of.number for line in theirs}),
            sum(line.vat for line in theirs),
        )
        for theirs in found.values()
        for of in [theirs[0].of]
    ]
    return sorted(told, key=lambda one: (one.name, one.code, one.address))


def _same(of: Consigned) -> tuple[str, ...]:
    return (of.consignee_code,) if of.consignee_code else ("", of.consignee.casefold(), of.address.casefold())
