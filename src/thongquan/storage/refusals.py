"""Why something is not done with the books as a whole. Worded in `law/wording/*/storage.toml`."""

from thongquan.base.fault import Refusal


class BooksMissing(Refusal):
    """There are no books in the data folder."""

    code = "BOOKS-MISSING"


class KeysMissing(Refusal):
    """The folder of keys is not where it was said to be."""

    code = "KEYS-MISSING"


class BooksDamaged(Refusal):
    """The check found damage: what was asked would build on it, or hide it."""

    code = "BOOKS-DAMAGED"


class MigrationNeeded(Refusal):
    """The books are of an older schema, which is never changed on the quiet."""

    code = "MIGRATION-NEEDED"


class BackupExists(Refusal):
    """A backup is never written over a file."""

    code = "BACKUP-EXISTS"


class BackupBusy(Refusal):
    """Another backup of these books is being made."""

    code = "BACKUP-BUSY"


class BackupUnreadable(Refusal):
    """No backup of ours, or of a newer program."""

    code = "BACKUP-UNREADABLE"


class BackupCut(Refusal):
    """The file ends before its end."""

    code = "BACKUP-CUT"


class BackupDamaged(Refusal):
    """Some byte is not as it was written."""

    code = "BACKUP-DAMAGED"


class BackupMixed(Refusal):
    """Pieces of another backup, or pieces in another order."""

    code = "BACKUP-MIXED"


class BackupForeign(Refusal):
    """Whole, but not signed by this authority."""

    code = "BACKUP-FOREIGN"


class BackupOtherKeys(Refusal):
    """Sealed with a key that is not in the keys folder."""

    code = "BACKUP-OTHER-KEYS"


class TargetNotEmpty(Refusal):
    """Books are never restored over anything."""

    code = "RESTORE-NOT-EMPTY"


class TooManySkipped(Refusal):
    """The sequence would be at its end."""

    code = "RESTORE-SKIP"


class TooEarlyToErase(Refusal):
    """The term of some declaration up to this day has not passed."""

    code = "RETENTION-TOO-EARLY"


class StillWaiting(Refusal):
    """A declaration that nobody decided on is not erased."""

    code = "RETENTION-WAITING"


class NotTheAuthoritys(Refusal):
    """The key or the certificate cannot sign receipts of this authority."""

    code = "KEYS-NOT-AUTHORITY"
