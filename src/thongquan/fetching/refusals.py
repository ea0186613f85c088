"""Why something was not fetched. Worded in `law/wording/*/trust.toml`."""

from thongquan.base.fault import Refusal


class FetchForbidden(Refusal):
    """The name leads to an address inside that is not allowed for this issuer."""

    code = "FETCH-FORBIDDEN"


class FetchFailed(Refusal):
    """Nobody answers there, or not with what was asked for; a redirect is no answer."""

    code = "FETCH-FAILED"


class FetchTooLarge(Refusal):
    code = "FETCH-TOO-LARGE"


class FetchSlow(Refusal):
    code = "FETCH-SLOW"
