"""Webhooks: addresses of a company's own to which the events of its declarations are sent."""

from typing import Literal
from urllib.parse import urlsplit

import msgspec

State = Literal["active", "paused", "stopped", "ended"]
"""`stopped`: it failed for so many days that nothing more is sent until the company resumes it."""

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_IN_NAMES = _LETTERS | frozenset("0123456789-")
_IN_PATHS = _IN_NAMES | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ/._~")
_LABEL_CHARACTERS = 63


class Webhook(msgspec.Struct, frozen=True, gc=False):
    id: str
    company: str
    """Tax code."""
    address: str
    number: int
    """Counts its secrets, so that a deed can name the one that it changes."""
    state: State
    added_at: str
    cursor: str
    """Of the feed: what lies after it was not taken yet."""
    next_try: str
    old_until: str = ""
    """Until then bodies are signed with the secret before, too; "" not at all."""
    failures: int = 0
    """One after another, since the last delivery that was taken."""
    failing_since: str = ""
    delivered_at: str = ""
    failed_at: str = ""
    failed_with: str = ""
    """A code: of ours, or what the receiver answered, such as `HTTP 500`."""


def is_address(address: str, port: int) -> bool:
    """Whether events may be sent there, as far as its spelling tells: `https://NAME/PATH`, in one spelling.

    No user, no query, no fragment, no other port, and a name, no IP address in any spelling: its last label begins
    with a letter. Where the name leads is judged anew at each delivery.

    >>> is_address("https://hooks.example.vn/customs", 443), is_address("https://hooks.example.vn:443/", 443)
    (True, False)
    >>> is_address("http://hooks.example.vn/", 443), is_address("https://0x7f.1/", 443)
    (False, False)
    """
    beginning, has_port = "https://", f":{port}" if port != 443 else ""
    if not address.startswith(beginning):
        return False
    place, slash, path = address.removeprefix(beginning).partition("/")
    name = place.removesuffix(has_port)
    if not slash or place != name + has_port or set(path) - _IN_PATHS or ".." in path:
        return False
    return _is_name(name) and urlsplit(address).hostname == name


def _is_name(name: str) -> bool:
    labels = name.split(".")
    return labels[-1][:1] in _LETTERS and all(
        0 < len(label) <= _LABEL_CHARACTERS and not set(label) - _IN_NAMES and label[0] != "-" and label[-1] != "-"
        for label in labels
    )
