"""The password of a PKCS#12 file or the PIN of a token: from a file, the environment or a prompt.

Never an argument, never shown, never kept.
"""

import getpass
import os
from pathlib import Path

from thongquan.base.fault import Refusal
from thongquan.cli.refusals import PasswordMissing, PinMissing


def password_for(what: str, password_file: Path | None, prompt: str) -> str:
    """Raises `PasswordMissing` when nobody is there to be asked, or the file holds no text."""
    return _secret(what, password_file, prompt, "THONGQUAN_P12_PASSWORD", PasswordMissing)


def pin_for(what: str, password_file: Path | None, prompt: str) -> str:
    """Raises `PinMissing`, as above. An empty PIN is none: it would cost one of the token's few tries."""
    pin = _secret(what, password_file, prompt, "THONGQUAN_PIN", PinMissing)
    if not pin:
        raise PinMissing
    return pin


def _secret(what: str, file: Path | None, prompt: str, variable: str, missing: type[Refusal]) -> str:
    """One trailing line feed of a file belongs to the editor, not to the password."""
    named = os.environ.get(variable)
    try:
        if file is not None:
            return file.read_text("utf-8").removesuffix("\n").removesuffix("\r")
        return named if named is not None else getpass.getpass(f"{prompt} ({what}): ")
    except (EOFError, UnicodeDecodeError) as error:
        raise missing from error
