"""Settings in TOML: the filer's own, but they may come with the manifest from somebody else."""

import os
from pathlib import Path

import pytest

from thongquan.base.limits import LIMITS
from thongquan.cli.manifests import read_columns
from thongquan.cli.refusals import UnusableColumns
from thongquan.declaration.profile import UnusableProfile, read_profile


def padded(size: int) -> bytes:
    return b"#" * (size - 1) + b"\n"


REFUSED = {
    "one_byte_too_big": padded(LIMITS.settings_bytes + 1),
    "nested_too_deep": b"filer = " + b"[" * 6_000,
    "dotted_too_deep": b".".join([b"a"] * 4_000) + b" = 1",
    "no_text": b"\xff\xfe\0",
    "zeros": bytes(1_000),
    "a_key_twice": b"filer = '1'\nfiler = '2'\n",
    "an_unknown_key": b"secret = [1]\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_settings_that_are_none_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(REFUSED[name])
    with pytest.raises(UnusableProfile):
        read_profile(path)
    with pytest.raises(UnusableColumns):
        read_columns(path)


def test_settings_may_be_as_big_as_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(padded(LIMITS.settings_bytes))
    assert read_profile(path).filer == ""


@pytest.mark.parametrize("device", ["/dev/zero", "pipe"])
def test_settings_are_a_file(device: str, tmp_path: Path) -> None:
    path = tmp_path / device  # an absolute path stays what it is
    if device == "pipe":
        os.mkfifo(path)
    with pytest.raises(UnusableProfile):
        read_profile(path)
