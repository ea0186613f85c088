"""A running server whose clock a test sets, a real responder, and the fetcher between them."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from authority.house import the_pki
from authority.pki_ca import PkiCa
from authority.running import Server
from signing.answers import ANSWERS, NO_CHECK, Delegate
from signing.certificates import serial_of
from signing.responder import Responder

SERIAL = serial_of(the_pki().certificate("rsa").der)


class Outside:
    """`at` is the real moment: the responder knows no other."""

    def __init__(self, folder: Path) -> None:
        self.at = datetime.now(UTC).replace(microsecond=0)
        self.hand = folder / "clock"
        self.set(timedelta())
        trust = Path(shutil.copytree(the_pki().folder, folder / "trust"))
        self.server = Server(folder, trust=trust, clock=self.hand)
        self.data = folder / "data"
        self.issuer = folder / "issuer.der"
        self.issuer.write_bytes(PkiCa().der)
        self.responder = self.responding(folder / "responder")
        self.responder.start()

    def set(self, ahead: timedelta) -> None:
        """The server's clock: a little ahead of the responder's, whose answers are of the present second."""
        self.hand.write_text((self.at + timedelta(minutes=5) + ahead).isoformat())

    def responding(self, folder: Path, *uses: object) -> Responder:
        """One that the intermediate delegated, or one with other extensions."""
        ca, days = PkiCa(), timedelta(days=9)
        chosen = uses or (ANSWERS, NO_CHECK)
        delegate = Delegate(ca, *chosen, starts=self.at - days, ends=self.at + days)  # type: ignore[arg-type] # as given
        return Responder(folder, ca.der, (delegate.der, delegate.key), {SERIAL: "V"})

    def says(self, standing: dict[int, str]) -> None:
        self.responder.stop()
        self.responder.write(standing)
        self.responder.start()


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    made = Outside(tmp_path)
    yield made
    made.responder.stop()
    assert made.server.end() == 0
