"""What states, channels and steps of a declaration are called on pages, and the colour that supports the word."""

from thongquan.portal.language import tongue
from thongquan.registration.deeds_declarations import (
    GIVINGS,
    GIVINGS_EN,
    REQUESTS,
    REQUESTS_EN,
    STATES,
    STATES_EN,
    VERDICTS,
    VERDICTS_EN,
)

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


def channels(language: str) -> dict[str, tuple[str, str]]:
    """Channel → its word and its colour."""
    _ = tongue(language).gettext
    return {"1": (_("Luồng xanh"), "good"), "2": (_("Luồng vàng"), "warning"), "3": (_("Luồng đỏ"), "bad")}


def directions(language: str) -> dict[str, str]:
    _ = tongue(language).gettext
    return {"import": _("Nhập khẩu (MIC)"), "export": _("Xuất khẩu (MEC)")}


def steps_of_declarations(language: str) -> dict[str, str]:
    """Every step of its life, as history and choices name it."""
    _ = tongue(language).gettext
    taken = VERDICTS | REQUESTS | GIVINGS if language == "vi" else VERDICTS_EN | REQUESTS_EN | GIVINGS_EN
    return {"": _("Đăng ký"), "correct": _("Khai bổ sung"), **taken}
