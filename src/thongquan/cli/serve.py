"""`thongquan serve`: the authority's server."""

import argparse
import signal
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.app import Parts, Service


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "serve", say)
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("serve.data"))
    parser.add_argument("--keys", type=Path, metavar=say("arg.folder"), help=say("serve.keys"))
    parser.add_argument("--trust", type=Path, metavar=say("arg.folder"), help=say("serve.trust"))
    parser.add_argument(
        "--listen", type=address, default="127.0.0.1:8450", metavar="HOST:PORT", help=say("serve.listen")
    )
    parser.add_argument("--tls", nargs=2, type=Path, metavar=("CERT", "KEY"), help=say("serve.tls"))
    parser.add_argument("--behind-proxy", action="store_true", help=say("serve.behind-proxy"))
    parser.add_argument("--log", type=Path, metavar="FILE", help=say("serve.log"))
    parser.add_argument("--system", metavar=say("arg.name"), help=say("serve.system"))
    parser.add_argument("--demo", action="store_true", help=say("serve.demo"))
    parser.add_argument("--clock", type=args.moment, metavar=say("arg.time"), help=say("serve.clock"))
    parser.set_defaults(run="thongquan.cli.serve:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.app import Service, build_authority, serve, system_clock
    from thongquan.cli.refusals import ClockNotForReal, UnsafeToServe
    from thongquan.server.logs import set_up_logs
    from thongquan.server.safety import DemonstrationData
    from thongquan.server.tls import TlsFiles
    from thongquan.storage.database import UnsafeDatabase
    from thongquan.storage.demonstration import is_demonstration
    from thongquan.storage.folders import UnsafeFolder

    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until there is something to read anew
    if arguments.clock is not None and not arguments.demo:
        raise ClockNotForReal
    service = Service(
        data=arguments.data,
        keys=arguments.keys,
        trust=arguments.trust,
        listen=arguments.listen,
        system=arguments.system or (args.DEMONSTRATION_SYSTEM if arguments.demo else args.SYSTEM),
        tls=TlsFiles(*arguments.tls) if arguments.tls else None,
        behind_proxy=arguments.behind_proxy,
        at_once=arguments.demo,
    )
    log = set_up_logs(arguments.log)
    try:
        if arguments.demo:
            service, parts = demonstration(service, arguments.clock, say)
        elif is_demonstration(service.data):
            raise DemonstrationData(data=str(service.data))
        else:
            parts = build_authority(service, system_clock)
    except (UnsafeFolder, UnsafeDatabase) as error:
        raise UnsafeToServe(reason=str(error)) from error
    serve(service, parts, lambda address: print(say("serve.ready", address=address), flush=True), log)
    return 0


def demonstration(service: "Service", start: datetime | None, say: Words) -> "tuple[Service, Parts]":
    """Make what a demonstration lacks, and say with what it can be used."""
    from thongquan.app import build_authority, resumed, system_clock
    from thongquan.cli.demonstration import accounts, prepared, register
    from thongquan.server.safety import RealData
    from thongquan.storage.demonstration import has_books, is_demonstration, mark_as_demonstration

    is_new = not has_books(service.data)
    if not is_new and not is_demonstration(service.data):
        raise RealData(data=str(service.data))
    clock = resumed(start, service.data) if start else system_clock
    ready = prepared(service, clock())
    parts = build_authority(ready, clock)
    if is_new:
        mark_as_demonstration(parts.ledger.books.connection)
    if service.trust is None and ready.trust is not None:
        register(parts, ready.trust)
        print(*accounts(parts, ready.trust, service.data, say), sep="\n", flush=True)
    return ready, parts


def address(text: str) -> str:
    """`HOST:PORT`; port 0 takes a free one."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise ValueError(text)
    return text
