"""What a courier's file never says: the filer's own defaults, given with `--profile`."""

import errno
import os
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS


class Flight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The flight of every house whose file names none."""

    number: str = ""
    arrival: date | None = None


class Storage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the notes say where the storage place is an office's temporary code (criterion 18)."""

    place: str = ""
    loading_time: str = ""


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Codes as they stand on the declaration; an empty one is left to the file or to the authority."""

    filer: str = ""
    on_behalf_of: str = ""
    """Tax code of the principal, where the filer is its broker; "" files for oneself."""
    own_goods: bool = False
    """Whether the filer, or the principal, is itself importer or exporter of what it declares (criterion 4)."""
    customs_office: str = ""
    customs_team: str = ""
    storage_place: str = ""
    party_kind: str = ""
    price_kind: str = ""
    price_term: str = ""
    freight_class: str = ""
    insurance_class: str = ""
    loading_place: str = ""
    unloading_place: str = ""
    flight: Flight = Flight()
    storage: Storage = Storage()


class UnusableProfile(Refusal):
    """The profile cannot be read, or holds a key that no profile has."""

    code = "PROFILE-UNUSABLE"


def read_settings(path: Path) -> dict[str, Any]:
    """A small file in TOML. It is the filer's own, but may come with the manifest from somebody else.

    Raises:
        OSError: it cannot be read, is no file of a disk, or too big.
        ValueError: it is not TOML.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
    with path.open("rb") as file:
        told = file.read(LIMITS.settings_bytes + 1)
    if len(told) > LIMITS.settings_bytes:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    try:
        return tomllib.loads(told.decode("utf-8"))
    except RecursionError:
        raise ValueError("nested too deep") from None


def read_profile(path: Path) -> Profile:
    """Read a profile in TOML.

    Raises:
        UnusableProfile: no such file, not TOML, an unknown key or a wrong type; the facts name file and reason.
    """
    try:
        return msgspec.convert(read_settings(path), Profile)
    except OSError as error:
        raise UnusableProfile(file=path.name, reason=error.strerror or type(error).__name__) from None
    except ValueError as error:
        raise UnusableProfile(file=path.name, reason=str(error)) from None
