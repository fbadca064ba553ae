"""What a server sent: the head and body of an HTTP response in, the body's own bytes out, unpacked and bounded.

Crawlers store responses as they came or already unpacked, and often leave the header as it was (Common Crawl's CC-NEWS
does), so the bytes decide, not what Content-Encoding and Transfer-Encoding say of them.
"""

import io
import re
import zlib

# The line that begins a chunk (RFC 9112, 7.1).
CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
LINE_END = re.compile(rb"\r?\n")
# Packed within packed: a server that packs what is packed already does it twice, nobody three times.
MOST_LAYERS = 2
CUT_OFF = "the packed page ends early: it was cut off"


class TooLong(ValueError):
    """A body unpacks to more than is read."""


class Undecodable(ValueError):
    """A body is not what its headers say, nor plain."""


def decode_body(body: bytes, content_encoding: str, transfer_encoding: str, longest: int) -> tuple[bytes, str]:
    r"""The bytes of a page as it was before it was sent, and what was noticed.

    Args:
        body: what follows the head.
        content_encoding: value of that header, "" without one.
        transfer_encoding: likewise.
        longest: bytes; more is an error.

    Raises:
        TooLong: it unpacks to more than `longest` bytes.
        Undecodable: it is packed and damaged.

    >>> decode_body(b"4\r\nRain\r\n0\r\n\r\n", "", "chunked", 100), decode_body(b"Rain", "gzip", "chunked", 100)
    ((b'Rain', ''), (b'Rain', ''))
    """
    if "chunked" in transfer_encoding.lower():
        body = join_chunks(body)
    encoding = content_encoding.lower()
    notice = ""
    for _ in range(MOST_LAYERS):
        if body.startswith(b"\x1f\x8b\x08"):
            body, notice = _inflate(body, 31, longest)
        elif "deflate" in encoding:
            return _deflated(body, longest)
        elif "br" in encoding.replace(" ", "").split(","):
            return _brotli(body, longest), notice
        else:
            break
    return body, notice


def join_chunks(body: bytes) -> bytes:
    r"""The body that comes in chunks; itself where it does not begin like one. A last chunk cut off is kept so far.

    >>> join_chunks(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), join_chunks(b"<p>abc")
    (b'abcde', b'<p>abc')
    """
    at = 0
    parts: list[bytes] = []
    while head := CHUNK.match(body, at):
        length = int(head.group(1), 16)
        if not length:
            return b"".join(parts)
        parts.append(body[head.end() : head.end() + length])
        at = head.end() + length
        if at < len(body) and not LINE_END.match(body, at):
            return body  # a page that begins with a number
        end = LINE_END.match(body, at)
        at = end.end() if end else at
    return b"".join(parts) if parts and at >= len(body) else body


def _inflate(body: bytes, bits: int, longest: int) -> tuple[bytes, str]:
    unpacker = zlib.decompressobj(wbits=bits)
    try:
        found = unpacker.decompress(body, longest + 1)
    except zlib.error as error:
        raise Undecodable(f"its packed body is damaged ({str(error).rsplit(': ', 1)[-1]})") from error
    if len(found) > longest:
        raise TooLong
    return found, "" if unpacker.eof else CUT_OFF


def _deflated(body: bytes, longest: int) -> tuple[bytes, str]:
    """With or without zlib's head (RFC 9110, 8.4.1.2: some send the one for the other); plain where it is neither."""
    for bits in (15, -15):
        try:
            return _inflate(body, bits, longest)
        except Undecodable:
            continue
    return body, ""


def _brotli(body: bytes, longest: int) -> bytes:
    """Brotli has no signature: what does not unpack is taken as plain."""
    from fastwarc.stream_io import BrotliReader  # noqa: PLC0415 (few bodies are)

    try:
        found: bytes = BrotliReader(io.BytesIO(body)).read(longest + 1)
    except Exception:  # whatever the library raises on bytes that are none
        return body
    if len(found) > longest:
        raise TooLong
    return found
