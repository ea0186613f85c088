"""A key on a token signs as a key in a file does; a token that cannot be used says why, and is closed."""

from collections.abc import Callable
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import TokenFlag

from demo_pki import MADE_AT, NOW, PASSWORD, Pki
from signing.forging import CONTENT
from signing.test_sign import never, openssl_verifies
from thongquan.signing.certificate import read_certificate
from thongquan.signing.cms import read_cms
from thongquan.signing.issuing import company_name, issue_company_certificate
from thongquan.signing.pki import _issuer, issue_company, make_pki
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.sign import open_signer
from thongquan.signing.token import logged_in, reported
from thongquan.signing.verifying import verify_signature
from tokens import COMPANY, LIGHT, MODULE, PIN, Filling, Tokens, address

KEYS = [("rsa", COMPANY), ("p256", LIGHT)]


@pytest.fixture(autouse=True)
def _plugged_in(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFTHSM2_CONF", str(tokens.configuration))


@pytest.fixture
def another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Plug in another token, filled for one test; its address."""

    def make(*fill: Callable[[Filling], None], labels: tuple[str, ...] = ("khác",)) -> str:
        plugged = Tokens(tmp_path / "plugged")
        for label in labels:
            plugged.make(label)
            for put in fill:
                with plugged.filling(label) as filling:
                    put(filling)
        monkeypatch.setenv("SOFTHSM2_CONF", str(plugged.configuration))
        return address(labels[0] if labels else "none")

    return make


def pin(name: str) -> str:
    return PIN


def refusal_of(key: str, ask: Callable[[str], str] = pin, module: str = "") -> SignatureRefused:
    with pytest.raises(SignatureRefused) as refused, open_signer(key, ask, module=module) as signer:
        signer.sign(CONTENT)
    assert not pkcs11._loaded[str(MODULE)].initialized if str(MODULE) in pkcs11._loaded else True
    return refused.value


def key(
    pki: Pki, kind: str = "rsa", label: str = "khóa", identity: bytes = b"1", **more: object
) -> Callable[..., None]:
    return lambda token: token.key(pki.p12(kind), label, identity, **more)


def certificate(pki: Pki, kind: str = "rsa", label: str = "mới", identity: bytes = b"1") -> Callable[..., None]:
    return lambda token: token.certificate(pki.certificate(kind).der, label, identity)


class TestSigning:
    @pytest.mark.parametrize(("kind", "label"), KEYS)
    @pytest.mark.parametrize("content", [CONTENT, b"", bytes(range(256)) * 100])
    def test_openssl_accepts_it_and_so_do_we(
        self, pki: Pki, tmp_path: Path, kind: str, label: str, content: bytes
    ) -> None:
        with open_signer(address(label), pin) as signer:
            message = signer.sign(content)
        assert openssl_verifies(pki, message, content, tmp_path)
        verify_signature(read_cms(message), content, pki.certificate(kind))
        pki.trust.check(signer.certificate, NOW)

    @pytest.mark.parametrize(("kind", "label"), KEYS)
    def test_a_message_has_the_same_profile_as_that_of_a_file(self, pki: Pki, kind: str, label: str) -> None:
        with open_signer(address(label), pin) as signer:
            ours = read_cms(signer.sign(CONTENT))
        theirs = read_cms((pki.rsa if kind == "rsa" else pki.p256).sign(CONTENT))
        assert set(ours.certificates) == set(theirs.certificates)
        assert (ours.scheme, ours.digest, ours.serial) == (theirs.scheme, theirs.digest, theirs.serial)
        assert ours.signed_attributes == theirs.signed_attributes
        assert ours.unsigned_parts is theirs.unsigned_parts is False

    @pytest.mark.parametrize(
        "private", [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65_537, 3072)]
    )
    def test_larger_keys_sign_too(
        self, pki: Pki, another: Callable[..., str], tmp_path: Path, private: ec.EllipticCurvePrivateKey
    ) -> None:
        issued = issue_company_certificate(
            company_name("9901234560", "A"), private, _issuer(pki.folder, "intermediate"), MADE_AT
        )
        der = issued.public_bytes(Encoding.DER)

        def fill(token: Filling) -> None:
            token.private(private, "khóa", b"1")
            token.certificate(der, "chứng thư", b"1")
            token.certificate(pki.intermediate_ders[0], "CA", b"2")

        with open_signer(another(fill), pin) as signer:
            message = signer.sign(CONTENT)
        assert openssl_verifies(pki, message, CONTENT, tmp_path)
        verify_signature(read_cms(message), CONTENT, read_certificate(der))

    def test_many_messages_need_the_pin_once(self, pki: Pki) -> None:
        asked: list[str] = []

        def ask(name: str) -> str:
            asked.append(name)
            return PIN

        with open_signer(address(COMPANY), ask) as signer:
            messages = [signer.sign(bytes([n])) for n in range(5)]
        for n, message in enumerate(messages):
            verify_signature(read_cms(message), bytes([n]), signer.certificate)
        assert asked == [COMPANY]

    def test_a_key_that_wants_the_pin_for_each_signature_gets_it(self, pki: Pki, another: Callable[..., str]) -> None:
        token = another(key(pki, ALWAYS_AUTHENTICATE=True), certificate(pki))
        with open_signer(token, pin) as signer:
            verify_signature(read_cms(signer.sign(CONTENT)), CONTENT, signer.certificate)
            verify_signature(read_cms(signer.sign(b"2")), b"2", signer.certificate)


class TestChoosing:
    def test_the_only_token_and_key_need_no_name(self, pki: Pki, another: Callable[..., str]) -> None:
        another(key(pki), certificate(pki))
        with open_signer("pkcs11:", pin, module=str(MODULE)) as signer:
            assert signer.certificate == pki.certificate()

    @pytest.mark.parametrize("named", [{"object": "khóa"}, {"object": "chứng thư"}, {"id": "\x01"}])
    def test_the_address_may_name_key_or_certificate(
        self, pki: Pki, another: Callable[..., str], named: dict[str, str]
    ) -> None:
        another(
            key(pki, identity=b"\x01"),
            certificate(pki, label="chứng thư", identity=b"\x01"),
            key(pki, "p256", "khóa 2", b"\x02"),
            certificate(pki, "p256", "chứng thư 2", b"\x02"),
        )
        with open_signer(address("khác", **named), pin) as signer:
            assert signer.certificate == pki.certificate()

    def test_a_token_is_known_by_its_serial_number(self, tokens: Tokens) -> None:
        several = refusal_of(address(COMPANY, object="không có")).facts["objects"]
        assert several == ["chứng thư (id 01a2)"]
        named = refusal_of(f"pkcs11:?module-path={MODULE}").facts["tokens"]
        assert isinstance(named, list)
        serial = next(name for name in named if name.startswith(LIGHT)).removesuffix(")").split()[-1]
        with open_signer(f"pkcs11:serial={serial}?module-path={MODULE}", pin) as signer:
            assert signer.certificate.tax_code == "9907654321"

    def test_the_module_of_the_address_wins(self) -> None:
        with open_signer(address(COMPANY), pin, module="/none.so") as signer:
            assert signer.certificate.tax_code == "9901234560"


class TestRefusals:
    def test_a_library_that_is_not_named(self) -> None:
        assert refusal_of(address(COMPANY, None), never).code == "KEY-MODULE-UNNAMED"

    @pytest.mark.parametrize("module", ["/none/libnone.so", "libsofthsm2.so", "/usr/lib"])
    def test_a_library_that_is_not_there_or_not_named_in_full(self, module: str) -> None:
        refused = refusal_of(address(COMPANY, None), never, module)
        assert (refused.code, refused.facts) == ("KEY-MODULE-MISSING", {"module": module})

    def test_a_file_that_is_no_library(self, tmp_path: Path) -> None:
        (tmp_path / "a.so").write_text("no library")
        assert refusal_of(address(COMPANY, tmp_path / "a.so"), never).code == "KEY-MODULE-UNUSABLE"

    def test_a_library_that_does_not_start(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "none"))
        refused = refusal_of(address(COMPANY), never)
        assert (refused.code, refused.facts["reason"]) == ("KEY-MODULE-UNUSABLE", "GeneralError")

    def test_no_token_at_all(self, another: Callable[..., str]) -> None:
        assert refusal_of(another(labels=()), never).code == "KEY-TOKEN-NONE"

    def test_none_of_the_tokens_fits(self, another: Callable[..., str]) -> None:
        another(labels=("a", "b"))
        refused = refusal_of(address("c"), never)
        assert refused.code == "KEY-TOKEN-UNKNOWN"
        assert [name.split()[0] for name in refused.facts["tokens"]] == ["a", "b"]  # type: ignore[union-attr] # a list

    def test_several_tokens_that_fit(self, pki: Pki, another: Callable[..., str]) -> None:
        another(labels=("twin", "twin"))
        refused = refusal_of(address("twin"), never)
        assert refused.code == "KEY-TOKEN-SEVERAL"
        assert len(refused.facts["tokens"]) == 2  # type: ignore[arg-type] # a list

    def test_a_wrong_pin_is_tried_once(self) -> None:
        asked: list[str] = []

        def ask(name: str) -> str:
            asked.append(name)
            return "0000"

        assert refusal_of(address(COMPANY), ask).code == "KEY-PIN"
        assert asked == [COMPANY]
        with open_signer(address(COMPANY), pin) as signer:
            signer.sign(CONTENT)

    @pytest.mark.parametrize("wrong", ["1", "x" * 300])
    def test_a_pin_of_an_impossible_length_is_a_wrong_one(self, wrong: str) -> None:
        assert refusal_of(address(COMPANY), lambda _: wrong).code == "KEY-PIN"

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            ("PinLocked", "KEY-PIN-LOCKED"),
            ("UserPinNotInitialized", "KEY-PIN-UNSET"),
            ("PinExpired", "KEY-TOKEN-FAILED"),
        ],
    )
    def test_a_token_that_is_locked_or_has_no_pin(self, answer: str, code: str) -> None:
        """SoftHSM does neither, so the token's answer is played."""

        class Answering:
            def open(self, **_: str) -> None:
                raise getattr(pkcs11, answer)

        with pytest.raises(SignatureRefused) as refused, reported():
            logged_in(Answering(), PIN)  # type: ignore[arg-type] # see above
        assert refused.value.code == code

    @pytest.mark.parametrize(
        ("flag", "code"), [("USER_PIN_FINAL_TRY", "KEY-PIN-LAST"), ("USER_PIN_LOCKED", "KEY-PIN-LOCKED")]
    )
    def test_the_last_try_is_never_ours(self, monkeypatch: pytest.MonkeyPatch, flag: str, code: str) -> None:
        class Token:
            label, serial, flags = COMPANY, b"1", TokenFlag.TOKEN_INITIALIZED | TokenFlag[flag]

        monkeypatch.setattr("thongquan.signing.token.tokens_in", lambda _: [Token])
        assert refusal_of(address(COMPANY), never).code == code

    def test_an_empty_token(self, another: Callable[..., str]) -> None:
        assert refusal_of(another()).code == "KEY-OBJECT-NONE"

    def test_a_key_without_its_certificate(self, pki: Pki, another: Callable[..., str]) -> None:
        refused = refusal_of(another(key(pki), certificate(pki, identity=b"2")))
        assert (refused.code, refused.facts) == ("KEY-CERTIFICATE-NONE", {"object": "khóa (id 31)"})

    def test_a_certificate_without_its_key(self, pki: Pki, another: Callable[..., str]) -> None:
        refused = refusal_of(another(certificate(pki)))
        assert (refused.code, refused.facts) == ("KEY-NONE", {"object": "mới (id 31)"})

    def test_several_keys_that_fit(self, pki: Pki, another: Callable[..., str]) -> None:
        fill = [key(pki), certificate(pki), key(pki, "p256", identity=b"2"), certificate(pki, "p256", "hai", b"2")]
        refused = refusal_of(another(*fill))
        assert (refused.code, refused.facts) == ("KEY-OBJECT-SEVERAL", {"objects": ["hai (id 32)", "mới (id 31)"]})

    @pytest.mark.parametrize(("of_key", "of_certificate"), [("rsa", "p256"), ("p256", "rsa")])
    def test_a_key_of_another_kind_than_its_certificate(
        self, pki: Pki, another: Callable[..., str], of_key: str, of_certificate: str
    ) -> None:
        assert refusal_of(another(key(pki, of_key), certificate(pki, of_certificate))).code == "KEY-MISMATCH"

    def test_a_certificate_of_another_key(self, pki: Pki, another: Callable[..., str], tmp_path: Path) -> None:
        make_pki(tmp_path / "other", moment=MADE_AT)
        stranger = issue_company(tmp_path / "other", "9901234560", "A", password=PASSWORD, moment=MADE_AT)
        refused = refusal_of(another(lambda token: token.key(stranger, "khóa", b"1"), certificate(pki)))
        assert refused.code == "KEY-MISMATCH"

    def test_an_issuers_certificate_is_not_a_companys(self, pki: Pki, another: Callable[..., str]) -> None:
        token = another(key(pki), lambda token: token.certificate(pki.intermediate_ders[0], "CA", b"1"))
        assert refusal_of(token).code == "CERT-IS-CA"

    def test_a_token_pulled_out_while_it_signs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with open_signer(address(COMPANY), pin) as signer:
            pkcs11._loaded[str(MODULE)].finalize()
            with pytest.raises(SignatureRefused) as refused:
                signer.sign(CONTENT)
        assert refused.value.code == "KEY-TOKEN-FAILED"


class TestClosing:
    def test_session_and_library_are_closed_at_the_end(self) -> None:
        with open_signer(address(COMPANY), pin) as signer:
            assert pkcs11._loaded[str(MODULE)].initialized
        assert not pkcs11._loaded[str(MODULE)].initialized
        with pytest.raises(SignatureRefused):
            signer.sign(CONTENT)

    def test_they_are_closed_when_the_work_fails(self) -> None:
        with pytest.raises(ZeroDivisionError), open_signer(address(COMPANY), pin):
            raise ZeroDivisionError
        assert not pkcs11._loaded[str(MODULE)].initialized
