"""`thongquan`: one command, in Vietnamese or English; never a traceback."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from thongquan.base.fault import Refusal
from thongquan.cli import check, demo, file, law, office, pki, printing, serve, status, template, verify
from thongquan.cli.words import LANGUAGES, Words, chosen_language

DONE, SOME_REFUSED, UNUSABLE, SERVER_AWAY, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 70, 130

EXIT_OF = {"SERVER-AWAY": SERVER_AWAY, "ANSWER-UNPROVEN": SERVER_AWAY}
"""A request that could not be carried out was unusable, unless its code says otherwise."""

COMMANDS = [check, file, status, printing, template, verify, law, pki, serve, office, demo]


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    say = Words(chosen_language(arguments))
    try:
        return carry_out(build_parser(say).parse_args(arguments), say)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return closed_pipe()
    except Refusal as refusal:
        return refused(refusal, say)
    except OSError as error:
        return unusable_file(error, say) if error.filename else incident(error, say)
    except Exception as error:  # noqa: BLE001 - the one top-level handler: users get a sentence, we get the frames
        return incident(error, say)


def build_parser(say: Words | None = None) -> argparse.ArgumentParser:
    say = say or Words(chosen_language([]))
    argparse._ = say.argparse  # type: ignore[attr-defined] # argparse has no other door for translations
    parser = argparse.ArgumentParser(prog="thongquan", description=say("thongquan"), allow_abbrev=False)
    parser.add_argument("--lang", choices=LANGUAGES, help=say("lang"))
    commands = parser.add_subparsers(metavar=say("command"), required=True, title=say("commands"))
    for command in COMMANDS:
        command.add(commands, say)
    return parser


def carry_out(arguments: argparse.Namespace, say: Words) -> int:
    """Run the command that was named, importing its parts only now."""
    module, _, function = arguments.run.partition(":")
    code: int = getattr(importlib.import_module(module), function)(arguments, say)
    sys.stdout.flush()
    return code


def refused(refusal: Refusal, say: Words) -> int:
    from thongquan import law as law_of_customs

    wording = law_of_customs.wording(say.lang)
    complain(wording.text(refusal.code, refusal.facts))
    complain(wording.fix(refusal.code, refusal.facts))
    return EXIT_OF.get(refusal.code, UNUSABLE)


def unusable_file(error: OSError, say: Words) -> int:
    complain(say("file.unusable", file=error.filename, reason=error.strerror or type(error).__name__))
    return UNUSABLE


def incident(error: Exception, say: Words) -> int:
    """Our own bug: one sentence with a number; where it happened goes to a file that can be sent to us."""
    from thongquan.cli import incidents

    number, kept_in = incidents.keep(error)
    complain(say("incident", number=number, file=kept_in))
    return OUR_BUG


def closed_pipe() -> int:
    """The reader of our output has gone (`thongquan … | head`): nothing is wrong, and nothing more is to be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
