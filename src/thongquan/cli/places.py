"""Where the declarant's side keeps its things when nobody says otherwise."""

import os
from pathlib import Path


def state_folder() -> Path:
    """The XDG state folder of this program."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "thongquan"


def outbox_folder(chosen: Path | None) -> Path:
    """`--outbox`, else $THONGQUAN_OUTBOX, else the state folder."""
    if chosen is not None:
        return chosen
    named = os.environ.get("THONGQUAN_OUTBOX")
    return Path(named) if named else state_folder() / "outbox"
