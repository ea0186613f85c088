"""What becomes of a filing that passed the front door."""

from base64 import b64decode
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.house import House, a_batch_id, a_filing, lines_of, the_pki
from building import a_mec, a_mic
from thongquan.base.canonical import canonical
from thongquan.consignment.bill import normalised
from thongquan.declaration.codec import encode_line
from thongquan.signing.checkpoint import Checkpoint, filing_leaf, receipt_leaf, verify_checkpoint
from thongquan.signing.merkle import Tree, root_from_path

BAD = b'{"form":"MIC","nonce":"00","no_such_field":1}'


def codes(outcome: dict) -> list[str]:
    return [fault["code"] for fault in outcome["faults"]]


class TestTheSameFilingAgain:
    def test_gets_the_very_bytes_of_the_first_answer(self, house: House) -> None:
        filing = a_filing(lines_of("A1"))
        assert house.file_raw(filing) == house.file_raw(filing)
        assert house.rows("SELECT count(*) FROM declaration") == [(1,)]

    def test_gets_the_same_answer_inside_one_group(self, house: House) -> None:
        filing = a_filing(lines_of("A1"))
        first, second, third = house.file_raw(filing, a_filing(lines_of("A2")), filing)
        assert first == third != second
        assert house.rows("SELECT count(*) FROM declaration") == [(2,)]

    def test_in_a_fresh_signature_is_the_same_filing(self, house: House) -> None:
        lines, batch = lines_of("A1"), a_batch_id()
        assert house.file_raw(a_filing(lines, batch=batch)) == house.file_raw(a_filing(lines, batch=batch))

    @pytest.mark.parametrize("together", [True, False])
    def test_under_another_root_is_refused(self, house: House, together: bool) -> None:
        batch = a_batch_id()
        one, other = a_filing(lines_of("A1"), batch=batch), a_filing(lines_of("A2"), batch=batch)
        told = house.file(one, other) if together else house.file(one) + house.file(other)
        assert told[1] == "FILING-ID-TAKEN"

    def test_under_another_filers_name_is_another_filing(self, house: House) -> None:
        batch = a_batch_id()
        own, others = house.file(
            a_filing(lines_of("A1"), batch=batch), a_filing(lines_of("A2"), key="p256", batch=batch)
        )
        assert own["outcomes"][0]["decision"]["number"] != others["outcomes"][0]["decision"]["number"]

    def test_is_answered_even_when_the_house_was_refused_as_duplicate_the_first_time(self, house: House) -> None:
        house.file(a_filing(lines_of("A1")))
        filing = a_filing(lines_of("A1"))
        assert house.file_raw(filing) == house.file_raw(filing)


class TestAHouseBillThatIsLiveInAnotherDeclaration:
    def test_is_refused_and_the_first_named_to_its_own_filer(self, house: House) -> None:
        first = house.file(a_filing(lines_of("A1")))[0]["outcomes"][0]["decision"]["number"]
        again = house.file(a_filing(lines_of("A1")))[0]["outcomes"][0]
        assert codes(again) == ["DUPLICATE-HOUSE-BILL"]
        assert again["faults"][0]["facts"] == {"house_bill": "A1", "first": first}

    def test_is_not_named_to_another_filer(self, house: House) -> None:
        house.file(a_filing(lines_of("A1")))
        told = house.file(a_filing(lines_of("A1"), key="p256"))[0]["outcomes"][0]
        assert told["faults"][0]["facts"] == {"house_bill": "A1"}

    def test_is_refused_though_both_race_in_one_group(self, house: House) -> None:
        first, second = house.file(a_filing(lines_of("A1")), a_filing(lines_of("A1"), key="p256"))
        assert first["outcomes"][0]["outcome"] == "registered"
        assert codes(second["outcomes"][0]) == ["DUPLICATE-HOUSE-BILL"]

    def test_is_refused_within_one_filing_and_the_first_stands(self, house: House) -> None:
        outcomes = house.file(a_filing(lines_of("A1", "A2", "A1")))[0]["outcomes"]
        assert [one["outcome"] for one in outcomes] == ["registered", "registered", "refused"]
        assert outcomes[2]["faults"][0]["facts"] == {"house_bill": "A1", "line": 1}

    def test_may_be_filed_again_after_its_declaration_ended(self, house: House) -> None:
        house.file(a_filing(lines_of("A1")))
        house.sit(lambda now: now.books.connection.execute("UPDATE declaration SET live = 0"))
        assert house.file(a_filing(lines_of("A1")))[0]["outcomes"][0]["outcome"] == "registered"

    def test_does_not_keep_the_same_number_from_going_the_other_way(self, house: House) -> None:
        house.file(a_filing(lines_of("VNE00000001VN")))
        export = a_filing([encode_line(a_mec(house_bill="VNE00000001VN"))], direction="export")
        assert house.file(export)[0]["outcomes"][0]["outcome"] == "registered"

    @given(st.text("ABCXYZ0189 -./", min_size=1))
    def test_is_known_in_every_spelling(self, number: str) -> None:
        disguised = "-".join(number.lower()) + " "
        assert normalised(disguised) == normalised(number)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (BAD, "LINE-NOT-NORMAL"),
        (b"not json", "LINE-NOT-NORMAL"),
        (b"[" * 4000, "LINE-NOT-NORMAL"),
        (b'{"form":"MIC","house_bill":"\xff"}', "LINE-NOT-NORMAL"),
        (encode_line(a_mic()).replace(b'"form":"MIC",', b'"form":"MIC", '), "LINE-NOT-NORMAL"),
        (encode_line(a_mic(nonce="")), "LINE-NONCE"),
        (encode_line(a_mic(nonce="0" * 31 + "G")), "LINE-NONCE"),
        (encode_line(a_mec()), "LINE-OTHER-DIRECTION"),
        (encode_line(a_mic(customs_office="01B1")), "LINE-OTHER-OFFICE"),
        (encode_line(a_mic(customs_office="", customs_team="", storage_place="01B1A02")), "LINE-OTHER-OFFICE"),
        (encode_line(a_mic(invoice_value=None)), "MIC-23-NEEDED"),
    ],
)
def test_a_bad_line_is_refused_and_the_rest_goes_on(house: House, line: bytes, code: str) -> None:
    bad, good = house.file(a_filing([line, *lines_of("A1")]))[0]["outcomes"]
    assert code in codes(bad)
    assert (good["outcome"], good["line"]) == ("registered", 2)


@pytest.mark.parametrize("field", ["number", "state", "channel", "fee", "owner", "filer", "cleared_at"])
def test_nobody_writes_the_servers_own_fields(house: House, field: str) -> None:
    line = encode_line(a_mic())[:-1] + f',"{field}":"1"}}'.encode()
    assert codes(house.file(a_filing([line]))[0]["outcomes"][0]) == ["LINE-NOT-NORMAL"]


def test_an_unknown_customs_office_is_refused(house: House) -> None:
    assert house.file(a_filing(lines_of("A1"), office="ZZZZ")) == ["OFFICE-UNKNOWN"]


def test_a_filing_of_refused_lines_only_is_answered_and_uses_no_number(house: House) -> None:
    assert house.file(a_filing([BAD]))[0]["outcomes"][0]["outcome"] == "refused"
    assert house.rows("SELECT next FROM sequence WHERE direction = 'import'") == [(1,)]


def test_every_outcome_is_proved_by_the_checkpoint_of_its_group(house: House) -> None:
    filings = [a_filing(lines_of(*(f"H{size}N{n}" for n in range(size)))) for size in (1, 2, 3, 5)]
    for filing, answer in zip(filings, house.file(*filings), strict=True):
        checkpoint = msgspec.convert(answer["checkpoint"], Checkpoint)
        verify_checkpoint(
            checkpoint, b64decode(answer["checkpoint_signature"]), b64decode(answer["authority_certificate"])
        )
        lines = filing.declarations.splitlines()
        leaves = [
            receipt_leaf(bytes.fromhex(one["salt"]), line, canonical(one["decision"]))
            for one, line in zip(answer["outcomes"], lines, strict=True)
        ]
        leaf = filing_leaf(answer["filing"], filing.statement, Tree(leaves).root, len(leaves))
        path = [bytes.fromhex(node) for node in answer["path"]["hashes"]]
        assert root_from_path(leaf, answer["path"]["index"], 4, path) == bytes.fromhex(checkpoint.root)


def test_salts_and_nonces_never_repeat(house: House) -> None:
    answers = house.file(*(a_filing(lines_of(f"S{n}", f"T{n}")) for n in range(5)))
    salts = [outcome["salt"] for answer in answers for outcome in answer["outcomes"]]
    assert len(set(salts)) == 10


def test_the_reasons_of_the_channel_are_kept_but_never_shown_to_the_filer(house: House) -> None:
    line = encode_line(a_mic(goods_description="Flycam mini, drone đồ chơi"))
    answer = house.file_raw(a_filing([line]))[0]
    assert b'"channel":"3"' in answer
    assert b"WORDS-OF-CONTROLLED-GOODS" not in answer
    assert house.books.case("100000000010").reasons[0] == "WORDS-OF-CONTROLLED-GOODS"


def test_the_pki_of_the_tests_is_one() -> None:
    assert the_pki() is the_pki()


class TestHousesOfOneOwnerUnderOneMasterBill:
    """CV 3923/TCHQ-GSQL: they count together, whatever the declarant's own check said."""

    def test_above_the_ceiling_are_refused_and_name_each_other(self, house: House) -> None:
        lines = lines_of("A1", "A2", importer_code="048085000001") + lines_of("B1")
        outcomes = house.file(a_filing(lines))[0]["outcomes"]
        assert [one["outcome"] for one in outcomes] == ["refused", "refused", "registered"]
        [fault] = outcomes[0]["faults"]
        assert (fault["code"], fault["facts"]["others"]) == ("AGGREGATION", ["A2"])

    def test_within_the_ceiling_are_registered(self, house: House) -> None:
        lines = lines_of("A1", "A2", importer_code="048085000001", invoice_value=Decimal(10))
        assert [one["outcome"] for one in house.file(a_filing(lines))[0]["outcomes"]] == ["registered"] * 2

    def test_without_code_are_known_by_name_telephone_and_address(self, house: House) -> None:
        lines = lines_of("A1", "A2", importer_code="", importer_address="12 Lê Lợi")
        assert [one["outcome"] for one in house.file(a_filing(lines))[0]["outcomes"]] == ["refused"] * 2

    def test_without_code_at_two_addresses_are_two_owners(self, house: House) -> None:
        lines = lines_of("A1", "A2", importer_code="")
        assert [one["outcome"] for one in house.file(a_filing(lines))[0]["outcomes"]] == ["registered"] * 2
