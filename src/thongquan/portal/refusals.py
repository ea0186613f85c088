"""Why a page is not shown or a form not taken. Worded in `law/wording/*/portal.toml`, `authority.toml`."""

from thongquan.base.fault import Refusal


class FormForeign(Refusal):
    """The request comes from another site's page, or does not say where it comes from."""

    code = "FORM-FOREIGN"


class FormStale(Refusal):
    """The form does not carry the secret of this session: it was opened before login, or elsewhere."""

    code = "FORM-STALE"


class FormKind(Refusal):
    """A body of a kind that no form of ours sends."""

    code = "FORM-KIND"


class FormMalformed(Refusal):
    """A body that is not a form, or with fields that the page does not have."""

    code = "FORM-MALFORMED"


class FormTooLarge(Refusal):
    code = "FORM-TOO-LARGE"


class FormSlow(Refusal):
    code = "BODY-SLOW"


class TooMuchAtOnce(Refusal):
    """Others' forms are being read; come back in so many `seconds`."""

    code = "BUSY"


class LoginNeeded(Refusal):
    """The page is for those who are logged in, with an account of the right kind."""

    code = "LOGIN-NEEDED"


class PageFailed(Refusal):
    """Our own failure; the log has it under the id of the request."""

    code = "PAGE-FAILED"
