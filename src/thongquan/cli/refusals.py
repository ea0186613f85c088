"""Uses of the command line that argparse cannot refuse by itself. Worded in `law/wording/*/cli.toml`."""

from typing import Any

from thongquan.base.fault import Refusal
from thongquan.cli.words import Words
from thongquan.declaration import explain
from thongquan.declaration.explain import Worded


def worded(refusal: Refusal, say: Words) -> Worded:
    """A refusal as its user reads it, the operating system's words among its facts translated too."""
    facts = {name: say.system(fact) if isinstance(fact, str) else fact for name, fact in refusal.facts.items()}
    return explain.worded(refusal, say.lang, facts)


class CertificateMissing(Refusal):
    """Manifests are to be signed, and nobody said with what."""

    code = "CLI-CERTIFICATE-MISSING"


class AccessKeyMissing(Refusal):
    """Events are told to a terminal, and its access key was not given."""

    code = "CLI-ACCESS-KEY-MISSING"


class TerminalMissing(Refusal):
    """A server is to be asked for accounts, and nobody said for which terminal."""

    code = "CLI-TERMINAL-MISSING"


class GuaranteeAlone(Refusal):
    """A guarantee is to cover a flight, and neither file nor server says how it stands."""

    code = "CLI-GUARANTEE-ALONE"


class FileKindUnknown(Refusal):
    """The name of the file does not end as one of those that can be written."""

    code = "FILE-KIND-UNKNOWN"


class CompanyNeeded(Refusal):
    """A refund list is written to a file for one company."""

    code = "REFUNDS-COMPANY-NEEDED"


class UnknownLaw(Refusal):
    """No parameter, code or criterion is called so, nor anything like it."""

    code = "CLI-UNKNOWN-LAW"


class UnknownLawNear(Refusal):
    """No parameter, code or criterion is called so, but some are nearly."""

    code = "CLI-UNKNOWN-LAW-NEAR"


class OfficeAway(Refusal):
    """No authority listens at the office's socket in the data folder."""

    code = "OFFICE-AWAY"


class OfficeRefused(Refusal):
    """The authority did not carry out what the officer or operator asked for: it has the authority's own code."""

    def __init__(self, problem: dict[str, Any]) -> None:
        """Of several faults the first: whoever types mends one after another."""
        told = next(iter(problem.get("faults", [])), problem)
        self.code = str(told["code"])
        super().__init__(**told.get("facts", {}))


class OperatorNotNamed(Refusal):
    """What operators do is signed, and nobody said by whom, or with what."""

    code = "OPERATOR-NOT-NAMED"


class UnusableColumns(Refusal):
    """The file of `--columns` is not a table of field = header title or column letter."""

    code = "COLUMNS-UNUSABLE"


class UnknownSerial(Refusal):
    """Neither a serial number in hex nor a certificate file."""

    code = "CLI-UNKNOWN-SERIAL"


class NothingAsked(Refusal):
    """A command that needs a number, a house bill or a batch was given none."""

    code = "CLI-NOTHING-ASKED"


class PlanMissing(Refusal):
    """A transport is to be declared, and neither a plan with its message nor a draft was named."""

    code = "CLI-TRANSPORT-PLAN-MISSING"


class ClearedUnbounded(Refusal):
    """A plan is to be made of cleared declarations, and nobody said whom to ask, or of which."""

    code = "CLI-TRANSPORT-CLEARED"


class ClockNotForReal(Refusal):
    """A clock was set without `--demo`."""

    code = "CLI-CLOCK"


class UnsafeToServe(Refusal):
    """Folders, keys or the database are not as they must be before anybody is served."""

    code = "SERVE-UNSAFE"


class BooksUnsafe(Refusal):
    """Folders, keys or the database are not as they must be for an operator's command."""

    code = "BOOKS-UNSAFE"


class ReceiptUnreadable(Refusal):
    """A file given with `--receipt` is no receipt."""

    code = "BOOKS-RECEIPT"


class PairMissing(Refusal):
    """The authority's new key or certificate was not given."""

    code = "KEYS-PAIR-MISSING"


class PasswordMissing(Refusal):
    """The password of a certificate is needed, and there is nobody to ask for it."""

    code = "CLI-PASSWORD-MISSING"


class PinMissing(Refusal):
    """The PIN of a token is needed, and there is nobody to ask for it."""

    code = "CLI-PIN-MISSING"


class SettingUnusable(Refusal):
    """`--set` is not of the form NAME=VALUE."""

    code = "CLI-SETTING"


class SettingValueUnusable(Refusal):
    """`--set` gives a value of another kind than its parameter has, or none of its choices."""

    code = "CLI-SETTING-VALUE"


class SettingDayUnusable(Refusal):
    """What `--set` says after @ is no day."""

    code = "CLI-SETTING-DAY"


class WhatIfOfNothing(Refusal):
    """`law what-if` was given neither manifests nor books, or both, or what belongs to manifests beside books."""

    code = "CLI-WHAT-IF-NOTHING"


class OtherLawFailed(Refusal):
    """The process that judges under the changed law ended without an answer; what it said stands in the facts."""

    code = "CLI-WHAT-IF-FAILED"
