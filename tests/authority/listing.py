"""Lists HQ 02 as people make them: drafted, signed by the company's user, answered by an officer."""

import os
from typing import Any

from authority.deciding import decide
from authority.deeds import composed, sent, signed
from authority.house import House, a_filing, an_owner, the_pki
from building import a_mec, a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.completed_list_send import drafted
from thongquan.authority.deed_work import Carried
from thongquan.authority.refusals import FormFaulty
from thongquan.base.moment import stamp
from thongquan.declaration.codec import encode_line

IMPORTS = {"direction": "import", "office": "02DS", "measure": "packages"}
EXPORTS = {**IMPORTS, "direction": "export"}


def cleared_imports(
    house: House, *bills: str, scan: bool = True, company: str = RSA_COMPANY, **changes: Any
) -> list[str]:
    """Filed, cleared by an officer where no green channel did it, and scanned."""
    lines = [
        encode_line(a_mic(**{"house_bill": one, "nonce": os.urandom(16).hex(), **an_owner(one), **changes}))
        for one in bills
    ]
    [answer] = house.file(a_filing(lines, key="rsa" if company == RSA_COMPANY else "p256"))
    return _cleared(house, answer, "scan-clean" if scan else "")


def cleared_exports(house: House, *bills: str, **changes: Any) -> list[str]:
    lines = [encode_line(a_mec(**{"house_bill": one, "nonce": os.urandom(16).hex(), **changes})) for one in bills]
    [answer] = house.file(a_filing(lines, direction="export"))
    return _cleared(house, answer, "")


def _cleared(house: House, answer: Any, then: str) -> list[str]:
    numbers = [one["decision"]["number"] for one in answer["outcomes"]]
    for one in answer["outcomes"]:
        if one["decision"]["state"] != "cleared":
            decide(house, one["decision"]["number"], "clear")
    for number in numbers if then else ():
        decide(house, number, then)
    return numbers


def user_of(house: House, company: str = RSA_COMPANY) -> str:
    key = the_pki().p256 if company == P256_COMPANY else the_pki().rsa
    return str(house.books.accounts.user_of(key.certificate.issuer_serial).name)


def drafted_list(house: House, numbers: list[str], company: str = RSA_COMPANY, **says: Any) -> dict[str, Any]:
    user, asked = user_of(house, company), {**IMPORTS, **says}
    return house.sit(lambda now: drafted(now, user, asked, numbers))


def send_list(house: House, numbers: list[str], company: str = RSA_COMPANY, **says: Any) -> Carried:
    user, key = user_of(house, company), "p256" if company == P256_COMPANY else "rsa"
    text = composed(house, "hq02-send", user, **drafted_list(house, numbers, company, **says)).text
    return sent(house, signed(text, getattr(the_pki(), key)), numbers="\n".join(numbers))


def what_is_answered(house: House, list_id: str, answer: str = "confirm", **says: Any) -> dict[str, Any]:
    one = house.books.completed_lists.list_of(list_id)
    shown = {"number": one.number, "company": one.company, "count": one.says.count, "digest": one.says.digest}
    return {"list_id": list_id, **shown, "answer": answer, **says}


def looked_at(house: House, list_id: str, officer: str = "cb01") -> None:
    """He has it before him, whoever he is: what he may do is asked elsewhere."""
    house.sit(lambda now: now.books.applications.look(officer, list_id, 1, stamp(now.at)))


def answer_list(house: House, list_id: str, answer: str = "confirm", officer: str = "cb01", **says: Any) -> Carried:
    looked_at(house, list_id, officer)
    text = composed(house, "hq02-confirm", officer, **what_is_answered(house, list_id, answer, **says)).text
    return sent(house, signed(text, the_pki().officer(officer)))


def faults_of(work: Any, *arguments: Any, **more: Any) -> list[tuple[str, str]]:
    """Code and place of each fault; empty when there is none."""
    try:
        work(*arguments, **more)
    except FormFaulty as faulty:
        return [(one.code, one.at) for one in faulty.faults]
    return []
