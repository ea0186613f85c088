"""What a courier's file never says: the filer's own defaults, given with `--profile`."""

import tomllib
from datetime import date
from pathlib import Path

import msgspec

from thongquan.base.fault import Refusal


class Flight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The flight of every house whose file names none."""

    number: str = ""
    arrival: date | None = None


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Codes as they stand on the declaration; an empty one is left to the file or to the authority."""

    filer: str = ""
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


class UnusableProfile(Refusal):
    """The profile cannot be read, or holds a key that no profile has."""

    code = "PROFILE-UNUSABLE"


def read_profile(path: Path) -> Profile:
    """Read a profile in TOML.

    Raises:
        UnusableProfile: no such file, not TOML, an unknown key or a wrong type; the facts name file and reason.
    """
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Profile)
    except OSError as error:
        raise UnusableProfile(file=path.name, reason=error.strerror or type(error).__name__) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UnusableProfile(file=path.name, reason=str(error)) from None
