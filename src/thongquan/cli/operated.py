"""What the commands of operators share: who signs, and with what. Each text is shown before it is signed."""

import argparse
import os
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from thongquan.cli.words import Words

OPERATOR, KEY = "THONGQUAN_OPERATOR", "THONGQUAN_OPERATOR_KEY"


def add(parser: argparse.ArgumentParser, say: Words) -> None:
    """`--certificate` is what the command is about, so the operator's own key has another name."""
    parser.add_argument("--as", dest="operator", metavar=say("arg.id"), help=say("operated.as"))
    parser.add_argument("--key", metavar="FILE.p12|pkcs11:…", help=say("operated.key"))
    parser.add_argument("--password-file", metavar="FILE", type=Path, help=say("password-file.help"))
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))


def does(
    arguments: argparse.Namespace,
    say: Words,
    kind: str,
    says: dict[str, Any],
    *,
    ders: Sequence[bytes] | None = None,
    path: str = "/office/deeds",
) -> Any:
    """Composed, shown, signed, carried out: what became of it.

    `ders`: the certificates beside the text, where its kind has any. Raises OperatorNotNamed.
    """
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.refusals import OperatorNotNamed
    from thongquan.cli.signer import opened_at

    operator = arguments.operator or os.environ.get(OPERATOR, "")
    address = arguments.key or os.environ.get(KEY, "")
    if not operator or not address:
        raise OperatorNotNamed
    office = Office(arguments.data)
    text = office.compose(kind, operator, says, say)
    beside = {} if ders is None else {"certificates": " ".join(b64encode(der).decode() for der in ders)}
    with opened_at(address, arguments.password_file, say) as key:
        return office.send(text, key, path, **beside)


def named(der: bytes) -> dict[str, str]:
    """A certificate as a text names it."""
    from hashlib import sha256

    from thongquan.signing.frame import read_frame

    return {"serial": read_frame(der).serial, "fingerprint": sha256(der).hexdigest()}
