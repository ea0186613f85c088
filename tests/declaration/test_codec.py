"""One declaration, one line, one spelling."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from building import a_mec, a_mic, faults
from thongquan.declaration.codec import decode_line, encode_line


@pytest.mark.parametrize("build", [a_mic, a_mec])
def test_a_line_is_read_as_it_was_written(build: Any) -> None:
    assert decode_line(encode_line(build())) == build()


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+50", "1E-50"])
@pytest.mark.parametrize("field", ["gross_weight", "invoice_value", "freight_amount", "insurance_amount"])
def test_a_number_that_no_item_could_hold_is_refused_before_the_rules(field: str, number: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_line(encode_line(a_mic(**{field: Decimal(number)})))


@pytest.mark.parametrize("number", ["12345678901234567890", "-12345678901234567890", "0.0000000000000000001"])
def test_the_widest_numbers_that_are_read_are_judged(number: str) -> None:
    mic = decode_line(encode_line(a_mic(invoice_value=Decimal(number))))
    assert "MIC-IP4-FORMAT" in [fault.code for fault in faults(mic)]


@pytest.mark.parametrize("line", [b'{"form":"MIC", "packages":1}', b'{"form":"MIC","packages":1,"packages":1}', b"{}"])
def test_another_spelling_is_refused(line: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_line(line)
