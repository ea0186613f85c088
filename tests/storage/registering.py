"""Books in which people did everything about certificates and accounts that there is to do."""

from typing import NamedTuple

from authority.accounts import OTHER, change, log_in, register_admin
from authority.house import House, operated, the_pki
from authority.signers import Holder, confirmed, ended, registered, suspended

RSA, P256 = the_pki().rsa, the_pki().p256


class People(NamedTuple):
    """Of the first company: whose certificate counts, waits, has ended, was suspended."""

    counts: Holder
    waits: Holder
    left: Holder
    robbed: Holder


def everything_done(house: House) -> People:
    """A company's first years. The last deed is a suspension."""
    people = People(Holder(), Holder(), Holder(), Holder())
    register_admin(house, RSA)
    log_in(house, RSA)
    change(house, RSA, 1)
    for one in (people.left, people.robbed):
        registered(house, one)
        confirmed(house, one, RSA)
    registered(house, people.counts, replaces=RSA.certificate.fingerprint)
    confirmed(house, people.counts, RSA, replaces=RSA.certificate.fingerprint)
    log_in(house, people.counts, password=OTHER)
    ended(house, people.left, people.counts)
    registered(house, people.waits, until="2027-01-31")
    registered(house, people.waits, until="2027-02-28", replaces=people.robbed.certificate.fingerprint)
    operated(house, "certificate-suspend", serial=P256.certificate.serial, reason="lost")
    suspended(house, people.robbed, people.counts)
    return people
