"""`thongquan sign`: a detached signature of any file, with the key that files declarations."""

import argparse
from pathlib import Path

from thongquan.cli import arguments as args
from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "sign", say)
    parser.add_argument("file", type=Path, metavar="FILE", help=say("sign.file"))
    signer.add(parser, say, required=True)
    parser.add_argument("--out", type=Path, metavar="FILE.p7s", help=say("sign.out"))
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.sign:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    """The place is taken first: never over another file, and no PIN is asked for in vain.

    The text of a deed is shown before: it binds, as a letter may not.
    """
    from thongquan.cli.paper import show
    from thongquan.declarant.signer.paper import deed_in
    from thongquan.signing.signable import check_signable

    content = arguments.file.read_bytes()
    check_signable(content)
    deed = deed_in(content)
    out: Path = arguments.out or arguments.file.with_name(f"{arguments.file.name}.p7s")
    with out.open("xb") as file:
        try:
            if deed is not None:
                show(deed, str(arguments.file), say)
            with signer.opened(arguments, say) as key:
                file.write(key.sign(content))
        except BaseException:  # undone, and raised again
            out.unlink()
            raise
    if arguments.json:
        import msgspec

        certificate = key.certificate
        done = {"signature": str(out), "tax_code": certificate.tax_code, "serial": certificate.serial}
        print(msgspec.json.encode(done).decode())
    else:
        print(say("sign.done", file=out))
    return 0
