"""Checking a courier's files for `check` and `file`."""

import argparse
import gc
from pathlib import Path

import msgspec

from thongquan.cli.progress import progress
from thongquan.cli.refusals import UnusableColumns
from thongquan.cli.words import Words
from thongquan.declarant.check import Checked, check_files
from thongquan.declaration.profile import Profile, read_profile, read_settings
from thongquan.manifest import ColumnMap


def checked_manifests(arguments: argparse.Namespace, say: Words) -> Checked:
    """Raises `manifest.Unreadable` for a file that cannot be read at all.

    House bills live to the end of the command, so looking for garbage among them would only cost a fifth of the time.
    """
    gc.disable()
    with progress(say("checking")) as advance:
        return check_files(
            arguments.manifests,
            profile=profile_of(arguments),
            columns=read_columns(arguments.columns) if arguments.columns else None,
            direction=arguments.direction,
            day=arguments.on,
            progress=advance,
        )


def profile_of(arguments: argparse.Namespace) -> Profile:
    return read_profile(arguments.profile) if arguments.profile else Profile()


def read_columns(path: Path) -> ColumnMap:
    """The mapping of `--columns`: field to header title or column letter."""
    try:
        return ColumnMap(msgspec.convert(read_settings(path), dict[str, str]))
    except OSError as error:
        raise UnusableColumns(file=path.name, reason=error.strerror or type(error).__name__) from None
    except ValueError as error:
        raise UnusableColumns(file=path.name, reason=str(error)) from None
