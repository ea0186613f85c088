"""Rows 9, 11 and 13: parts of several genuine receipts, put together by somebody who holds a registered key himself."""

from itertools import product

import pytest
from msgspec.structs import replace

from demo_pki import P256_COMPANY, RSA_COMPANY, Pki
from signing.receipts import a_receipt
from thongquan.signing.chain import TrustStore
from thongquan.signing.receipt import Receipt, base64_text, verify_receipt, write_receipt

FIELDS = [field for field in Receipt.__struct_fields__ if field != "format"]


@pytest.fixture(scope="module")
def anchors(pki: Pki) -> TrustStore:
    return TrustStore.load(pki.anchors)


def verdict(receipt: Receipt, anchors: TrustStore) -> str:
    report = verify_receipt(write_receipt(receipt), anchors)
    return report.reason or report.verdict


def test_another_filers_statement_over_the_same_line_and_batch_proves_nothing(pki: Pki, anchors: TrustStore) -> None:
    """Whoever holds a receipt knows batch and line, and can sign a statement of his own over them."""
    filed = a_receipt(pki, pki.p256)
    stolen = a_receipt(pki, pki.rsa)
    assert (verdict(filed, anchors), verdict(stolen, anchors)) == ("valid", "valid")
    forged = replace(filed, statement=stolen.statement, statement_signature=stolen.statement_signature)
    assert verdict(forged, anchors) == "RECEIPT-PATH"


@pytest.mark.parametrize("change", [{"office": "02DS"}, {"direction": "export"}, {"on_behalf_of": RSA_COMPANY}])
def test_the_filer_cannot_change_the_statement_afterwards(
    pki: Pki, anchors: TrustStore, change: dict[str, str]
) -> None:
    """The same batch and lines signed again with other particulars: the authority accepted the first."""
    filed, other = a_receipt(pki), a_receipt(pki, **change)
    forged = replace(filed, statement=other.statement, statement_signature=other.statement_signature)
    assert verdict(forged, anchors) == "RECEIPT-PATH"


def test_a_statement_that_names_another_company_than_its_signer_proves_nothing(pki: Pki, anchors: TrustStore) -> None:
    assert verdict(a_receipt(pki, pki.rsa, filer=P256_COMPANY), anchors) == "RECEIPT-FILER"


def test_no_mixture_of_two_receipts_is_accepted(pki: Pki, anchors: TrustStore) -> None:
    """Each field, and each pair of fields, taken from another parcel's receipt or another filer's."""
    good = a_receipt(pki, pki.p256, line=2)
    for other in (a_receipt(pki, pki.p256, line=4), a_receipt(pki, pki.rsa, line=2), a_receipt(pki, pki.rsa, line=0)):
        for one, two in product(FIELDS, FIELDS):
            mixed = replace(good, **{one: getattr(other, one), two: getattr(other, two)})
            if not same_but_for_signatures(mixed, good, other):
                assert verdict(mixed, anchors) not in ("valid", ""), (one, two)


def same_but_for_signatures(mixed: Receipt, good: Receipt, other: Receipt) -> bool:
    """Two signatures of one key over the same bytes differ, and are both good."""
    if good.checkpoint == other.checkpoint:
        mixed = replace(mixed, checkpoint_signature=good.checkpoint_signature)
    if good.statement == other.statement:
        mixed = replace(mixed, statement_signature=good.statement_signature)
    return mixed == good


def test_certificates_for_other_purposes_sign_no_receipt(pki: Pki, anchors: TrustStore) -> None:
    """The company's, an intermediate's and the root's certificate in the place of the authority's."""
    good = a_receipt(pki)
    for der in (pki.certificate("rsa").der, pki.certificate("p256").der, *pki.intermediate_ders):
        forged = replace(good, authority_certificate=base64_text(der))
        assert verdict(forged, anchors) in {"RECEIPT-AUTHORITY", "CERT-IS-CA"}
