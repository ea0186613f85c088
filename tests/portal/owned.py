"""Row 15: whose is what a route with an id leads to. A route that is not here fails the build.

OWNED[("GET", "/company/users/{account:str}")] = Owned(admin_of_the_first, lambda house: "/company/users/" + …)
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from authority import deciding
from authority.accounts import register_admin
from authority.applying import with_officer
from authority.delegations import given
from authority.house import House, a_filing, an_owner, the_pki
from authority.signers import Holder, registered, suspended
from building import a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from portal import owned_applying
from thongquan.base.moment import business_day
from thongquan.declaration.codec import encode_line
from thongquan.portal.sessions import Who


class Owned(NamedTuple):
    owner: Who
    address: Callable[[House], str]
    """Makes a thing of the owner's and says where it is."""
    fields: Callable[[House], Sequence[tuple[str, str]]] = lambda _: ()
    """What a POST sends."""
    public: bool = False
    """Everybody may ask: then nothing of this route is secret, and the reason stands beside it."""


STRANGERS: Sequence[Who | None] = (
    None,
    Who("ZZ99X001", "user", "Lê Thị Bình", company=P256_COMPANY, certificate="cd" * 32),
    Who(P256_COMPANY, "admin", "Công ty CP Giao nhận Đường Sáng", company=P256_COMPANY, certificate="cd" * 32),
)
"""Nobody, and the people of the other company."""

OWNED: dict[tuple[str, str], Owned] = {}
"""By method and path of the route."""


def _certificate_of_the_first(act: str) -> Owned:
    """Something is done with a certificate of the first company, which its administrator reaches."""

    def address(house: House) -> str:
        holder, admin = Holder(), the_pki().rsa
        if house.books.accounts.account(RSA_COMPANY) is None:
            register_admin(house, admin)
        registered(house, holder)
        return f"/company/certificates/{holder.certificate.fingerprint}/{act}"

    return Owned(Who(RSA_COMPANY, "admin", "Công ty Thử Nghiệm", company=RSA_COMPANY, certificate="ab" * 32), address)


OWNED["GET", "/company/certificates/{fingerprint:str}/{act:str}"] = _certificate_of_the_first("suspend")
for path, address in owned_applying.GETS.items():
    OWNED["GET", path] = Owned(owned_applying.ADMIN, address)
for path, (rest, fields) in owned_applying.POSTS.items():
    OWNED["POST", path] = Owned(owned_applying.ADMIN, owned_applying.beneath(rest), lambda _, sent=fields: sent)
OWNED["POST", f"{owned_applying.DRAFT}/declarants/{{place:str}}"] = Owned(
    owned_applying.ADMIN, owned_applying.a_change, owned_applying.a_changed_wish
)
OWNED["GET", "/desk/registrations/{application:str}"] = Owned(owned_applying.OFFICER, owned_applying.a_case)


def a_waiting_declaration(house: House) -> str:
    owned_applying.people(house)
    bill = f"OWNED{len(house.rows('SELECT 1 FROM declaration'))}"
    line = encode_line(a_mic(goods_description="Drone mini", house_bill=bill, **an_owner(bill)))
    [answer] = house.file(a_filing([line]))
    return f"/desk/declarations/{answer['outcomes'][0]['decision']['number']}"


OWNED["GET", "/desk/declarations/{number:str}"] = Owned(owned_applying.OFFICER, a_waiting_declaration)


def several_decided(house: House) -> str:
    number = a_waiting_declaration(house).rpartition("/")[2]
    deciding.look(house, number)
    deed = deciding.decide_together(house, deciding.said_together(house, [number])).deed
    return f"/desk/decided/{deed}"


def an_audited_declaration(house: House) -> str:
    number = a_waiting_declaration(house).rpartition("/")[2]
    with_officer(house, AUDITOR.account, "079180000177", role="auditor")
    return f"/audit/declarations/{number}"


def a_draw(house: House) -> str:
    a_waiting_declaration(house)
    return f"/audit/draws/{business_day(house.clock()).isoformat()}"


AUDITOR = Who("tt01", "officer", "Phạm Văn Soát", certificate="ef" * 32)
OWNED["GET", "/desk/decided/{deed:str}"] = Owned(owned_applying.OFFICER, several_decided)
OWNED["GET", "/audit/declarations/{number:str}"] = Owned(AUDITOR, an_audited_declaration)
OWNED["GET", "/audit/draws/{day:str}"] = Owned(
    owned_applying.OFFICER, a_draw, public=True
)  # nobody steers what all see


def a_waiting_certificate(house: House) -> str:
    """A company of its own lost its certificate, and another waits for the officer's office."""
    owned_applying.people(house)
    lost, holder = Holder("0109998907"), Holder("0109998907")
    registered(house, lost)
    if house.books.certificates.signatory(lost.certificate.issuer_serial).state == "registered":
        suspended(house, lost, lost)
    registered(house, holder)
    return f"/desk/certificates/{holder.certificate.fingerprint}"


OWNED["GET", "/desk/certificates/{fingerprint:str}"] = Owned(owned_applying.OFFICER, a_waiting_certificate)


def _delegation_of_the_first(house: House) -> str:
    if house.books.accounts.account(RSA_COMPANY) is None:
        register_admin(house, the_pki().rsa)
    return f"/company/delegations/{given(house)}/revoke"


OWNED["GET", "/company/delegations/{delegation:str}/revoke"] = Owned(owned_applying.ADMIN, _delegation_of_the_first)
