"""A text that is to be signed, as it is shown before anybody is asked for a password or PIN."""

import sys
from typing import TYPE_CHECKING

from thongquan.cli.table import plain
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from thongquan.declarant.signer.paper import Paper


FRAME, HANGING = 4, "    "


def show(paper: "Paper", title: str, say: Words) -> None:
    """The whole of it, in a frame: so no line of it can pass for one of ours."""
    from rich.console import Console
    from rich.panel import Panel
    from rich.text import Text

    console = Console(file=sys.stderr, highlight=False)
    if batch := paper.batch:
        facts = {"filer": batch.filer, "principal": batch.on_behalf_of, "office": batch.office, "system": batch.system}
        kind = "signer.batch" if batch.kind == "filing" else "signer.correction"
        named = say(kind, count=batch.count, batch=batch.batch, root=batch.root, **facts)
        console.print(Text(plain(named)), soft_wrap=True)
        if batch.security:
            secured = say(f"signer.secured.{batch.security.kind}", number=batch.security.number)
            console.print(Text(plain(secured)), soft_wrap=True)
    text = Text("\n").join(_hanging(line, console) for line in paper.lines)
    console.print(Panel(text, title=Text(plain(title)), title_align="left"))
    console.print(Text(say("signer.digest", digest=paper.digest)), soft_wrap=True)


def _hanging(line: str, console: "Console") -> "Text":
    """What does not fit goes on further right: the rest of a long value cannot pass for a line of its own."""
    from rich.text import Text

    parts = Text(plain(line)).wrap(console, console.width - FRAME - len(HANGING), overflow="fold")
    return Text(f"\n{HANGING}").join(parts)
