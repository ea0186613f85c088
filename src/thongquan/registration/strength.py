"""How well a password would stand up to guessing: zxcvbn's judgement (0 to 4), made safe to ask on a server.

zxcvbn (MIT) looks for words of its own lists, names, rows of keys, repeats, sequences and dates. Three things are done
here that it does not do. Characters such as `4@8({` multiply its work: 72 of them take it 4.6 s. So it is given
pieces, and a password is as good as its best piece. It keeps what it was told about the user in a dictionary that all
threads share; here each question has its own. And it knows no Vietnamese marks: the text without them is judged too.
"""

import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from zxcvbn.matching import RANKED_DICTIONARIES, omnimatch
from zxcvbn.scoring import most_guessable_match_sequence
from zxcvbn.time_estimates import guesses_to_score

Pattern = Literal["word", "keys", "repeat", "sequence", "date"]
"""What makes a password easy to guess."""

BEST = 4
PIECE = 16
PIECES = 5
TRADE = ("haiquan", "thongquan", "tokhai", "vnaccs", "chukyso", "chuyenphatnhanh", "customs", "express")
"""Words that anybody would try here first."""

_PATTERNS: dict[str, Pattern] = {
    "dictionary": "word",
    "spatial": "keys",
    "repeat": "repeat",
    "sequence": "sequence",
    "regex": "date",
    "date": "date",
}
_NOT_A_MARK = {"đ": "d", "Đ": "D"}


class Strength(NamedTuple):
    score: int
    """0 (among the first thousand guesses) to 4 (more than 10,000 million)."""
    patterns: tuple[Pattern, ...]


def strength(password: str, about: Sequence[str] = ()) -> Strength:
    """Of a password in its normal form. `about`: what is known of the user, all of it easily guessed."""
    words = {word: rank for rank, word in enumerate((*(folded(one) for one in about), *TRADE), 1)}
    spellings = {password, folded(password)}
    return min(_as_its_best_piece(spelling, words) for spelling in spellings)


def is_listed(password: str) -> bool:
    """Whether it stands in one of zxcvbn's lists, as it is or in small letters."""
    small = password.lower()
    return any(small in listed for name, listed in RANKED_DICTIONARIES.items() if name != "user_inputs")


def folded(text: str) -> str:
    """In small letters, without marks: `Đặng` is `dang`."""
    bare = "".join(_NOT_A_MARK.get(c, c) for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.lower()


def _as_its_best_piece(password: str, words: dict[str, int]) -> Strength:
    """It stops at the first that cannot be bettered: those that are slow to judge are good."""
    best = _of_piece(password[:PIECE], words)
    for at in range(PIECE, min(len(password), PIECE * PIECES), PIECE):
        if best.score == BEST:
            break
        best = max(best, _of_piece(password[at : at + PIECE], words))
    return best


def _of_piece(piece: str, words: dict[str, int]) -> Strength:
    matches = omnimatch(piece, {**RANKED_DICTIONARIES, "user_inputs": words})
    found = most_guessable_match_sequence(piece, matches)
    patterns = {_PATTERNS[one["pattern"]] for one in found["sequence"] if one["pattern"] in _PATTERNS}
    return Strength(guesses_to_score(found["guesses"]), tuple(sorted(patterns)))
