"""What the authority fills in from its registers stands in the decision, and the signed line stays as it was."""

from authority.house import House, a_filing
from building import a_mic
from rule_cases.case import where
from rule_cases.parties import EXPORTER, SHOP, a_partner, a_trader, partners, traders
from thongquan.declaration.codec import encode_line

REGISTERED = {**traders(a_trader(EXPORTER)), **partners(a_partner())}
MIC = a_mic(
    house_bill="A1", importer_code=EXPORTER, importer_name="", importer_address="", exporter_code=SHOP, exporter_name=""
)


def test_names_of_registered_parties_are_filled_in_beside_the_line(house: House) -> None:
    with where(REGISTERED):
        [told] = house.file(a_filing([encode_line(MIC)]))[0]["outcomes"]
    filled = dict(told["decision"]["filled"])
    assert told["outcome"] == "registered"
    assert (filled["importer_name"], filled["exporter_name"]) == ("Công ty TNHH Sao Mai", "SEOUL BEAUTY CO LTD")
    assert "importer_phone" not in filled  # it was typed


def test_the_same_line_is_refused_where_no_register_knows_them(house: House) -> None:
    [told] = house.file(a_filing([encode_line(MIC)]))[0]["outcomes"]
    assert {fault["result_code"] for fault in told["faults"]} == {"E0024", "E0026", "R0012"}


def test_a_decision_that_fills_in_nothing_says_nothing_of_it(house: House) -> None:
    [told] = house.file(a_filing([encode_line(a_mic(house_bill="A2"))]))[0]["outcomes"]
    assert "filled" not in told["decision"]
