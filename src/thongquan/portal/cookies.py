"""The cookies of the portal. `__Host-`: only this host may set them, by TLS (or on this computer)."""

SESSION = "__Host-thongquan"
FORM = "__Host-thongquan-form"
"""Before login: the same secret in the cookie and in the form. Another site can set neither."""
LANGUAGE = "thongquan-language"

_YEAR = 365 * 24 * 3600


def cookies_in(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Of a cookie that is sent twice, or of a header that is none, nothing is believed."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for name, value in headers:
        if name != b"cookie":
            continue
        for pair in value.decode("latin-1").split(";"):
            key, equals, content = pair.strip().partition("=")
            if equals and key in found:
                twice.add(key)
            elif equals:
                found[key] = content
    return {key: value for key, value in found.items() if key not in twice}


def session_cookie(value: str) -> bytes:
    return _cookie(SESSION, value, "; Secure; HttpOnly; SameSite=Strict")


def form_cookie(value: str) -> bytes:
    return _cookie(FORM, value, "; Secure; HttpOnly; SameSite=Strict")


def language_cookie(value: str) -> bytes:
    return _cookie(LANGUAGE, value, f"; HttpOnly; SameSite=Lax; Max-Age={_YEAR}")


def ended(name: str) -> bytes:
    return _cookie(name, "", "; Secure; HttpOnly; SameSite=Strict; Max-Age=0")


def _cookie(name: str, value: str, attributes: str) -> bytes:
    return f"{name}={value}; Path=/{attributes}".encode("ascii")
