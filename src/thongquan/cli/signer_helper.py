"""`thongquan signer`: signs what a page of the portal asks for, after showing it and asking, each time."""

import argparse
import os
import sys
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from socket import socket

    from thongquan.cli.signer_desk import Desk
    from thongquan.declarant.signer.door import Door
    from thongquan.declarant.signer.listener import Heard

TRIES = 3


class NoTerminal(Refusal):
    """Nobody is there to see what is signed."""

    code = "SIGNER-NO-TERMINAL"


class PortalUnusable(Refusal):
    """`--portal` is no address of a portal."""

    code = "SIGNER-PORTAL"


class PortTaken(Refusal):
    """Another program listens at the port, or may not be listened at."""

    code = "SIGNER-PORT-TAKEN"


class CodeUnusable(Refusal):
    """What was typed is no code, three times."""

    code = "SIGNER-CODE"


class WrongCodes(Refusal):
    """Requests with another code, several in a row."""

    code = "SIGNER-WRONG-CODES"


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "signer", say)
    parser.add_argument("--portal", metavar="https://HOST", required=True, help=say("signer.portal"))
    parser.add_argument("--certificate", metavar="FILE.p12|pkcs11:…", required=True, help=say("signer.certificate"))
    parser.add_argument("--system", metavar=say("arg.name"), default="", help=say("signer.system"))
    parser.add_argument("--port", type=int, default=LIMITS.signer_port, metavar="PORT", help=say("signer.port"))
    parser.set_defaults(run="thongquan.cli.signer_helper:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    """Until Ctrl-C. The port is taken before the code is asked for, and nobody is heard before it was typed."""
    from thongquan.cli.signer_desk import Desk
    from thongquan.declarant.signer.door import Door

    portal = _portal(arguments.portal)
    _check_key(arguments.certificate)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NoTerminal
    module = os.environ.get("THONGQUAN_PKCS11_MODULE", "")
    desk = Desk(portal, arguments.certificate, module, arguments.system, say)
    with _port(arguments.port) as port:
        door = Door(portal, port.getsockname()[1], _code(portal, say))
        serve(port, door, desk, say("signer.ready", portal=portal), say)
    return 0


def serve(port: "socket", door: "Door", desk: "Desk", ready: str, say: Words) -> None:
    """One thing that was heard after another, until Ctrl-C."""
    from thongquan.declarant.signer.listener import Listener

    heard: SimpleQueue[Heard] = SimpleQueue()
    listener = Listener(door, heard.put)
    listener.start(port)
    try:
        tell(ready)
        while True:
            attend(heard.get(), desk, say)
    except KeyboardInterrupt:
        tell(say("signer.stopped"))
    finally:
        listener.stop()


def attend(heard: "Heard", desk: "Desk", say: Words) -> None:
    from thongquan.declarant.signer.listener import Broken, NotShown, Wrong

    match heard:
        case Broken(error):
            raise error
        case Wrong(times) if times >= LIMITS.signer_wrong_codes:
            raise WrongCodes(times=times)
        case Wrong(times):
            tell(say("signer.wrong-code", times=times, limit=LIMITS.signer_wrong_codes))
        case NotShown(why):
            tell_refusal(why, say)
        case wish:
            desk.serve(wish)


def tell_refusal(why: Refusal, say: Words) -> None:
    from thongquan.cli.refusals import worded

    told = worded(why, say)
    tell(say("signer.not-signed", why=told.text, fix=told.fix))


def tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _port(number: int) -> "socket":
    from thongquan.declarant.signer.listener import take_port

    try:
        return take_port(number)
    except (OSError, OverflowError) as fault:
        raise PortTaken(port=str(number)) from fault


def _portal(text: str) -> str:
    from thongquan.declarant.signer.door import read_portal

    try:
        return read_portal(text)
    except ValueError as fault:
        raise PortalUnusable(portal=text) from fault


def _check_key(key: str) -> None:
    """A slip in `--certificate` is told now, not in front of the first text."""
    from thongquan.signing.token_address import is_token_address, read_token_address

    if is_token_address(key):
        read_token_address(key)
    else:
        Path(key).stat()


def _code(portal: str, say: Words) -> bytes:
    from thongquan.base.pairing import read_code

    tell(say("signer.code-where", portal=portal))
    for _ in range(TRIES):
        try:
            return read_code(input(say("signer.code-prompt") + ": "))
        except ValueError:
            tell(say("signer.code-again"))
        except EOFError:
            break
    raise CodeUnusable
