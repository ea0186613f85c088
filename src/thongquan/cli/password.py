"""The password of a PKCS#12 file: from a file, the environment or a prompt; never an argument, never shown."""

import getpass
import os
from pathlib import Path

from thongquan.cli.refusals import PasswordMissing


def password_for(what: str, password_file: Path | None, prompt: str) -> str:
    """One trailing line feed of a password file belongs to the editor, not to the password.

    Raises:
        PasswordMissing: nobody is there to be asked, or the file holds no text.
    """
    named = os.environ.get("THONGQUAN_P12_PASSWORD")
    try:
        if password_file is not None:
            return password_file.read_text("utf-8").removesuffix("\n").removesuffix("\r")
        return named if named is not None else getpass.getpass(f"{prompt} ({what}): ")
    except (EOFError, UnicodeDecodeError) as error:
        raise PasswordMissing from error
