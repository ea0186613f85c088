"""From a house bill to the declaration that will be signed. All mending happens here or before, never after signing.

Whatever is computed, defaulted or written in another way is listed as `Mended`.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import msgspec

from thongquan import law
from thongquan.base.fault import Mended
from thongquan.consignment.model import HouseBill, Party
from thongquan.consignment.owner import PERSON_CODE
from thongquan.consignment.party import is_company
from thongquan.declaration.boxes import FOREIGN, foreign_party
from thongquan.declaration.derived import receiving_office
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.noting import notes_of
from thongquan.declaration.places import domestic_place, foreign_place
from thongquan.declaration.profile import Profile
from thongquan.declaration.rules.foreign import NEVER_DECLARED
from thongquan.declaration.rules.goods import LEAST_WEIGHT
from thongquan.declaration.rules.hs_code import is_hs_code
from thongquan.declaration.rules.party_codes import CITIZEN_NUMBER_ALLOWED, ORGANISATION_RECEIVES, is_citizen_number
from thongquan.declaration.value import Parts
from thongquan.valuation.customs_value import (
    WITHOUT_CUSTOMS_VALUE,
    WITHOUT_INSURANCE,
    exchanged,
    terms_with_freight,
    terms_with_insurance,
)

OFFICE_AIRPORTS = law.codes("office_airports")
FOB = "FOB"
_TENTH = Decimal("0.1")
_HEAVIEST = Decimal(10) ** 20
_WITH_TAX_CODE = {"1": "3", "2": "4"}
_OWN_INSURANCE = Mended("insurance_class", "", "A", "INSURANCE-CLASS-FROM-AMOUNT")


class Draft(msgspec.Struct, frozen=True, gc=False):
    """A declaration not yet signed, and what was mended to make it."""

    declaration: ImportDeclaration | ExportDeclaration
    mended: list[Mended]


class _Drafter:
    """What both forms take from the profile and from the law of one day."""

    def __init__(self, profile: Profile, day: date) -> None:
        self.profile = profile
        self.day = day
        self.with_freight = terms_with_freight(day)
        self.least_weight = LEAST_WEIGHT.on(day)
        self.defaults = [
            Mended(at, "", value, "DEFAULT-FROM-PROFILE")
            for at, value in (
                ("customs_office", profile.customs_office),
                ("customs_team", profile.customs_team),
                ("storage_place", profile.storage_place),
            )
            if value
        ]

    def _office(self) -> str:
        """Declared or derived: a blank office stays blank on the declaration, and is still known."""
        return receiving_office(self.profile.customs_office, self.profile.storage_place, self.day)

    def _weight(self, weight: Decimal | None, mended: list[Mended]) -> tuple[Decimal | None, str]:
        """One decimal, half-up, at least the least weight; the exact weight goes to the notes (criterion 17)."""
        if weight is None or weight <= 0 or weight >= _HEAVIEST:
            return plain(weight), ""
        rounded, change, note = _in_tenths(weight, self.least_weight)
        if change is not None:
            mended.append(change)
        return rounded, note


class ImportDrafter(_Drafter):
    """Makes MIC declarations of one profile, to be registered on one day."""

    def __init__(self, profile: Profile, day: date) -> None:
        super().__init__(profile, day)
        self.without_value = WITHOUT_CUSTOMS_VALUE.on(day)
        self.without_insurance = WITHOUT_INSURANCE.on(day)

    def draft(self, bill: HouseBill) -> Draft:
        """The declaration of one house bill."""
        profile = self.profile
        mended = self.defaults.copy()
        bill = self._with_price_term(bill, mended)
        importer, exporter = bill.receiver, foreign_party(bill.sender, self.day, FOREIGN["MIC"], mended)
        organisation = profile.party_kind in ORGANISATION_RECEIVES
        code = party_code(importer, self.day, mended, "importer_code", organisation=organisation)
        weight, exact = self._weight(bill.weight, mended)
        value, freight, insurance = plain(bill.value), self._freight(bill, mended), self._insurance(bill, mended)
        return Draft(
            ImportDeclaration(
                party_kind=self._party_kind(code, mended),
                customs_office=profile.customs_office,
                customs_team=profile.customs_team,
                importer_code=code,
                importer_name=importer.name,
                importer_postcode=importer.postcode,
                importer_address=importer.address,
                importer_phone=importer.phone,
                exporter_code=bill.sender.code,
                exporter_name=exporter.name,
                exporter_postcode=bill.sender.postcode,
                exporter_street=exporter.street,
                exporter_street_2=exporter.street_2,
                exporter_city=exporter.city,
                exporter_country_name=exporter.country_name,
                exporter_country=declared_country(bill.sender, self.day, mended, "exporter_country"),
                house_bill=bill.number,
                master_bill=bill.master_bill,
                packages=bill.packages,
                gross_weight=weight,
                storage_place=profile.storage_place,
                flight=bill.flight or _default(mended, "flight", profile.flight.number),
                arrival_date=bill.arrival_date or self._arrival(mended),
                unloading_place=domestic_place(
                    bill.unloading_place or _default(mended, "unloading_place", profile.unloading_place),
                    "unloading_place",
                    mended,
                ),
                loading_place=foreign_place(
                    bill.loading_place or _default(mended, "loading_place", profile.loading_place),
                    bill.sender.country,
                    self.day,
                    "loading_place",
                    mended,
                ),
                price_kind=self._price_kind(bill, mended),
                price_term=bill.price_term,
                invoice_currency=bill.currency if value is not None else "",
                invoice_value=value,
                freight_class=freight[0],
                freight_currency=freight[1],
                freight_amount=freight[2],
                insurance_class=insurance[0],
                insurance_currency=insurance[1],
                insurance_amount=insurance[2],
                goods_description=described(bill),
                origin=bill.origin,
                customs_value=self._typed_value(bill, value, freight, insurance, mended),
                notes=notes_of(exact, bill.remark, profile, mended),
                internal_reference=bill.reference,
                hs_code=bill.hs_code if is_hs_code(bill.hs_code) else "",
            ),
            mended,
        )

    def _party_kind(self, code: str, mended: list[Mended]) -> str:
        """The profile's; one who has a tax code is an organisation."""
        kind = self.profile.party_kind
        if code and not is_citizen_number(code) and code != PERSON_CODE.on(self.day) and kind in _WITH_TAX_CODE:
            mended.append(Mended("party_kind", kind, _WITH_TAX_CODE[kind], "PARTY-KIND-FROM-CODE"))
            return _WITH_TAX_CODE[kind]
        return _default(mended, "party_kind", kind)

    def _arrival(self, mended: list[Mended]) -> date | None:
        arrival = self.profile.flight.arrival
        if arrival is not None:
            mended.append(Mended("arrival_date", "", arrival.isoformat(), "DEFAULT-FROM-PROFILE"))
        return arrival

    def _with_price_term(self, bill: HouseBill, mended: list[Mended]) -> HouseBill:
        """The profile's price term, where the file gives a price without one."""
        if bill.price_term or bill.value is None or not self.profile.price_term:
            return bill
        return msgspec.structs.replace(bill, price_term=_default(mended, "price_term", self.profile.price_term))

    def _price_kind(self, bill: HouseBill, mended: list[Mended]) -> str:
        """The price term tells whether the price holds the freight (B) or not (A); without term, the profile."""
        if bill.value is None:
            return ""
        if not bill.price_term:
            return _default(mended, "price_kind", self.profile.price_kind)
        kind = "B" if bill.price_term in self.with_freight else "A"
        mended.append(_from_term(kind))
        return kind

    def _freight(self, bill: HouseBill, mended: list[Mended]) -> tuple[str, str, Decimal | None]:
        amount = plain(bill.freight)
        if not amount or bill.value is None:
            return "", "", None
        if bill.price_term in self.with_freight:
            mended.append(Mended("freight_amount", str(amount), "", "FREIGHT-IN-PRICE"))
            return "", "", None
        return _default(mended, "freight_class", self.profile.freight_class), bill.freight_currency, amount

    def _insurance(self, bill: HouseBill, mended: list[Mended]) -> tuple[str, str, Decimal | None]:
        amount = plain(bill.insurance)
        if bill.value is None:
            return "", "", None
        if bill.price_term in self.without_insurance:
            if amount:
                mended.append(Mended("insurance_amount", str(amount), "", "INSURANCE-IN-PRICE"))
            return "", "", None
        if amount:
            mended.append(_OWN_INSURANCE)
            return "A", bill.insurance_currency, amount
        return _default(mended, "insurance_class", self.profile.insurance_class), "", None

    def _typed_value(
        self,
        bill: HouseBill,
        value: Decimal | None,
        freight: tuple[str, str, Decimal | None],
        insurance: tuple[str, str, Decimal | None],
        mended: list[Mended],
    ) -> int | None:
        """For FAS, EXW, DDU and DDP the declarant computes criterion 28 (assumption: by the ordinary formula)."""
        if value is None or bill.price_term not in self.without_value:
            return None
        parts = [(value, bill.currency), (freight[2], freight[1]), (insurance[2], insurance[1])]
        computed = exchanged(parts, self.day)
        if computed.unknown:
            return None
        mended.append(Mended("customs_value", "", str(computed.dong), "CUSTOMS-VALUE-COMPUTED"))
        return computed.dong


class ExportDrafter(_Drafter):
    """Makes MEC declarations of one profile, to be registered on one day."""

    def __init__(self, profile: Profile, day: date) -> None:
        super().__init__(profile, day)
        self.with_insurance = terms_with_insurance(day)

    def draft(self, bill: HouseBill) -> Draft:
        """The declaration of one house bill."""
        profile = self.profile
        mended = self.defaults.copy()
        exporter, consignee = bill.sender, foreign_party(bill.receiver, self.day, FOREIGN["MEC"], mended)
        weight, exact = self._weight(bill.weight, mended)
        value = plain(bill.value)
        return Draft(
            ExportDeclaration(
                customs_office=profile.customs_office,
                customs_team=profile.customs_team,
                exporter_code=party_code(exporter, self.day, mended, "exporter_code"),
                exporter_name=exporter.name,
                exporter_postcode=exporter.postcode,
                exporter_address=exporter.address,
                exporter_phone=exporter.phone,
                consignee_code=bill.receiver.code,
                consignee_name=consignee.name,
                consignee_postcode=bill.receiver.postcode,
                consignee_street=consignee.street,
                consignee_street_2=consignee.street_2,
                consignee_city=consignee.city,
                consignee_country_name=consignee.country_name,
                consignee_country=declared_country(bill.receiver, self.day, mended, "consignee_country"),
                house_bill=bill.number,
                packages=bill.packages,
                gross_weight=weight,
                storage_place=profile.storage_place,
                final_destination=foreign_place(
                    bill.final_destination or self._unloaded(bill, mended),
                    bill.receiver.country,
                    self.day,
                    "final_destination",
                    mended,
                ),
                loading_place=self._loading_place(bill, mended),
                invoice_currency=bill.currency if value is not None else "",
                invoice_value=value,
                declared_value=self._declared_value(bill, mended),
                goods_description=described(bill),
                notes=notes_of(exact, bill.remark, profile, mended),
                internal_reference=bill.reference,
            ),
            mended,
        )

    def _unloaded(self, bill: HouseBill, mended: list[Mended]) -> str:
        """Where a list names no destination, the place abroad where the goods are unloaded (assumption)."""
        if bill.unloading_place:
            mended.append(Mended("final_destination", "", bill.unloading_place, "DESTINATION-FROM-UNLOADING"))
        return bill.unloading_place

    def _declared_value(self, bill: HouseBill, mended: list[Mended]) -> int | None:
        """Criterion 28 where the price is not FOB: what the price holds beyond FOB is taken off (assumption)."""
        if bill.value is None or bill.price_term in ("", FOB):
            return None
        parts: Parts = [(bill.value, bill.currency)]
        if bill.freight and bill.price_term in self.with_freight:
            parts.append((-bill.freight, bill.freight_currency))
        if bill.insurance and bill.price_term in self.with_insurance:
            parts.append((-bill.insurance, bill.insurance_currency))
        computed = exchanged(parts, self.day)
        if computed.unknown:
            return None
        value = max(computed.dong, 0)
        mended.append(Mended("declared_value", "", str(value), "DECLARED-VALUE-COMPUTED"))
        return value

    def _loading_place(self, bill: HouseBill, mended: list[Mended]) -> str:
        """Where the goods leave: from the file, the profile, or the airport of the office (assumption)."""
        place = bill.loading_place or _default(mended, "loading_place", self.profile.loading_place)
        if place:
            return domestic_place(place, "loading_place", mended)
        airport = OFFICE_AIRPORTS.on(self.day).get(self._office()[:2])
        if airport is None:
            return ""
        mended.append(Mended("loading_place", "", airport["airport"], "PLACE-OF-OFFICE"))
        return airport["airport"]


def party_code(party: Party, day: date, mended: list[Mended], at: str, *, organisation: bool = False) -> str:
    """The tax code, or the citizen number where the law of the day takes it; other numbers stay off the form.

    A private person who has neither has the default code, once there is one (criterion 4).
    The hyphen of a branch code is printed but not sent (mask of the item: ten, hyphen, three).
    """
    code, common = party.code.replace("-", ""), PERSON_CODE.on(day)
    if (
        len(code) in (10, 13)
        or (is_citizen_number(code) and CITIZEN_NUMBER_ALLOWED.on(day))
        or (code and code == common)
    ):
        if code != party.code:
            mended.append(Mended(at, party.code, code, "PARTY-CODE-WITHOUT-HYPHEN"))
        return code
    if common and not organisation and not is_company(party.name):
        mended.append(Mended(at, code, common, "PERSON-CODE"))
        return common
    if code:
        mended.append(Mended(at, code, "", "PARTY-CODE-LEFT-OUT"))
    return ""


def declared_country(party: Party, day: date, mended: list[Mended], at: str) -> str:
    """The foreign party's country; "unknown" is not declared: the box stays empty (criterion 13)."""
    if party.country not in NEVER_DECLARED.on(day):
        return party.country
    mended.append(Mended(at, party.country, "", "COUNTRY-LEFT-OUT"))
    return ""


def described(bill: HouseBill) -> str:
    """Criterion 26: the goods in Vietnamese and in the file's other language, where it has both."""
    if bill.goods_vi and bill.goods_en and bill.goods_vi != bill.goods_en:
        return f"{bill.goods_vi} / {bill.goods_en}"
    return bill.goods_vi or bill.goods_en


def plain(amount: Decimal | None) -> Decimal | None:
    """The same amount in its one spelling: no trailing zeros, no exponent."""
    if amount is None:
        return None
    text = str(amount)
    if "E" in text or ("." in text and text[-1] in "0."):
        return Decimal(format(amount.normalize(), "f"))
    return amount


@lru_cache(maxsize=16_384)
def _in_tenths(weight: Decimal, least: Decimal) -> tuple[Decimal | None, Mended | None, str]:
    """A weight above nothing, rounded, with the change and the note; 0.5 and 0.50 are one weight."""
    rounded = plain(max(weight.quantize(_TENTH, ROUND_HALF_UP), least))
    if rounded == weight:
        return rounded, None, ""
    exact = format(weight.normalize(), "f")
    return rounded, Mended("gross_weight", exact, str(rounded), "WEIGHT-ROUNDED"), f"Trọng lượng chính xác: {exact} KGM"


def _default(mended: list[Mended], at: str, value: str) -> str:
    if value:
        mended.append(_defaulted(at, value))
    return value


@lru_cache(maxsize=4096)
def _defaulted(at: str, value: str) -> Mended:
    return Mended(at, "", value, "DEFAULT-FROM-PROFILE")


@lru_cache(maxsize=8)
def _from_term(kind: str) -> Mended:
    return Mended("price_kind", "", kind, "PRICE-KIND-FROM-TERM")
