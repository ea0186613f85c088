"""Tables and plain lines on the terminal. What comes from files and servers is never taken for markup or control."""

import sys
import unicodedata
from collections.abc import Iterable, Sequence


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=SIMPLE)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 120).print(table)


def plain(text: str) -> str:
    """The text without anything that could move the cursor, hide or reverse what stands there."""
    return "".join(sign if sign == "\n" or unicodedata.category(sign)[0] != "C" else "�" for sign in text)


def figure(number: int) -> str:
    """A count or an amount as it is read: groups of three."""
    return f"{number:,}".replace(",", ".")
