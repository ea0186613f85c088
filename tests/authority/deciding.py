"""Officers decide as they do: they look, the authority composes the text, they sign it, and it is carried out."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import httpx
import msgspec

from authority.deeds import composed, sent, signed
from authority.house import House, the_pki
from demo_pki import Pki
from thongquan.authority import declaration_open as open_
from thongquan.authority.deed_work import Carried
from thongquan.channel.model import RED
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import is_number

KIND, TOGETHER = "declaration-decide", "declarations-decide"


def decide(house: House, number: Any, verdict: str = "clear", reason: str = "", officer: str = "cb01") -> Decision:
    """The decision as it stands afterwards. Raises what refuses it, at whichever step.

    What is red is inspected first, as officers do.
    """
    case = house.books.case(str(number)) if is_number(str(number)) else None
    if verdict == "clear" and case is not None and is_uninspected(case.decision):
        decide(house, number, "goods-fit", reason, officer)
    look(house, str(number), officer)
    text = composed(house, KIND, officer, **what_is_said(house, str(number), verdict, reason)).text
    sent(house, signed(text, the_pki().officer(officer)))
    decision: Decision = house.books.case(str(number)).decision
    return decision


def look(house: House, number: str, officer: str = "cb01") -> None:
    """He has it before him, whoever he is: what he may do is asked elsewhere."""
    case = house.books.case(number) if is_number(number) else None
    if case is not None:
        house.sit(lambda now: open_.look(now, officer, case))


def is_uninspected(decision: Decision) -> bool:
    return decision.channel == RED and decision.inspection != "fits" and decision.state == "registered"


def what_is_said(house: House, number: str, verdict: str, reason: str = "") -> dict[str, Any]:
    case = house.books.case(number) if is_number(number) else None
    channel, state = (case.decision.channel, case.decision.state) if case else ("2", "registered")
    number = case.decision.number if case else number
    return {"number": number, "channel": channel, "state": state, "verdict": verdict, "reason": reason}


def said_together(
    house: House, numbers: Sequence[str], verdict: str = "hold", reason: str = "chờ lệnh"
) -> dict[str, Any]:
    """One step on several, each in the version that it has now."""
    found = [house.books.case(one) for one in numbers]
    told = [
        {
            "number": one.decision.number,
            "version": str(one.latest),
            "channel": one.decision.channel,
            "state": one.decision.state,
        }
        for one in found
    ]
    return {"verdict": verdict, "reason": reason, "declarations": told}


def decide_together(house: House, said: dict[str, Any], officer: str = "cb01") -> Carried:
    text = composed(house, TOGETHER, officer, **said).text
    return sent(house, signed(text, the_pki().officer(officer)))


def decide_over(
    office: httpx.Client,
    number: str,
    verdict: str = "clear",
    reason: str = "",
    officer: str = "cb01",
    *,
    pki: Pki | None = None,
) -> httpx.Response:
    """Over the office's socket: the first answer that is none, or the declaration as it is shown afterwards."""
    path = f"/office/declarations/{number}?officer={officer}"
    shown = office.get(path)
    if not shown.is_success:
        return shown
    told = shown.json()["decision"]
    if verdict == "clear" and is_uninspected(msgspec.convert(told, Decision)):
        decide_over(office, number, "goods-fit", reason, officer, pki=pki)
        told = office.get(path).json()["decision"]
    says = {
        "number": told["number"],
        "channel": told["channel"],
        "state": told["state"],
        "verdict": verdict,
        "reason": reason,
    }
    text = office.post(f"/office/deeds/{KIND}", json={"account": officer, "says": says})
    if not text.is_success:
        return text
    signer = (pki or the_pki()).officer(officer)
    done = office.post("/office/deeds", json=signed_text(text.json()["text"], signer))
    return office.get(path) if done.is_success else done


def signed_text(text: str, signer: Any) -> dict[str, str]:
    return {"text": text, "signature": b64encode(signer.sign(text.encode())).decode()}
