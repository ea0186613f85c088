"""Tables and plain lines on the terminal. What comes from files and servers is never taken for markup or control."""

import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Literal

_GROUPS = {"vi": ".", "en": ","}
_POINT = {"vi": ",", "en": "."}
_WIDTH_WITHOUT_TERMINAL = 120


def print_table(
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    figures: Sequence[int] = (),
    styles: Mapping[int, str] | None = None,
) -> None:
    """`figures` are the columns of numbers, which end at the same place; `styles` the colours of columns."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE, pad_edge=False, show_header=any(headings))
    for index, heading in enumerate(headings):
        side: Literal["left", "right"] = "right" if index in figures else "left"
        table.add_column(heading, overflow="fold", justify=side, style=(styles or {}).get(index, ""))
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    print_styled(title, "bold")
    if sys.stdout.isatty():
        Console(file=sys.stdout, highlight=False).print(table)
        return
    drawn = StringIO()
    Console(file=drawn, highlight=False, no_color=True, width=_WIDTH_WITHOUT_TERMINAL).print(table)
    print("\n".join(line.rstrip() for line in drawn.getvalue().splitlines()))


def print_styled(text: str, style: str) -> None:
    """A line in a colour where there is a terminal."""
    if not sys.stdout.isatty():
        print(plain(text))
        return
    from rich.console import Console
    from rich.text import Text

    Console(file=sys.stdout, highlight=False, soft_wrap=True).print(Text(plain(text), style=style))


def plain(text: str) -> str:
    """The text without anything that could move the cursor, hide or reverse what stands there."""
    return "".join(sign if sign == "\n" or unicodedata.category(sign)[0] != "C" else "�" for sign in text)


def figure(number: int, lang: str) -> str:
    """A count or an amount as it is read: groups of three.

    >>> figure(1234567, "vi"), figure(1234567, "en")
    ('1.234.567', '1,234,567')
    """
    return f"{number:,}".replace(",", _GROUPS[lang])


def seconds(spent: float, lang: str) -> str:
    return f"{spent:.1f}".replace(".", _POINT[lang])


def decimal(written: str, lang: str) -> str:
    """An amount with its decimals, as it is read.

    >>> decimal("13.6", "vi"), decimal("13.6", "en")
    ('13,6', '13.6')
    """
    return str(written).replace(".", _POINT[lang])


def day_of(written: str, lang: str) -> str:
    """A day as it is read; Vietnamese puts the day first.

    >>> day_of("2026-09-02", "vi"), day_of("2026-09-02", "en")
    ('02/09/2026', '2026-09-02')
    """
    return "/".join(reversed(written.split("-"))) if lang == "vi" else written


def moment_of(written: str, lang: str) -> str:
    """A stamp as it is read on a clock in Viet Nam.

    >>> moment_of("2026-09-02T03:00:00.250000Z", "vi")
    '02/09/2026 10:00:00'
    """
    from thongquan.base.moment import VIETNAM, read_stamp

    local = read_stamp(written).astimezone(VIETNAM)
    return f"{day_of(local.date().isoformat(), lang)} {local:%H:%M:%S}"
