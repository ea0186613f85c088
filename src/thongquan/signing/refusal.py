"""A signature, certificate, statement or receipt that is not accepted: one stable code for each reason."""

from thongquan.base.fault import Fact, Refusal


class SignatureRefused(Refusal):
    """Nothing is recorded on the strength of it. `code` is worded in `law/wording/*/signing.toml`."""

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        super().__init__(**facts)
