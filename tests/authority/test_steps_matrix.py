"""Role × office × looked at × state × step: each forbidden cell is refused with its code, each allowed one leads on.

Hours of duty and an officer's own company stand in `test_deciding_matrix.py`, before signing and after.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from authority.applying import with_officer
from authority.deciding import KIND, look, what_is_said
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, a_filing, an_owner, the_pki
from authority.test_declaration_ask import user_of
from building import a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.decide import decided
from thongquan.declaration.codec import encode_line
from thongquan.declaration.lifecycle import STATES, STEPS
from thongquan.registration.deeds_declarations import VERDICTS, DeclarationDecide

WHO = {
    "officer": ("cb01", ""),
    "head": ("ct01", ""),
    "auditor": ("kt01", "OFFICER-ROLE"),
    "operator": ("vh01", "OFFICER-ROLE"),
    "officer of another office": ("xa01", "OFFICER-OTHER-OFFICE"),
    "head of another office": ("xt01", "OFFICER-OTHER-OFFICE"),
    "nobody": ("zz01", "OFFICER-UNKNOWN"),
}
"""Account, and what refuses whatever he wants to do."""

WAITS = ("registered", "documents", "inspection", "held")
LEADS: dict[str, dict[str, str]] = {
    "ask-documents": {"registered": "documents", "documents": "documents"},
    "inspect": {"registered": "inspection", "documents": "inspection", "held": "inspection"},
    "goods-fit": {"registered": "inspection", "documents": "inspection", "inspection": "inspection"},
    "goods-differ": {"registered": "held", "documents": "held", "inspection": "held"},
    "clear": dict.fromkeys(WAITS, "cleared"),
    "refuse": dict.fromkeys(WAITS, "refused"),
    "hold": {"registered": "held", "documents": "held", "inspection": "held"},
    "seize": {"inspection": "seized", "held": "seized"},
    "scan-clean": {**{one: one for one in WAITS}, "cleared": "cleared"},
    "scan-suspect": dict.fromkeys((*WAITS, "cleared"), "held"),
    "instruct": {one: one for one in (*WAITS, "manual", "cleared")},
    "release": {"cleared": "released"},
    "to-paper": dict.fromkeys(WAITS, "manual"),
    "close-on-paper": dict.fromkeys((*WAITS, "manual", "cleared"), "manual"),
    "cancel": dict.fromkeys((*WAITS, "manual", "cleared"), "cancelled"),
    "grant-cancellation": dict.fromkeys((*WAITS, "manual", "cleared", "released"), "cancelled"),
    "decline-cancellation": {one: one for one in (*WAITS, "manual", "cleared", "released")},
    "refund-taxes": {"cleared": "cleared", "released": "released"},
    "taxes-paid": {"cleared": "cleared", "released": "released"},
}
"""Step → state before → state after, as the procedure is told to officers; written here once more on purpose."""

ASKED = "ask-cancellation"
SET_UPS: dict[str, tuple[str, list[str], set[str]]] = {
    "registered": ("registered", [], set()),
    "registered, cancellation asked": ("registered", [ASKED], {"asked"}),
    "documents": ("documents", ["ask-documents"], set()),
    "inspection": ("inspection", ["inspect"], set()),
    "inspection, goods fit": ("inspection", ["goods-fit"], {"fits"}),
    "inspection, goods fit, cancellation asked": ("inspection", ["goods-fit", ASKED], {"fits", "asked"}),
    "held": ("held", ["hold"], set()),
    "held, goods fit": ("held", ["goods-fit", "hold"], {"fits"}),
    "manual": ("manual", ["to-paper"], set()),
    "closed on paper": ("manual", ["goods-fit", "clear", "close-on-paper"], {"fits", "closed"}),
    "cleared": ("cleared", ["goods-fit", "clear"], {"fits"}),
    "cleared, scanned": ("cleared", ["goods-fit", "clear", "scan-clean"], {"fits", "scanned"}),
    "released": ("released", ["goods-fit", "clear", "scan-clean", "release"], {"fits", "scanned"}),
    "refused": ("refused", ["refuse"], set()),
    "seized": ("seized", ["inspect", "seize"], set()),
    "withdrawn": ("withdrawn", ["withdraw"], set()),
    "cancelled": ("cancelled", ["cancel"], set()),
}
"""State, the steps that lead there, and what is known then of a red import."""
CONDITIONS = {
    "clear": [("fits", "INSPECTION-MISSING"), ("not asked", "CANCELLATION-OPEN")],
    "refuse": [("not asked", "CANCELLATION-OPEN")],
    "close-on-paper": [("not closed", "PAPER-TWIN-CLOSED"), ("not asked", "CANCELLATION-OPEN")],
    "cancel": [("not closed", "PAPER-TWIN-CLOSED")],
    "release": [("scanned", "SCAN-MISSING"), ("not asked", "CANCELLATION-OPEN")],
    "grant-cancellation": [("asked", "CANCELLATION-NOT-ASKED")],
    "decline-cancellation": [("asked", "CANCELLATION-NOT-ASKED")],
    "refund-taxes": [("charged", "TAXES-NOT-CHARGED")],
    "taxes-paid": [("guaranteed", "TAXES-NOT-GUARANTEED")],
}
GROUNDS = {"cancel": "wrong-group", ASKED: "system-error"}

PAPER = {"paper_number": "12/TKG", "paper_date": "2026-09-01", "paper_officer": "Trần Văn Đức"}


class Cell(NamedTuple):
    who: str
    set_up: str
    step: str
    looked: bool

    def code(self) -> str:
        """What must refuse it; of several the first asked."""
        state, _, facts = SET_UPS[self.set_up]
        if refused := WHO[self.who][1]:
            return refused
        if state not in LEADS[self.step]:
            return "STEP-NOT-NOW"
        known = facts | {f"not {fact}" for fact in ("asked", "closed") if fact not in facts}
        for fact, code in CONDITIONS.get(self.step, []):
            if fact not in known:
                return code
        return "" if self.looked else "NOT-LOOKED-AT"


def says(house: House, number: str, step: str) -> dict[str, Any]:
    paper = PAPER if step == "close-on-paper" else {}
    return {**what_is_said(house, number, step, "vì vậy"), "ground": GROUNDS.get(step, ""), **paper}


def taken(house: House, number: str, step: str) -> None:
    """By whoever takes such steps."""
    asked = says(house, number, step)
    if STEPS[step].side == "declarant":
        told = {"number": number, "state": asked["state"], "request": step, "ground": asked["ground"], "reason": "vì"}
        text = composed(house, "declaration-ask", user_of(house, RSA_COMPANY), **told).text
        sent(house, signed(text, the_pki().rsa))
        return
    look(house, number, "ct01")
    sent(house, signed(composed(house, KIND, "ct01", **asked).text, the_pki().officer("ct01")))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(Path(tmp_path_factory.mktemp("steps")))
    with_officer(house, "kt01", "079180000181", role="auditor")
    with_officer(house, "vh01", "079180000182", role="operator")
    with_officer(house, "xa01", "079180000183", office="01E1")
    with_officer(house, "xt01", "079180000184", office="01E1", role="head")
    yield house
    house.close()


@pytest.fixture(scope="module")
def numbers(house: House) -> dict[str, str]:
    """A red import for each way that things may stand, brought there by its steps."""
    bills = [f"ST{place}" for place, _ in enumerate(SET_UPS)]
    lines = [encode_line(a_mic(goods_description="Drone mini", house_bill=b, **an_owner(b))) for b in bills]
    [answer] = house.file(a_filing(lines))
    found = dict(zip(SET_UPS, (one["decision"]["number"] for one in answer["outcomes"]), strict=True))
    for set_up, (state, steps, _) in SET_UPS.items():
        for step in steps:
            taken(house, found[set_up], step)
        assert house.books.case(found[set_up]).decision.state == state
    return found


def test_the_cells_are_all_there_are() -> None:
    assert LEADS.keys() == VERDICTS.keys() == {one.name for one in STEPS.values() if one.side == "officer"}
    assert {state for state, _, _ in SET_UPS.values()} == STATES.keys()


def test_every_cell_is_covered_and_every_forbidden_one_refused(house: House, numbers: dict[str, str]) -> None:
    told, wrong = Counter[str](), []
    house.books.connection.execute("DELETE FROM look")
    for looked in (False, True):
        for set_up, who in product(SET_UPS, WHO) if looked else ():
            look(house, numbers[set_up], WHO[who][0])
        for who, set_up, step in product(WHO, SET_UPS, LEADS):
            cell = Cell(who, set_up, step, looked)
            asked = says(house, numbers[set_up], step)
            code = code_of(composed, house, KIND, WHO[who][0], **asked)
            told[code] += 1
            if code != cell.code():
                wrong.append((cell, code, cell.code()))
    assert wrong == []
    assert told.total() == 2 * len(WHO) * len(SET_UPS) * len(LEADS)
    assert told[""] == told["NOT-LOOKED-AT"] > 2 * len(LEADS)


def test_each_allowed_step_leads_where_the_table_says(house: House, numbers: dict[str, str]) -> None:
    led = set()
    for set_up, step in product(SET_UPS, LEADS):
        if Cell("head", set_up, step, looked=True).code():
            continue
        particulars = DeclarationDecide(**says(house, numbers[set_up], step))
        _, decision = house.sit(lambda now, one=particulars: decided(now, "ct01", one))
        assert decision.state == LEADS[step][SET_UPS[set_up][0]], (set_up, step)
        assert (decision.step, decision.decided_by, decision.under != "") == (step, "ct01", True)
        led.add(step)
    assert led == LEADS.keys()


@pytest.mark.parametrize("step", sorted(one.name for one in STEPS.values() if one.side == "declarant"))
def test_no_officer_takes_a_filers_step(house: House, numbers: dict[str, str], step: str) -> None:
    for set_up in SET_UPS:
        look(house, numbers[set_up])
        asked = {**says(house, numbers[set_up], "clear"), "verdict": step}
        assert code_of(composed, house, KIND, "cb01", **asked) == "FORM-FAULTY"


def filers(house: House) -> dict[str, str]:
    """Everybody who is no officer of the declaration's office, by account."""
    return {
        "visitor": "",
        "declarant": user_of(house, RSA_COMPANY),
        "administrator": RSA_COMPANY,
        "other company's declarant": user_of(house, P256_COMPANY),
        "other company's administrator": P256_COMPANY,
    }


def test_no_filer_takes_an_officers_step(house: House, numbers: dict[str, str]) -> None:
    told = Counter[str]()
    for (who, account), set_up, step in product(filers(house).items(), SET_UPS, LEADS):
        code = code_of(composed, house, KIND, account, **says(house, numbers[set_up], step))
        assert code == ("OFFICER-UNKNOWN" if account else "FORM-FAULTY"), (who, set_up, step)
        told[code] += 1
    assert told.total() == len(filers(house)) * len(SET_UPS) * len(LEADS)


@pytest.mark.parametrize("request_", ["withdraw", "ask-cancellation"])
def test_a_filers_step_is_taken_by_its_declarant_alone(house: House, numbers: dict[str, str], request_: str) -> None:
    """Whatever the state: others are not told that there is such a declaration."""
    everybody = filers(house) | {who: account for who, (account, _) in WHO.items()}
    passed = set()
    for (who, account), set_up in product(everybody.items(), SET_UPS):
        asked = says(house, numbers[set_up], "clear")
        told = {"number": numbers[set_up], "state": asked["state"], "request": request_, "reason": "vì"}
        told["ground"] = GROUNDS.get(request_, "")
        code = code_of(composed, house, "declaration-ask", account, **told)
        if who == "declarant":
            passed |= {set_up} if not code else set()
        else:
            assert code == ("NOT-FOUND" if account else "FORM-FAULTY"), (who, set_up)
    waits = {one for one, (state, _, _) in SET_UPS.items() if state == "registered" and request_ == "withdraw"}
    assert passed == waits or (request_ == "ask-cancellation" and passed)
