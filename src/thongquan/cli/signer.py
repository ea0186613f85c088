"""The key that `--certificate` names, opened for one run; its password or PIN is asked for once."""

import argparse
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.signing.sign import Signer


def add(parser: argparse.ArgumentParser, say: Words, *, required: bool) -> None:
    metavar = "FILE.p12|pkcs11:…"
    parser.add_argument("--certificate", metavar=metavar, required=required, help=say("certificate.help"))
    parser.add_argument("--password-file", metavar="FILE", type=Path, help=say("password-file.help"))


def opened(arguments: argparse.Namespace, say: Words) -> "AbstractContextManager[Signer]":
    return opened_at(arguments.certificate, arguments.password_file, say)


@contextmanager
def opened_at(address: str, password_file: Path | None, say: Words) -> "Iterator[Signer]":
    from thongquan.cli.password import password_for, pin_for
    from thongquan.signing.sign import open_signer
    from thongquan.signing.token_address import is_token_address

    def ask(name: str) -> str:
        if is_token_address(address):
            return pin_for(name, password_file, say("pin.prompt"))
        return password_for(name, password_file, say("password.prompt"))

    module = os.environ.get("THONGQUAN_PKCS11_MODULE", "")
    with open_signer(address, ask, module=module) as signer:
        yield signer
