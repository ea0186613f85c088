"""The Terminal ID of a computer that declares: exactly six capitals or digits, at random.

The interface of 2014 (term-2014) fixes the length. That they are drawn at random over the whole country, and that one
once given is never given again, is an assumption.
"""

import secrets
from collections.abc import Callable

from thongquan.base.fault import Refusal
from thongquan.numbering.unit_code import DIGITS

LENGTH = 6
DRAWS = 64
"""Of 2,176 million. Even when half of them are given, 64 draws in a row fail once in 2^64."""


class TerminalIdsExhausted(Refusal):
    """No free Terminal ID was found: nearly all have been given."""

    code = "TERMINAL-IDS-EXHAUSTED"


def terminal_id(is_taken: Callable[[str], bool], choose: Callable[[str], str] = secrets.choice) -> str:
    """A Terminal ID that no computer has or had.

    Raises:
        TerminalIdsExhausted: `is_taken` said yes to so many that hardly any can be left.
    """
    for _ in range(DRAWS):
        found = "".join(choose(DIGITS) for _ in range(LENGTH))
        if not is_taken(found):
            return found
    raise TerminalIdsExhausted


def is_terminal_id(text: str) -> bool:
    """Whether it has the form of one. Whether it was given is another question."""
    return len(text) == LENGTH and set(text) <= set(DIGITS)
