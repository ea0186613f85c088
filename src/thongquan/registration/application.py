"""What a company asks customs for: users that declare, and terminals. Saved as a draft, signed, sent, decided.

Field by field after the forms of the national portal: *Thông tin doanh nghiệp*, *Thông tin người khai hải quan*,
*Máy tính*. What each field is called stands here, once, for the page, the API and the text that is signed.
"""

from typing import Annotated, Literal

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.registration.deeds import FINGERPRINT, called

Action = Literal["add", "change", "remove"]
State = Literal["draft", "sent", "seconded", "returned", "approved", "effective", "rejected", "withdrawn"]
"""`seconded`: one officer has approved where two must. `approved`: it takes effect later. `effective`: it has."""

OPEN: tuple[State, ...] = ("draft", "sent", "seconded", "returned")
WAITING: tuple[State, ...] = ("sent", "seconded")

ACTIONS = {"add": "thêm", "change": "sửa", "remove": "hủy"}
USER_ID = r"[0-9A-Z]{8}"
TERMINAL_ID = r"[0-9A-Z]{6}"
EMAIL = r"[^@ ]{1,64}@[^@ ]{1,100}"

CompanyName = Annotated[str, called("Tên doanh nghiệp", "Company", most=200)]
Address = Annotated[str, called("Địa chỉ", "Address", most=200)]
Phone = Annotated[str, called("Số điện thoại", "Telephone", r"\+?[0-9][0-9 .()\-]{6,18}", most=20)]
Email = Annotated[str, called("Thư điện tử", "E-mail", EMAIL, most=165)]
Representative = Annotated[str, called("Người đại diện theo pháp luật", "Legal representative", most=100)]
Office = Annotated[str, called("Mã Hải quan nơi đăng ký", "Customs office that decides", r"[0-9A-Z]{4}", most=4)]
TerminalCount = Annotated[int, called("Số máy tính xin cấp", "Terminals asked for")]
UserId = Annotated[str, called("User ID", "User ID", USER_ID, most=8)]


class Declarant(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """*Người khai hải quan*: somebody who is to declare, whose particulars change, or who is to declare no more."""

    action: Annotated[Action, called("Yêu cầu", "Action", words=ACTIONS)]
    user: UserId = ""
    """Empty for a new one: the User ID is given on approval."""
    name: Annotated[str, called("Họ tên", "Full name", most=100)] = ""
    identity: Annotated[
        str, called("Số CCCD, CMND hoặc hộ chiếu", "Identity number or passport", r"[0-9A-Z]{6,12}", most=12)
    ] = ""
    certificate: Annotated[
        str, called("Mã băm SHA-256 của chứng thư số", "SHA-256 of the certificate", FINGERPRINT, most=64)
    ] = ""


Declarants = Annotated[
    list[Declarant], called("Người khai hải quan", "Customs declarant", most=LIMITS.application_declarants)
]
GivenUp = Annotated[
    list[Annotated[str, called("Terminal ID trả lại", "Terminal given up", TERMINAL_ID, most=6)]],
    called("Terminal ID trả lại", "Terminals given up", most=LIMITS.application_terminals),
]


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is asked for. A draft may lack anything."""

    company: CompanyName = ""
    address: Address = ""
    phone: Phone = ""
    email: Email = ""
    representative: Representative = ""
    office: Office = ""
    declarants: Declarants = []
    terminals: TerminalCount = 0
    give_up: GivenUp = []


class Passage(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of its way: who did what, and what was said to it."""

    at: str
    step: str
    by: str
    note: str = ""


class Application(msgspec.Struct, frozen=True, gc=False):
    id: str
    """128 random bits in hex."""
    tax_code: str
    asked: Asked
    state: State
    version: int
    """Counts what was saved: whoever signs or decides names the one that he has before him."""
    changed_at: str
    sent_at: str = ""
    decided_at: str = ""
    effective_at: str = ""
    decided_by: str = ""
    seconded_by: str = ""
    sender: str = ""
    sender_email: str = ""
    note: str = ""
    """Reasons of a refusal, or what is to be changed."""
    users: list[str] = []
    """On approval: the User ID of each declarant, in their order."""
    terminals: list[str] = []
    """On approval: the Terminal IDs that were given."""
    history: list[Passage] = []
