"""What the operator's commands share: who works on which books, and books that are not as they must be."""

import argparse
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thongquan.storage.maintaining import Operator


@contextmanager
def operating(arguments: argparse.Namespace) -> Iterator["Operator"]:
    """The operator.

    Raises:
        BooksUnsafe: whatever is not as it must be, in the system's words.
    """
    import apsw

    from thongquan.base.moment import stamp
    from thongquan.cli.refusals import BooksUnsafe
    from thongquan.storage.database import UnsafeDatabase
    from thongquan.storage.folders import UnsafeFolder
    from thongquan.storage.maintaining import Operator

    data = arguments.data
    keys = arguments.keys or data.with_name(f"{data.name}-keys")
    try:
        yield Operator(data, keys, stamp(datetime.now(UTC)), getattr(arguments, "by", None) or user())
    except (apsw.IOError, apsw.CorruptError, apsw.NotADBError) as error:
        raise BooksUnsafe(reason=f"{data}: a page is damaged") from error
    except (UnsafeFolder, UnsafeDatabase, apsw.Error) as error:
        raise BooksUnsafe(reason=str(error)) from error


def user() -> str:
    """As the machine knows the one who types."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
