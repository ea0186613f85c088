"""Why the authority does not take a request. Worded in `law/wording/*/authority.toml`."""

from collections.abc import Sequence

from thongquan.base.citation import cite
from thongquan.base.fault import Fault, Refusal

REGISTERED = cite("LINE-REGISTERED", "VNACCS 2014 MIC 00000", "term-2014", result_code="00000")
"""No refusal: the outcome of a line that is taken."""

NO_SIGNATURE = cite("CMS-TRUNCATED", "VNACCS 2014 MIC E9990", "term-2014", result_code="E9990")
"""An empty signature ends before it begins."""


class OtherSystem(Refusal):
    """The statement names another server: what was signed for a test is not valid here."""

    code = "OTHER-SYSTEM"


class CountDiffers(Refusal):
    """The statement was signed over another number of lines."""

    code = "COUNT-DIFFERS"


class TooManyLines(Refusal):
    code = "TOO-MANY-LINES"


class LineTooLong(Refusal):
    code = cite("DECLARATION-TOO-LONG", "VNACCS 2014 MIC E0001", "term-2014", result_code="E0001")


class LinesUnreadable(Refusal):
    """The declarations part is not lines that each end with a line feed."""

    code = "LINES-UNREADABLE"


class RootDiffers(Refusal):
    """The lines are not those that were signed."""

    code = "ROOT-DIFFERS"


class SignerUnknown(Refusal):
    """No registered certificate has this issuer and serial number. Says nothing of what is registered."""

    code = "SIGNER-UNKNOWN"


class FilingIdTaken(Refusal):
    """This filer used the batch id for other declarations before."""

    code = "FILING-ID-TAKEN"


class FilerBusy(Refusal):
    """So many lines of this filer wait already that its next filing must come back later."""

    code = "FILER-BUSY"


class DrawUnfit(Refusal):
    """The books hold another commitment for the day than this server's key makes: no declaration is given a channel."""

    code = "DRAW-UNFIT"


class JudgingFailed(Refusal):
    """Something unforeseen happened while judging: it fails closed."""

    code = "JUDGING-FAILED"


class NotLookedAt(Refusal):
    """The officer never opened this version of it."""

    code = "NOT-LOOKED-AT"


class NotFound(Refusal):
    """There is nothing of this name that the one who asks may see. Forbidden looks the same."""

    code = "NOT-FOUND"


class Erased(Refusal):
    """It was here; its content was erased when the term of keeping had passed."""

    code = "ERASED"


class OfficerUnknown(Refusal):
    code = "OFFICER-UNKNOWN"


class AlreadyRegistered(Refusal):
    """The company, certificate or officer is registered already, with other particulars."""

    code = "ALREADY-REGISTERED"


class OfficeUnknown(Refusal):
    """No customs office of this code on that day."""

    code = "OFFICE-UNKNOWN"


class TextNotPlain(Refusal):
    """A name or reason with characters that would not be shown as they are recorded."""

    code = "TEXT-NOT-PLAIN"


class ClockBehind(Refusal):
    """The clock stands before the last act on record: nothing is accepted until it is mended."""

    code = "CLOCK-BEHIND"


class FormFaulty(Refusal):
    """What was sent has faults: all of them, each at its field."""

    code = "FORM-FAULTY"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(count=len(faults))
        self.faults = tuple(faults)


class SecretMissing(Refusal):
    """What must travel beside the text is not there, or something else is."""

    code = "SECRET-MISSING"


class DeedNotComposedHere(Refusal):
    """Its one-time number is not this server's."""

    code = "DEED-NOT-COMPOSED-HERE"


class DeedEarly(Refusal):
    """Its moment has not come: the clock was put back."""

    code = "DEED-EARLY"


class DeedLate(Refusal):
    """It was signed or sent too late."""

    code = "DEED-LATE"


class DeedRepeated(Refusal):
    """It was carried out before; nothing is done twice."""

    code = "DEED-REPEATED"


class CertificateDiffers(Refusal):
    """The deed names another certificate than the one that signed it."""

    code = "CERTIFICATE-DIFFERS"


class TooOften(Refusal):
    """This network address asked so often that it must wait so many `seconds`."""

    code = "TOO-OFTEN"
