"""`thongquan deposit`: what a company reads of its deposit accounts, with the credentials of a terminal."""

import argparse
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

from thongquan.cli import deposit_forms, deposit_own
from thongquan.cli.arguments import Commands, group
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "deposit", say)
    deposit_own.add(parts, say)
    deposit_forms.add(parts, say, "", lambda parser: _connected(parser, say))


def _connected(parser: argparse.ArgumentParser, say: Words) -> None:
    deposit_own.terminal(parser, say, required=True)
    parser.set_defaults(run="thongquan.cli.deposit:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    with closing(_Desk(arguments)) as desk:
        return deposit_forms.show(desk, arguments, say)


class _Desk:
    """Implements `deposit_forms.Desk` for a terminal."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from thongquan.cli.watch import access_key
        from thongquan.declarant.sending import Authority
        from thongquan.declarant.terminal_desk import TerminalDesk

        key = access_key(arguments)
        self._authority = Authority(arguments.server, ca=arguments.server_ca, patience=arguments.patience)
        self._desk = TerminalDesk(self._authority, arguments.terminal, key)

    def told(self, what: str, **asked: str) -> Any:
        return self._desk.told("GET", f"/api/v1/deposits/{what}?{urlencode(asked)}")

    def fetched(self, what: str, **asked: str) -> bytes:
        return self._desk.asked("GET", f"/api/v1/deposits/{what}?{urlencode(asked)}")

    def close(self) -> None:
        self._authority.close()
