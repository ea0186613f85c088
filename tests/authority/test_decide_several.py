"""One signature, several declarations: each was opened before, and each is decided or refused for itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from authority.applying import with_officer
from authority.deciding import TOGETHER as KIND
from authority.deciding import decide, decide_together, look, said_together
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, the_pki
from authority.test_declaration_desk import corrected, filed
from thongquan.authority.decide_choosing import marked
from thongquan.authority.decide_several import decided_several
from thongquan.base.limits import LIMITS
from thongquan.declaration.lifecycle import STEPS
from thongquan.registration.deeds_declarations import TOGETHER, VERDICTS


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def seen(house: House, *bills: str) -> list[str]:
    numbers = filed(house, *bills)
    for number in numbers:
        look(house, number)
    return numbers


def became(house: House, said: dict[str, Any]) -> dict[str, str]:
    return decide_together(house, said).outcome


def states(house: House) -> list[str]:
    return [state for (state,) in house.rows("SELECT state FROM declaration ORDER BY number")]


def test_each_is_decided_with_an_act_of_its_own(house: House) -> None:
    first, second = seen(house, "B1", "B2")
    outcome = became(house, said_together(house, [first, second]))
    assert (outcome[first], outcome[second], states(house)) == ("held", "held", ["held", "held"])
    for number in (first, second):
        decision = house.books.case(number).decision
        assert (decision.step, decision.reason, decision.decided_by) == ("hold", "chờ lệnh", "cb01")
    assert house.rows("SELECT count(*) FROM act WHERE kind = 'decided'") == [(2,)]


def test_the_text_names_each_with_its_version(house: House) -> None:
    [number] = seen(house, "B1")
    text = composed(house, KIND, "cb01", **said_together(house, [number])).text
    assert f"Tờ khai 1 · Số tờ khai: {number}\n" in text
    assert f"Tờ khai 1 · Phiên bản đã xem: {house.books.case(number).latest}\n" in text


def test_one_that_was_never_opened_refuses_the_whole(house: House) -> None:
    [first], [second] = seen(house, "B1"), filed(house, "B2")
    assert code_of(composed, house, KIND, "cb01", **said_together(house, [first, second])) == "NOT-LOOKED-AT"
    assert code_of(composed, house, KIND, "ct01", **said_together(house, [first])) == "NOT-LOOKED-AT"


def test_what_changed_meanwhile_is_refused_for_itself(house: House) -> None:
    numbers = seen(house, "B1", "B2", "B3")
    text = composed(house, KIND, "cb01", **said_together(house, numbers)).text
    decide(house, numbers[0], "refuse", "hàng cấm", "ct01")
    corrected(house, numbers[1], "B2", packages=2)
    outcome = sent(house, signed(text, the_pki().officer("cb01"))).outcome
    assert [outcome[one] for one in numbers] == [
        "refused DECLARATION-CHANGED",
        "registered DECLARATION-CHANGED",
        "held",
    ]
    assert states(house) == ["refused", "registered", "held"]


def test_what_cannot_take_the_step_is_refused_for_itself(house: House) -> None:
    numbers = seen(house, "B1", "B2")
    decide(house, numbers[0], "goods-fit")
    look(house, numbers[0])
    outcome = became(house, said_together(house, numbers, "clear", ""))
    assert [outcome[one] for one in numbers] == ["cleared", "registered INSPECTION-MISSING"]
    cleared = house.books.case(numbers[0]).decision
    assert cleared.head_of_office
    assert cleared.categories


def test_it_is_carried_out_once(house: House) -> None:
    [number] = seen(house, "B1")
    text = signed(
        composed(house, KIND, "cb01", **said_together(house, [number], "ask-documents", "hóa đơn")).text,
        the_pki().officer("cb01"),
    )
    sent(house, text)
    assert code_of(sent, house, text) == "DEED-REPEATED"
    assert house.rows("SELECT count(*) FROM act WHERE kind = 'decided'") == [(1,)]


def test_none_is_named_twice_whichever_correction_it_counts(house: House) -> None:
    [number] = seen(house, "B1")
    twice = said_together(house, [number, number])
    twice["declarations"][1]["number"] = number[:11] + "1"
    assert code_of(composed, house, KIND, "cb01", **twice) == "FORM-FAULTY"


def test_as_many_as_a_page_shows(house: House) -> None:
    assert LIMITS.declarations_together == LIMITS.page_rows == 50
    [number] = seen(house, "B1")
    one = said_together(house, [number])["declarations"][0]
    many = {**said_together(house, [number]), "declarations": [one] * 51}
    assert code_of(composed, house, KIND, "cb01", **many) == "FORM-FAULTY"


@pytest.mark.parametrize("verdict", sorted(set(VERDICTS) - set(TOGETHER)))
def test_what_needs_particulars_of_its_own_is_not_decided_together(house: House, verdict: str) -> None:
    [number] = seen(house, "B1")
    assert code_of(composed, house, KIND, "cb01", **said_together(house, [number], verdict)) == "FORM-FAULTY"


def test_no_step_of_those_changes_the_channel_or_needs_a_ground() -> None:
    for one in TOGETHER:
        assert not {"channel", "inspection", "scan"} & STEPS[one].sets.keys()


@pytest.mark.parametrize(("who", "code"), [("tt01", "OFFICER-ROLE"), ("nobody", "OFFICER-UNKNOWN")])
def test_whoever_does_not_decide_is_refused_as_a_whole(house: House, who: str, code: str) -> None:
    with_officer(house, "tt01", "079180000177", role="auditor")
    [number] = seen(house, "B1")
    assert code_of(composed, house, KIND, who, **said_together(house, [number])) == code


def test_no_company_reads_the_deed_and_the_signer_reads_what_became_of_each(house: House) -> None:
    numbers = seen(house, "B1", "B2")
    decide_together(house, said_together(house, numbers))
    [(deed, company)] = house.rows("SELECT seq, company FROM deed WHERE kind = ?", KIND)
    assert company == ""
    told = decided_several(house.books, "cb01", deed, house.clock())
    assert [(one.number, one.state, one.refusal) for one in told.each] == [(one, "held", "") for one in numbers]
    assert code_of(decided_several, house.books, "ct01", deed, house.clock()) == "NOT-FOUND"


def test_of_those_marked_it_is_told_how_they_stand(house: House) -> None:
    [first], [second] = seen(house, "B1"), filed(house, "B2")
    told = marked(house.books, "cb01", house.clock(), [first, first, second, "999999999990", "x"])
    assert [(one.number, one.is_seen) for one in told] == [(first, True), (second, False)]
    assert told[0].steps == ["ask-documents", "hold", "to-paper"]
