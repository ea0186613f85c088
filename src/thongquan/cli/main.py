"""`thongquan`: one command, in Vietnamese or English; never a traceback."""

import argparse
import errno
import importlib
import io
import os
import sys
from collections.abc import Sequence

from thongquan.base.fault import Refusal
from thongquan.cli import (
    attachments,
    backup,
    certificate,
    check,
    correct,
    demo,
    deposit,
    documents,
    duty,
    fetch,
    file,
    keys,
    law,
    lists,
    migrate,
    office,
    pki,
    printing,
    restore,
    retention,
    serve,
    sign,
    signer_helper,
    status,
    tariff,
    template,
    transport,
    verify,
    watch,
)
from thongquan.cli.arguments import Help
from thongquan.cli.keeping import keep_to_itself
from thongquan.cli.words import LANGUAGES, Words, chosen_language

DONE, SOME_REFUSED, UNUSABLE, SERVER_AWAY, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 70, 130

EXIT_OF = {"SERVER-AWAY": SERVER_AWAY, "ANSWER-UNPROVEN": SERVER_AWAY, "SERVER-UNVERIFIED": SERVER_AWAY}
"""A request that could not be carried out was unusable, unless its code says otherwise."""

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
"""A full disk tells no file name."""

COMMANDS = [
    check, file, correct, status, watch, documents, lists, attachments, deposit, transport, printing, template, sign,
    signer_helper, verify, certificate, law, tariff, duty, pki, serve, office,
    fetch, backup, restore, migrate, keys, retention, demo,
]  # fmt: skip


def program() -> int:
    """The command as a process of its own: it may hold a password, a PIN or a key."""
    keep_to_itself()
    return main()


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    say = Words(chosen_language(arguments))
    write_any_letter()
    try:
        return carry_out(parsed(arguments, say), say)
    except KeyboardInterrupt:
        complain(say("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        return closed_pipe()
    except Refusal as refusal:
        return refused(refusal, say)
    except OSError as error:
        return unusable_file(error, say)
    except Exception as error:  # noqa: BLE001 - the one top-level handler: users get a sentence, we get the frames
        return incident(error, say)


def write_any_letter() -> None:
    """A terminal that cannot show Vietnamese letters shows a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def build_parser(say: Words | None = None) -> argparse.ArgumentParser:
    say = say or Words(chosen_language([]))
    argparse._ = say.argparse  # type: ignore[attr-defined] # argparse has no other door for translations
    parser = argparse.ArgumentParser(
        prog="thongquan",
        description=say("thongquan"),
        epilog=f"{say('examples')}:\n{say('example.thongquan')}",
        allow_abbrev=False,
        formatter_class=Help,
    )
    parser.add_argument("--lang", choices=LANGUAGES, help=say("lang"))
    commands = parser.add_subparsers(metavar=say("command"), required=True, title=say("commands"))
    for command in COMMANDS:
        command.add(commands, say)
    return parser


def parsed(arguments: Sequence[str], say: Words) -> argparse.Namespace:
    """Whoever names no command is shown what there is."""
    parser = build_parser(say)
    if set(arguments) <= {"--lang", *LANGUAGES}:
        parser.print_help(sys.stderr)
        raise SystemExit(UNUSABLE)
    return parser.parse_args(language_first(arguments))


def language_first(arguments: Sequence[str]) -> list[str]:
    """`--lang` counts wherever it is typed, as `chosen_language` reads it.

    >>> language_first(["check", "a.csv", "--lang", "en", "--json"])
    ['--lang', 'en', 'check', 'a.csv', '--json']
    """
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang=") or (argument == "--lang" and place + 1 < len(arguments)):
            after = place + (1 if "=" in argument else 2)
            return [*arguments[place:after], *arguments[:place], *arguments[after:]]
    return list(arguments)


def carry_out(arguments: argparse.Namespace, say: Words) -> int:
    """Run the command that was named, importing its parts only now."""
    module, _, function = arguments.run.partition(":")
    code: int = getattr(importlib.import_module(module), function)(arguments, say)
    sys.stdout.flush()
    return code


def refused(refusal: Refusal, say: Words) -> int:
    from thongquan.cli.refusals import worded

    told = worded(refusal, say)
    file = say.system(str(refusal.facts.get("file", "")))
    complain(told.text if file in told.text else f"{file}: {told.text}")
    complain(told.fix)
    return EXIT_OF.get(refusal.code, UNUSABLE)


def unusable_file(error: OSError, say: Words) -> int:
    """Not there, not ours to read or write, or no room left; else a mistake of ours."""
    reason = say.system(error.strerror or type(error).__name__)
    if error.errno in NO_ROOM:
        drop_what_is_not_written()
        complain(say("no_room", reason=reason))
    elif error.filename:
        complain(say("file.unusable", file=error.filename, reason=reason))
    else:
        return incident(error, say)
    return UNUSABLE


def incident(error: Exception, say: Words) -> int:
    """Our own bug: one sentence with a number; where it happened goes to a file that can be sent to us."""
    from thongquan.cli import incidents

    number, kept_in = incidents.keep(error)
    complain(say("incident", number=number, file=kept_in))
    return OUR_BUG


def closed_pipe() -> int:
    """The reader of our output has gone (`thongquan … | head`): nothing is wrong, and nothing more is to be written."""
    drop_what_is_not_written()
    return DONE


def drop_what_is_not_written() -> None:
    """Else the interpreter tries again at its end, and complains in its own words."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(program())
