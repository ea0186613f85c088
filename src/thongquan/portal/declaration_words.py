"""What the states of a declaration are called on pages, and the colour that supports the word."""

from thongquan.registration.deeds_declarations import STATES, STATES_EN

_TONES = {
    "cleared": "good",
    "released": "good",
    "refused": "bad",
    "seized": "bad",
    "withdrawn": "",
    "cancelled": "",
}


def states_of_declarations(language: str) -> dict[str, tuple[str, str]]:
    """State → its word and its colour; what still waits is a warning."""
    words = STATES if language == "vi" else STATES_EN
    return {state: (word, _TONES.get(state, "warning")) for state, word in words.items()}
