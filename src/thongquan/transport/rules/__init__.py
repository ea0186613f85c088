"""The rules that relate items of one transport declaration. What a table can say stays in `law/criteria/ola.toml`."""

from thongquan.transport.rules import cargo, carriage, journey, messages, parties, places, security, ways
from thongquan.transport.rules.rule import CARGO_RULES, MESSAGE_RULES, RULES, Case

__all__ = [
    "CARGO_RULES",
    "MESSAGE_RULES",
    "RULES",
    "Case",
    "cargo",
    "carriage",
    "journey",
    "messages",
    "parties",
    "places",
    "security",
    "ways",
]
