"""Why the declarant's side could not go on. Worded in `law/wording/*/cli.toml`."""

from typing import Any

from thongquan.base.fault import Refusal


class OutboxBusy(Refusal):
    """Another run is filing from the same outbox; two at once could send one parcel twice."""

    code = "OUTBOX-BUSY"


class OutboxOpen(Refusal):
    """Others may write to the outbox's folder, or it is somebody else's."""

    code = "OUTBOX-OPEN"


class OutboxDamaged(Refusal):
    """An entry of the outbox cannot be read: it was changed by hand, or the disk lost it."""

    code = "OUTBOX-DAMAGED"


class NotInOutbox(Refusal):
    """No filing of this outbox holds the batch, number or house bill that was asked for."""

    code = "OUTBOX-UNKNOWN"


class PrincipalMalformed(Refusal):
    """The one who is declared for is named by a tax code."""

    code = "PRINCIPAL-MALFORMED"


class ServerAway(Refusal):
    """The authority could not be reached, or cannot take filings now. Everything waits in the outbox."""

    code = "SERVER-AWAY"


class ServerUnverified(ServerAway):
    """Whoever answered there has no certificate of a trusted authority: not a word was said to them."""

    code = "SERVER-UNVERIFIED"


class ServerCaUnusable(Refusal):
    """The file of `--server-ca` holds no certificate."""

    code = "SERVER-CA-UNUSABLE"


class AnswerUnproven(ServerAway):
    """Something answered, but its answer does not prove that the filing was registered."""

    code = "ANSWER-UNPROVEN"


class NothingToPrint(Refusal):
    """None of what was asked for is registered, so there is no number to print."""

    code = "PRINT-NOTHING"


class CorrectedElsewhere(Refusal):
    """The declaration was corrected, and the line of that correction does not lie in this outbox."""

    code = "CORRECTED-ELSEWHERE"


class FieldUnknown(Refusal):
    """A correction names an item that its form does not have."""

    code = "CORRECT-FIELD-UNKNOWN"


class ValueUnreadable(Refusal):
    """A correction gives an item a value that it does not take: no number, or no day."""

    code = "CORRECT-VALUE-UNREADABLE"


class NothingToCorrect(Refusal):
    """A correction names its declaration and what is to change."""

    code = "CORRECT-NOTHING-ASKED"


class CorrectionsUnreadable(Refusal):
    """A file of corrections has a line that is no JSON object with a number."""

    code = "CORRECT-FILE-UNREADABLE"


class ServerRefused(Refusal):
    """The authority did not answer a question: it has the authority's own code."""

    def __init__(self, code: str, facts: dict[str, Any]) -> None:
        self.code = code
        super().__init__(**facts)


class WatchFileBusy(Refusal):
    """Another watcher writes to the same file of events."""

    code = "WATCH-FILE-BUSY"


class WatchFileForeign(Refusal):
    """The file for events holds something else, which is not to be touched."""

    code = "WATCH-FILE-FOREIGN"
