"""Row 9 of the threat model: whatever is wrapped, reordered, stripped or swapped in a signed message is refused."""

import pytest

from demo_pki import NOW, Pki
from signing.forgeries import FORGERIES
from signing.forging import CONTENT, RSA_SHA256, Forger, looping_issuers
from thongquan.signing.chain import TrustStore
from thongquan.signing.cms import read_cms
from thongquan.signing.der import CONTEXT_0, encode
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.report import verify_message
from thongquan.signing.verifying import verify_signature
from timing import quickest


@pytest.fixture(scope="module")
def forger(pki: Pki) -> Forger:
    return Forger(pki)


def test_there_are_at_least_sixty() -> None:
    assert len(FORGERIES) >= 60


@pytest.mark.parametrize("key", ["p256", "rsa"])
def test_the_message_that_all_forgeries_start_from_is_good(pki: Pki, key: str) -> None:
    forger = Forger(pki, key)
    message = forger.message(**({} if key == "p256" else {"scheme": RSA_SHA256}))
    verify_signature(read_cms(message), CONTENT, forger.registered)


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_refused_with_its_own_reason(forger: Forger, name: str) -> None:
    code, forge = FORGERIES[name]
    forged = forge(forger)
    with pytest.raises(SignatureRefused) as refused:
        verify_signature(read_cms(forged), CONTENT, forger.registered)
    assert refused.value.code == code


def test_signed_attributes_of_a_past_message_are_no_document(forger: Forger) -> None:
    past = read_cms(forger.message())
    wrapped = forger.message(content=past.signed_attributes)
    with pytest.raises(SignatureRefused) as refused:
        verify_signature(read_cms(wrapped), past.signed_attributes, forger.registered)
    assert refused.value.code == "SIG-CONTENT-IS-ATTRIBUTES"


def test_looping_issuers_in_a_message_cost_nothing(pki: Pki, forger: Forger) -> None:
    """Eight certificates that all issued each other kept a common path builder busy for 15 seconds."""
    looping = looping_issuers(8)
    message = forger.message(certificates=encode(CONTEXT_0, b"".join([*looping, forger.der])))
    verify_message(message, CONTENT, pki.trust, NOW)  # whatever is loaded once
    seconds, report = quickest(
        lambda: verify_message(message, CONTENT, TrustStore.load(pki.anchors, pki.intermediates, pki.crls), NOW)
    )
    assert seconds < 0.020
    assert report.verdict == "valid"
    seconds, report = quickest(lambda: verify_message(message, CONTENT, TrustStore([]), NOW))
    assert seconds < 0.020
    assert report.reason == "CHAIN-NO-ISSUER"
