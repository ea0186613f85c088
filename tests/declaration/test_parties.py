"""Criteria 4 to 13: which code stands for whom, what may stay blank, and how a foreign address is cut."""

from datetime import date
from typing import Any

import pytest

from building import DAY, a_house_bill, a_mec, a_mic, a_person, a_profile, a_shop, faults, faults_of, plan_of, warnings
from rule_cases.case import where
from rule_cases.parties import EXPORTER, FOR_PERSONS, OTHER, SHOP, a_partner, a_trader, partners, traders
from thongquan.consignment.aggregation import Share, split_consignments
from thongquan.consignment.owner import PERSON_CODE
from thongquan.declaration.boxes import boxes, foreign_party
from thongquan.declaration.drafting import Draft, ExportDrafter, ImportDrafter
from thongquan.declaration.explain import explained
from thongquan.declaration.plan import Plan
from thongquan.declaration.rules.party_codes import is_citizen_number, is_tax_code
from thongquan.law import Entry
from thongquan.manifest.identity import read_phone

BLANK = {"importer_name": "", "importer_address": "", "importer_phone": ""}
PERSONS = FOR_PERSONS[PERSON_CODE]


def codes(declaration: Any, given: dict[Any, Any], profile: str = "law") -> list[str]:
    """The faults under a law with other registers."""
    form = declaration.__struct_config__.tag
    with where(given):
        return [fault.code for fault in Plan(form, DAY, profile).judge(declaration).faults]


def drafted(drafter: type, given: dict[Any, Any], **changes: Any) -> Draft:
    with where(given):
        draft: Draft = drafter(a_profile(), DAY).draft(a_house_bill(**changes))
        return draft


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("9901234560", True),
        ("9901234561", False),  # the check digit
        ("9901234560001", True),
        ("9901234560000", False),  # branches begin with 001
        ("99012345600011", False),
        ("990123456000A", False),
        ("0100000003", False),  # a right check digit behind nothing but zeros
        ("٩٩٠١٢٣٤٥٦٠", False),
        ("", False),
    ],
)
def test_a_tax_code_has_its_digits_and_their_check(code: str, is_one: bool) -> None:
    assert is_tax_code(code) is is_one


@pytest.mark.parametrize("code", ["04808091667", "0480809166711", "04808091667A", "٠٤٨٠٨٠٩١٦٦٧١"])
def test_a_citizen_number_is_twelve_digits(code: str) -> None:
    assert is_citizen_number("048080916671")
    assert not is_citizen_number(code)


class TestTheCitizenNumber:
    """A person's tax code from 2025-07-01 on, by the day of registration."""

    @pytest.mark.parametrize(("day", "refused"), [(date(2025, 6, 30), True), (date(2025, 7, 1), False)])
    @pytest.mark.parametrize(("form", "build", "field"), [("MIC", a_mic, "importer"), ("MEC", a_mec, "exporter")])
    def test_is_a_party_code_from_its_midnight(
        self, form: str, build: Any, field: str, day: date, refused: bool
    ) -> None:
        declaration = build(**{f"{field}_code": "048080916671"})
        assert bool(faults_of(f"{form}-04-CODE", declaration, day)) is refused


class TestTheRegisterOfTraders:
    """What is registered need not be typed (5, 7, 8), and a code that may not be used is refused."""

    def test_lets_name_address_and_telephone_stay_blank(self) -> None:
        mic = a_mic(importer_code=EXPORTER, **BLANK)
        assert codes(mic, traders(a_trader(EXPORTER)), "strict") == []

    def test_does_so_for_an_exporter_too(self) -> None:
        mec = a_mec(exporter_name="", exporter_address="", exporter_phone="")
        assert codes(mec, traders(a_trader(EXPORTER)), "strict") == []

    def test_asks_for_what_it_does_not_tell(self) -> None:
        row = a_trader(EXPORTER, name="", address="", phone="")
        mic = a_mic(importer_code=EXPORTER, **BLANK)
        assert codes(mic, traders(row)) == ["MIC-05-NEEDED", "MIC-07-NEEDED", "MIC-08-NEEDED"]

    def test_of_another_code_tells_nothing(self) -> None:
        mic = a_mic(importer_code=EXPORTER, **BLANK)
        assert codes(mic, traders(a_trader(OTHER))) == ["MIC-05-NEEDED", "MIC-07-NEEDED"]

    @pytest.mark.parametrize("blank", [False, True])
    @pytest.mark.parametrize(
        ("row", "code"),
        [
            ({"valid_to": "2026-09-01"}, "VALID"),
            ({"valid_to": "2026-09-02"}, ""),
            ({"valid_from": "2026-09-02"}, ""),
            ({"valid_from": "2026-09-03"}, "VALID"),
            ({"status": "suspended"}, "STATUS"),
            ({"status": "changed"}, "STATUS"),
            ({"status": ""}, ""),
        ],
    )
    def test_counts_on_the_day_of_registration_and_is_one_fault(
        self, row: dict[str, str], code: str, blank: bool
    ) -> None:
        mic = a_mic(importer_code=EXPORTER, **(BLANK if blank else {}))
        assert codes(mic, traders(a_trader(EXPORTER, **row))) == ([f"MIC-04-{code}"] if code else [])

    @pytest.mark.parametrize(("complete", "found"), [(False, []), (True, ["MIC-04-REGISTERED"])])
    def test_refuses_what_it_has_not_only_when_it_is_whole(self, complete: bool, found: list[str]) -> None:
        assert codes(a_mic(importer_code=OTHER), traders(complete=complete)) == found

    def test_that_is_whole_tells_nothing_of_a_party_without_code(self) -> None:
        assert codes(a_mec(exporter_code="", exporter_name=""), traders(complete=True)) == ["MEC-05-NEEDED"]
        assert codes(a_mic(exporter_name=""), partners(complete=True)) == ["MIC-10-NEEDED"]

    def test_that_is_whole_leads_from_the_codes_of_persons_to_nobody(self) -> None:
        """They are taken without an entry, so nothing else would refuse a declaration that names no importer."""
        whole = traders(complete=True)
        assert codes(a_mic(importer_name=""), whole) == ["MIC-05-NEEDED"]
        assert codes(a_mic(importer_address=""), whole) == ["MIC-07-NEEDED"]
        assert codes(a_mic(importer_code=OTHER, importer_name=""), {**whole, PERSON_CODE: OTHER}) == ["MIC-05-NEEDED"]
        assert codes(a_mic(importer_phone=""), whole, "strict") == ["MIC-08-STRICT"]

    def test_that_is_whole_still_takes_a_citizen_number(self) -> None:
        assert codes(a_mic(), traders(complete=True)) == []

    def test_does_not_tell_a_malformed_code_twice(self) -> None:
        mic = a_mic(importer_code="9901234561", **BLANK)
        assert codes(mic, traders(complete=True)) == ["MIC-04-CODE"]

    def test_is_built_in_empty_and_then_no_rule_asks_it(self) -> None:
        assert faults(a_mic(importer_code=OTHER)) == []
        assert "MIC-04-REGISTERED" not in dict(plan_of(a_mic())._refusing._told_as)


class TestTheRegisterOfForeignPartners:
    def test_lets_the_name_of_a_consignee_stay_blank(self) -> None:
        assert codes(a_mec(consignee_code=SHOP, consignee_name=""), partners(a_partner())) == []

    def test_lets_the_street_of_a_consignee_stay_blank_where_it_has_one(self) -> None:
        mec = a_mec(consignee_code=SHOP, consignee_street="")
        assert codes(mec, partners(a_partner()), "strict") == ["MEC-08-STRICT"] * (not mec.exporter_phone)
        assert codes(mec, partners({**a_partner(), "street": ""}), "strict") == ["MEC-12-STREET"]

    def test_lets_the_name_stay_blank(self) -> None:
        mic = a_mic(exporter_code=SHOP, exporter_name="", exporter_street="", exporter_country="")
        assert codes(mic, partners(a_partner()), "strict") == []

    def test_that_has_not_the_code_does_not_lead_to_a_name(self) -> None:
        assert codes(a_mic(exporter_code="KR1", exporter_name=""), partners(a_partner())) == ["MIC-10-NEEDED"]

    @pytest.mark.parametrize(
        ("row", "found"),
        [
            ({"valid_to": "2026-09-02"}, []),
            ({"valid_to": "2026-09-01"}, ["MIC-09-REGISTERED"]),
            ({"valid_from": "2026-09-02"}, []),
            ({"valid_from": "2026-09-03"}, ["MIC-09-REGISTERED"]),
        ],
    )
    def test_counts_on_the_day_of_registration(self, row: dict[str, str], found: list[str]) -> None:
        assert codes(a_mic(exporter_code=SHOP, exporter_name=""), partners(a_partner(**row))) == found

    @pytest.mark.parametrize("form", ["MIC", "MEC"])
    def test_demands_no_code_even_when_it_is_whole(self, form: str) -> None:
        """TT 191/2015 PL II.A.9: "if any"."""
        assert codes(a_mic() if form == "MIC" else a_mec(), partners(complete=True)) == []


class TestTheDefaultCodeOfPersons:
    """TT 191/2015 PL II.A.4: the courier enters it for a private person; nobody has told which it is."""

    def test_is_filled_in_once_it_is_known_and_listed(self) -> None:
        draft = drafted(ImportDrafter, FOR_PERSONS, receiver=a_person(code=""))
        assert draft.declaration.importer_code == PERSONS  # type: ignore[union-attr] # a MIC
        assert ("importer_code", "", PERSONS, "PERSON-CODE") in [
            (m.at, m.before, m.after, m.code) for m in draft.mended
        ]

    def test_replaces_a_number_that_is_no_party_code(self) -> None:
        draft = drafted(ExportDrafter, FOR_PERSONS, sender=a_person(code="123456789"), receiver=a_shop())
        assert draft.declaration.exporter_code == PERSONS  # type: ignore[union-attr] # a MEC
        assert [m.code for m in draft.mended if m.at == "exporter_code"] == ["PERSON-CODE"]

    def test_makes_nobody_an_organisation(self) -> None:
        draft = drafted(ImportDrafter, FOR_PERSONS, receiver=a_person(code=""))
        assert draft.declaration.party_kind == "2"  # type: ignore[union-attr] # a MIC

    @pytest.mark.parametrize(("day", "code"), [(date(2025, 6, 30), PERSONS), (date(2025, 7, 1), "079185000123")])
    def test_gives_way_to_the_citizen_number_from_its_day(self, day: date, code: str) -> None:
        with where(FOR_PERSONS, day):
            draft = ImportDrafter(a_profile(), day).draft(a_house_bill(value=None))
        assert draft.declaration.importer_code == code  # type: ignore[union-attr] # a MIC

    @pytest.mark.parametrize(
        ("name", "kind"), [("Công ty TNHH Sao Mai", "2"), ("Trần Thị Ánh", "3"), ("Trần Thị Ánh", "4")]
    )
    def test_is_not_filled_in_for_an_organisation(self, name: str, kind: str) -> None:
        with where(FOR_PERSONS):
            bill = a_house_bill(receiver=a_person(code="", name=name))
            draft = ImportDrafter(a_profile(party_kind=kind), DAY).draft(bill)
        assert draft.declaration.importer_code == ""  # type: ignore[union-attr] # a MIC

    def test_passes_and_leads_to_no_telephone(self) -> None:
        assert codes(a_mic(importer_code=PERSONS), FOR_PERSONS) == []
        assert codes(a_mic(importer_code=PERSONS, importer_phone=""), FOR_PERSONS) == ["MIC-08-NEEDED"]

    def test_need_not_be_registered_whatever_it_looks_like(self) -> None:
        assert codes(a_mic(importer_code=OTHER), {**traders(complete=True), PERSON_CODE: OTHER}) == []

    def test_is_not_every_company_s(self) -> None:
        company = a_mec(exporter_name="Công ty TNHH Sao Mai")
        with where(FOR_PERSONS):
            assert Plan("MEC", DAY).warnings(company) == []

    def test_is_refused_while_it_is_not_known(self) -> None:
        assert codes(a_mic(importer_code=PERSONS), {}) == ["MIC-04-CODE"]

    @pytest.mark.parametrize(("other", "owners"), [("Lê Văn Nam", 0), ("Trần Thị Ánh", 1)])
    def test_makes_no_owner_of_all_who_have_it(self, other: str, owners: int, monkeypatch: pytest.MonkeyPatch) -> None:
        shares = [
            Share(number, a_person(code=PERSONS, name=name), "180-44712040", 900_000)
            for number, name in (("A1", "Trần Thị Ánh"), ("A2", other))
        ]
        monkeypatch.setattr(PERSON_CODE, "_entries", [Entry(DAY, PERSONS, "", "assumption")])
        assert len(split_consignments(shares, DAY)) == owners


class TestTheFourAddressBoxes:
    """TT 191/2015 PL II.A.12."""

    @pytest.mark.parametrize(
        ("address", "city", "cut"),
        [
            ("1 HIGH ST, LEEDS", "", ("1 HIGH ST", "", "LEEDS")),
            ("P.O. BOX 12, LEEDS", "", ("P.O. BOX 12", "", "LEEDS")),
            ("1 HIGH ST", "LEEDS", ("1 HIGH ST", "", "LEEDS")),
            ("1 HIGH ST, ARMLEY", "LEEDS", ("1 HIGH ST, ARMLEY", "", "LEEDS")),
            ("UNIT 5 THE OLD MILL, 100 LONG LANE, LEEDS", "", ("UNIT 5 THE OLD MILL, 100 LONG LANE", "", "LEEDS")),
            (
                "UNIT 51 THE OLD COTTON MILL, 100 VERY LONG LANE, LEEDS",
                "",
                ("UNIT 51 THE OLD COTTON MILL, 100", "VERY LONG LANE", "LEEDS"),
            ),
            ("X" * 36, "", ("X" * 36, "", "")),
            ("", "", ("", "", "")),
        ],
    )
    def test_are_street_its_continuation_and_city(self, address: str, city: str, cut: tuple[str, str, str]) -> None:
        assert boxes(address, city) == cut

    @pytest.mark.parametrize(("country", "name"), [("GB", "UNITED KINGDOM"), ("", ""), ("ZZ", "")])
    def test_end_with_the_name_of_the_country(self, country: str, name: str) -> None:
        assert foreign_party(a_shop(country=country), DAY, ("a", "b", "c"), []).country_name == name

    def test_are_printed_as_they_were_typed_whatever_the_register_says(self) -> None:
        typed = {"exporter_street": "1 OTHER ST", "exporter_city": "BUSAN"}
        assert codes(a_mic(exporter_code=SHOP, **typed), partners(a_partner()), "strict") == []


@pytest.mark.parametrize(("code", "given"), [("MIC-10-NEEDED", "exporter_name"), ("MEC-10-NEEDED", "consignee_name")])
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["contract", "third party", "transport document", "Short forms"]),
        ("vi", ["hợp đồng", "bên thứ ba", "chứng từ vận tải", "rút gọn"]),
    ],
)
def test_whose_name_is_entered_is_told_to_who_left_it_blank(code: str, given: str, lang: str, words: list[str]) -> None:
    """TT 191/2015 PL II.A.10: by the contract, else by the transport document; short forms are accepted."""
    [fault] = faults(a_mic(**{given: ""}) if code.startswith("MIC") else a_mec(**{given: ""}))
    fix = explained(fault)["fix"][lang]
    assert fault.code == code
    assert [word for word in words if word not in fix] == []


@pytest.mark.parametrize("name", ["SBC", "S.B. CO", "SEOUL BEAUTY COMPANY LIMITED"])
def test_a_short_name_is_accepted(name: str) -> None:
    """TT 191/2015 PL II.A.10."""
    assert faults(a_mic(exporter_name=name)) == []


@pytest.mark.parametrize(("cell", "phone"), [("0900-000-123", "0900000123"), ("+84 90-000-0123", "0900000123")])
def test_a_telephone_of_the_file_loses_its_hyphens(cell: str, phone: str) -> None:
    """TT 191/2015 PL II.A.8."""
    assert read_phone(cell, domestic=True).value == phone
    assert faults(a_mic(importer_phone=phone)) == []


@pytest.mark.parametrize("kind", ["1", "2"])
def test_a_company_with_the_kind_of_a_person_is_only_warned_of(kind: str) -> None:
    mic = a_mic(importer_code=EXPORTER, importer_name="Công ty TNHH Sao Mai", party_kind=kind)
    assert faults(mic) == []
    assert [fault.code for fault in warnings(mic)] == ["MIC-SKB-COMPANY"]


def test_a_name_that_the_register_has_otherwise_stands_and_is_warned_of() -> None:
    with where(traders(a_trader(EXPORTER))):
        mec = a_mec(exporter_name="Cơ sở Sao Hôm")
        plan = Plan("MEC", DAY)
        assert plan.judge(mec).faults == []
        assert [fault.code for fault in plan.warnings(mec)] == ["MEC-05-OTHER"]
