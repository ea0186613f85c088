"""Row 35: a list is read once. Afterwards its index counts, if it is whole and of this list; else it is made anew."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from demo_pki import NOW
from signing.bad_certificates import MIDDLE, ROOT, ROOT_CRL, SERIAL, leaf
from signing.test_chain import verdict
from thongquan.signing import revocation
from thongquan.signing.link import link_of
from thongquan.signing.refusal import SignatureRefused
from thongquan.storage.trust_folder import TrustFolder

LEAF = leaf()
REVOKED = MIDDLE.crl(SERIAL)
ID = link_of(MIDDLE.der).frame.key_id


@pytest.fixture
def folder(tmp_path: Path) -> TrustFolder:
    trust, data = tmp_path / "trust", tmp_path / "data"
    data.mkdir(mode=0o700)
    for name in ("anchors", "intermediates", "crls"):
        (trust / name).mkdir(parents=True)
    (trust / "anchors" / "root.der").write_bytes(ROOT.der)
    (trust / "intermediates" / "middle.der").write_bytes(MIDDLE.der)
    (trust / "crls" / "root.crl").write_bytes(ROOT_CRL)
    (trust / "crls" / "middle.crl").write_bytes(REVOKED)
    made = TrustFolder(trust, data)
    made.keep_newest(made.read())
    return made


def entries_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(revocation, "read_entries", read)


def kept(folder: TrustFolder, ending: str) -> Path:
    return folder.trust.parent / "data" / "revocation" / f"{ID}.{ending}"


def test_the_next_start_reads_no_entry(folder: TrustFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    entries_are_not_read(monkeypatch)
    again = folder.read()
    folder.keep_newest(again)
    assert verdict(LEAF, again) == "CERT-REVOKED"


def emptied(index: bytes) -> bytes:
    return index.partition(b"\n")[0] + b"\n"


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "gone": lambda _: b"",
    "without its entries": emptied,
    "with a bit changed": lambda index: index[:-1] + bytes([index[-1] ^ 1]),
    "cut short": lambda index: index[:-5],
    "with entries added": lambda index: index + bytes(20),
    "of another format": lambda _: b"{}\n",
}


@pytest.mark.parametrize("what", DAMAGES)
def test_an_index_that_is_not_whole_is_not_believed(folder: TrustFolder, what: str) -> None:
    index = kept(folder, "index")
    index.write_bytes(DAMAGES[what](index.read_bytes()))
    assert verdict(LEAF, folder.read()) == "CERT-REVOKED"


def test_the_index_of_another_list_is_not_believed(folder: TrustFolder) -> None:
    revoked = kept(folder, "index").read_bytes()
    newer = MIDDLE.crl(starts=NOW - timedelta(minutes=1))
    store = folder.read()
    folder.keep_list(link_of(MIDDLE.der), revocation.read_revocation_list(newer))
    kept(folder, "index").write_bytes(revoked)
    assert verdict(LEAF, store) == "CERT-REVOKED"
    assert verdict(LEAF, folder.read()) == ""


def test_a_kept_list_that_was_changed_counts_for_nothing(folder: TrustFolder) -> None:
    listed = kept(folder, "crl")
    (folder.trust / "crls" / "middle.crl").unlink()
    listed.write_bytes(listed.read_bytes().replace(SERIAL.to_bytes(4), b"\x11\x11\x11\x11"))
    assert verdict(LEAF, folder.read()) == "CRL-SIGNATURE"


def test_an_older_list_in_the_folder_does_not_replace_the_kept_one(folder: TrustFolder) -> None:
    (folder.trust / "crls" / "middle.crl").write_bytes(MIDDLE.crl(starts=NOW - timedelta(hours=3)))
    again = folder.read()
    folder.keep_newest(again)
    assert verdict(LEAF, again) == "CERT-REVOKED"
    assert kept(folder, "crl").read_bytes() == REVOKED


def test_a_newer_one_does(folder: TrustFolder) -> None:
    newer = MIDDLE.crl(starts=NOW - timedelta(minutes=1))
    (folder.trust / "crls" / "middle.crl").write_bytes(newer)
    again = folder.read()
    folder.keep_newest(again)
    assert verdict(LEAF, again) == ""
    assert kept(folder, "crl").read_bytes() == newer


def test_what_is_kept_is_for_its_owner_only(folder: TrustFolder) -> None:
    assert kept(folder, "crl").parent.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in kept(folder, "crl").parent.iterdir()} == {0o600}


@pytest.mark.parametrize("terms", ["{", '{"needs": "nothing"}', '{"need": "crl"}'])
def test_terms_that_cannot_be_read_stop_the_reading(folder: TrustFolder, terms: str) -> None:
    (folder.trust / "issuers").mkdir()
    (folder.trust / "issuers" / f"{ID}.json").write_text(terms)
    with pytest.raises(SignatureRefused) as refused:
        folder.read()
    assert refused.value.code == "STORE-UNREADABLE"
