"""As many rows as lie in the books after years, entered as the books enter them, but without deeds for them."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from msgspec.structs import replace

from authority.house import House, the_pki
from demo_pki import NOW, RSA_COMPANY
from thongquan.authority.deed_ports import NewDeed
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, Person
from thongquan.registration.application import Application, Asked
from thongquan.registration.delegation import Delegation, Scope
from thongquan.registration.model import Company, Officer
from thongquan.registration.terminal import Terminal

BEGUN = NOW - timedelta(days=400)
SCOPE = Scope(["import"], ["file"], [])
COMPANIES = 40


def tax_code(number: int) -> str:
    return f"99{number % COMPANIES:08}"


def name_of(number: int) -> str:
    return f"Công ty Chuyển phát {'Đường Sáng' if number % 2 else 'Hoàng Hà'} {number % COMPANIES:02}"


def _at(number: int) -> str:
    return stamp(BEGUN + timedelta(minutes=number))


def _day(number: int) -> str:
    return stamp(BEGUN + timedelta(days=number))


def companies(now: Sitting) -> None:
    for number in range(COMPANIES):
        if now.books.company(tax_code(number)) is None:
            now.books.add_company(Company(tax_code(number), name_of(number), f"{90_000 + number}"), _at(0))


def _application(number: int, company: str, state: Any) -> Application:
    made = Application(f"{number:032x}", company, Asked(office="02DS"), state, 1, _at(number))
    return replace(made, sent_at="" if state == "draft" else _at(number))


def waiting(now: Sitting, number: int) -> None:
    state = "seconded" if number % 10 == 0 else "sent"
    now.books.applications.add(_application(number, tax_code(number), state))


def application(now: Sitting, number: int) -> None:
    now.books.applications.add(_application(10**9 + number, RSA_COMPANY, "rejected" if number % 3 else "draft"))


def user(now: Sitting, number: int) -> None:
    person, key = Person(f"Người {number}", f"{number:012}"), number.to_bytes(16, "big")
    now.books.accounts.add(Account(f"U{number:07}", "user", RSA_COMPANY, key, person, _at(number)))


def terminal(now: Sitting, number: int) -> None:
    now.books.terminals.add(Terminal(f"T{number:06}", RSA_COMPANY, _at(number), _at(number)))


def delegation(now: Sitting, number: int) -> None:
    made = Delegation(f"{number:032x}", RSA_COMPANY, tax_code(number), "", SCOPE, "DL1", "", _day(number), stamp(NOW))
    now.books.delegations.add(made)


def held(now: Sitting, number: int) -> None:
    made = Delegation(
        f"{10**9 + number:032x}", tax_code(number), RSA_COMPANY, "", SCOPE, "DL1", "", _day(number), stamp(NOW)
    )
    now.books.delegations.add(made)


def certificate(now: Sitting, number: int) -> None:
    """The company's own once more, under another serial number."""
    made = replace(the_pki().certificate("rsa"), issuer_serial=b"another issuer" + number.to_bytes(8, "big"))
    now.books.certificates.register(made, state="waiting", until=stamp(NOW), at=_at(number), deed=1)


def officer(now: Sitting, number: int) -> None:
    now.books.officers.add(Officer(f"nv{number:07}", f"Công chức {number}", "02DS", "officer"), _at(number))


def deed(now: Sitting, number: int) -> None:
    digest = sha256(b"deed %d" % number).digest()
    account = f"U{number % 100:07}"
    made = NewDeed("login", stamp(NOW), account, RSA_COMPANY, "", "", digest, digest, b"", b"text", b"", b"{}")
    now.books.deeds.enter(made)


def declarations(now: Sitting, numbers: Iterable[int], waits_each: int = 1) -> None:
    """Rows and acts that cannot be opened: what lists show is not sealed. Each twentieth has a later act, too."""
    connection = now.books.connection  # type: ignore[attr-defined] # of the books in SQLite
    [[seq]] = connection.execute("SELECT ifnull(max(seq), 0) FROM act").fetchall()
    for number in numbers:
        own, key = 10**11 + 10 * number, sha256(b"house %d" % number).digest()[:24]
        state, registered = ("registered" if number % waits_each == 0 else "cleared"), seq + 1
        for kind in ("registered", "decided") if number % 20 == 0 else ("registered",):
            seq += 1
            connection.execute(_ACT, (seq, own, kind, _at(number), "cb01"))
        row = (own, tax_code(number), key, state, _at(number), registered, seq, key[:16])
        connection.execute(_DECLARATION, row)


def declaration(now: Sitting, number: int) -> None:
    declarations(now, [number])


_ACT = "INSERT INTO act (seq, number, kind, at, by, leaf, sealed) VALUES (?, ?, ?, ?, ?, x'', x'')"
_DECLARATION = """
INSERT INTO declaration (number, office, direction, filing, line, filer, house, live, state, channel, customs_value,
                         registered_at, registered, latest, owned)
VALUES (?, '02DS', 'import', 0, 1, ?, ?, 1, ?, '2', 500000, ?, ?, ?, ?)"""


class List(NamedTuple):
    """A list of the portal: where it stands, who reads it, what brings a row, and which cell names a row."""

    path: str
    who: str
    add: Callable[[Sitting, int], None]
    order: str = ""
    side: str = ""


LISTS = {
    "queue": List("/desk/registrations", "officer", waiting),
    "queue-by-company": List("/desk/registrations", "officer", waiting, "-company"),
    "queue-by-tax-code": List("/desk/registrations", "officer", waiting, "tax_code"),
    "declarations": List("/desk/declarations", "officer", declaration),
    "declarations-backwards": List("/desk/declarations", "officer", declaration, "-registered"),
    "applications": List("/register/application", "admin", application),
    "users": List("/company/users", "admin", user),
    "users-by-beginning": List("/company/users", "admin", user, "-since"),
    "terminals": List("/company/terminals", "admin", terminal),
    "terminals-by-beginning": List("/company/terminals", "admin", terminal, "since"),
    "certificates": List("/company/certificates", "admin", certificate),
    "given": List("/company/delegations", "admin", delegation, side="given"),
    "held": List("/company/delegations", "admin", held, side="held"),
    "team": List("/office", "head", officer),
    "record": List("/company/record", "admin", deed),
    "audit": List("/audit", "auditor", deed),
}


def fill(house: House, lists: Iterable[List], numbers: Iterable[int]) -> None:
    def work(now: Sitting) -> None:
        companies(now)
        for add in {one.add for one in lists}:
            for number in numbers:
                add(now, number)

    house.sit(work)
