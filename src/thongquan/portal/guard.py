"""Nothing changes because another site's page wanted it: origin, kind of body, and a secret that only our forms have.

It stands before every request that is not GET or HEAD, on pages and, where a session cookie is sent along, on the API.
"""

from hmac import compare_digest

from thongquan.portal.forms import FORM_FIELD, JSON, Form
from thongquan.portal.refusals import FormForeign, FormKind, FormStale

SAFE_METHODS = frozenset({"GET", "HEAD"})
TOKEN_HEADER = b"x-csrf-token"
_OURSELVES = b"same-origin"


def check_origin(headers: dict[bytes, bytes], *, secure: bool) -> None:
    """The browser says that the page which sends this is ours. A browser that says nothing is not believed.

    Raises:
        FormForeign
    """
    site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
    own = (b"https://" if secure else b"http://") + headers.get(b"host", b"")
    if site is None and origin is None:
        raise FormForeign
    if site not in (None, _OURSELVES) or (origin is not None and origin.lower() != own.lower()):
        raise FormForeign


def is_from_a_page(headers: dict[bytes, bytes]) -> bool:
    """Browsers say so of all that pages send; programs do not."""
    return b"origin" in headers or b"sec-fetch-site" in headers


def check_form_token(form: Form, headers: dict[bytes, bytes], expected: str) -> None:
    """In a header, where a script sends it, or in a field of the form.

    Raises:
        FormStale
    """
    given = headers.get(TOKEN_HEADER) or form.exact(FORM_FIELD).encode()
    if not expected or not compare_digest(given, expected.encode()):
        raise FormStale


def check_api_call(headers: dict[bytes, bytes], expected: str, *, secure: bool) -> None:
    """A call of the API that a session's cookie came along with: JSON, from our page, with the secret in a header.

    Raises:
        FormForeign, FormKind, FormStale
    """
    check_origin(headers, secure=secure)
    if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != JSON:
        raise FormKind
    check_form_token(Form(), headers, expected)
