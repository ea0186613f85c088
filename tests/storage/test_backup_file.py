"""The form of a backup file: what was written is read, and nothing else is."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.house import the_pki
from thongquan.authority.seal import AuthoritySeal
from thongquan.base.fault import Refusal
from thongquan.storage.backup_file import MAGIC, Head, Manifest, Reader, Writer, fingerprint
from thongquan.storage.refusals import (
    BackupCut,
)

SEAL = AuthoritySeal.load(the_pki().authority_key.read_bytes(), the_pki().authority_certificate.read_bytes())
KEY = b"k" * 32
HEAD = Head("ab" * 16, 1, fingerprint(KEY))


def written(parts: list[bytes]) -> bytes:
    """A backup file of these pieces."""
    file = BytesIO()
    writer = Writer(file, HEAD, KEY)
    for place, part in enumerate(parts):
        writer.piece(part, last=place == len(parts) - 1)
    manifest = Manifest("thongquan-backup-1", HEAD.id, "s", 2, "", "", 0, "", 0, 0, writer.digest())
    writer.end(manifest, SEAL)
    return file.getvalue()


def read_back(data: bytes) -> list[bytes]:
    reader, parts = Reader(BytesIO(data), {1: KEY}), []
    while not reader.ended:
        parts.append(reader.piece())
    reader.manifest([SEAL.certificate])
    return parts


class TestTheForm:
    @given(st.lists(st.binary(max_size=40), min_size=1, max_size=5))
    def test_gives_back_what_was_written(self, parts: list[bytes]) -> None:
        assert read_back(written(parts)) == parts

    @given(st.lists(st.binary(max_size=40), min_size=1, max_size=5), st.integers(0), st.integers(1, 255))
    def test_gives_nothing_back_when_any_byte_is_another(self, parts: list[bytes], place: int, change: int) -> None:
        data = bytearray(written(parts))
        data[place % len(data)] ^= change
        with pytest.raises(Refusal):
            read_back(bytes(data))

    @given(st.lists(st.binary(max_size=40), min_size=1, max_size=5), st.integers(0))
    def test_gives_nothing_back_when_it_is_cut_anywhere(self, parts: list[bytes], place: int) -> None:
        data = written(parts)
        with pytest.raises(BackupCut):
            read_back(data[: place % len(data)])

    @given(st.binary(max_size=300))
    def test_is_not_taken_for_one_when_it_is_noise(self, noise: bytes) -> None:
        with pytest.raises(Refusal):
            read_back(MAGIC + noise)
