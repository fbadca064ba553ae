"""Bytes to characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.decode import declared_encoding, decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_found(encoding: str) -> None:
    text = "Café – the “mayor” spoke for an hour about it.\r\n"
    assert decode(text.encode(encoding)).text == text


def test_declared_encoding_of_a_page() -> None:
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Дождь'
    data = page.encode("cp1251")
    assert decode(data, declared_encoding(data)).text == page


def test_lone_bytes_are_kept_and_counted() -> None:
    decoded = decode("größte Brücke über".encode() + b"\xff!")
    assert (decoded.text, decoded.damaged) == ("größte Brücke über\ufffd!", 1)
    assert "1 bytes" in decoded.notice


def test_a_replacement_character_of_the_text_is_no_damage() -> None:
    assert decode("a\ufffdb".encode()).notice == ""


def test_binary_is_told() -> None:
    assert decode(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 4).encoding == ""


@given(st.binary(max_size=400), st.sampled_from(["", "cp1251", "utf-8", "gb18030"]))
def test_any_bytes(data: bytes, declared: str) -> None:
    decoded = decode(data, declared)
    assert decoded.damaged >= 0
    decoded.text.encode("utf-8")
    declared_encoding(data)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_round_trip(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode()).text == text
