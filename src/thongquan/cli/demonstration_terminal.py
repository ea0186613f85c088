"""The terminal of a made-up company: applied for, approved by an officer and shown its key, as for anybody else."""

from pathlib import Path

from thongquan.authority.application_queue import open_case
from thongquan.authority.applications import save_new
from thongquan.authority.sitting import Sitting
from thongquan.cli.demonstration_deeds import does
from thongquan.cli.made_up import ACCOUNT_PASSWORD, EMAIL, OFFICE, OFFICERS
from thongquan.declarant.outbox import write_through
from thongquan.signing.sign import Signer

_ASKED = {
    "address": "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh",
    "phone": "028 3822 0001",
    "email": EMAIL,
    "representative": "Nguyễn Văn Đại",
    "office": OFFICE,
    "terminals": 1,
}


def key_file(folder: Path, tax_code: str) -> Path:
    """What `--key-file` of the commands takes."""
    return folder / f"{tax_code}-terminal.key"


def opens_terminal(now: Sitting, company: Signer, name: str, officer: Signer, folder: Path) -> None:
    """Its key is kept in `folder`: nowhere else is it ever shown again. Done again, it changes nothing."""
    code = company.certificate.tax_code
    user = now.books.accounts.user_of(company.certificate.issuer_serial)
    if user is None or now.books.terminals.of_company(code):
        return
    draft = save_new(now, code, code, _ASKED | {"company": name}).application
    sent = {"application": draft.id, "version": draft.version, "sender": name, "sender_email": EMAIL}
    does(now, company, "application-send", sent, account=code, password=ACCOUNT_PASSWORD)
    one = OFFICERS[0].id
    open_case(now, one, draft.id)
    decided = {"application": draft.id, "version": draft.version + 1, "verdict": "approve"}
    does(now, officer, "application-decide", decided, account=one, password=ACCOUNT_PASSWORD)
    [terminal] = now.books.terminals.of_company(code)
    asked = {"keys": [{"terminal": terminal.id, "user": user.name}]}
    shown = does(now, company, "credentials-read", asked, account=code, password=ACCOUNT_PASSWORD)
    write_through(key_file(folder, code), shown[f"access_key {terminal.id}"].encode() + b"\n")
