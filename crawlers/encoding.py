"""Content encodings undone: whole or not at all, and never more than is asked for.

An article stored in halves is worse than one that is fetched again, so a cut-off body is told from
a whole one; and a small body may unpack to gigabytes, so unpacking stops at a limit.
"""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli

MOST_LAYERS = 3  # encodings upon encodings
GZIP_OR_ZLIB, RAW_DEFLATE = 32 + zlib.MAX_WBITS, -zlib.MAX_WBITS
END = b"</html>"
IDENTITY = ("", "identity", "none", "utf-8")  # the last two are what servers say for the first


class BadEncoding(ValueError):
    """A body that cannot be unpacked; ``kind`` is how it is counted, ``part`` what came out."""

    def __init__(self, kind: str, part: bytes = b"") -> None:
        super().__init__(kind)
        self.kind, self.part = kind, part


class _Unpacker(Protocol):
    def __call__(self, body: bytes, most: int) -> bytes: ...


def unpack(body: bytes, encodings: str, most: int) -> bytes:
    """The body with the encodings that a header names undone, last one first.

    Raises BadEncoding "truncated", "too large" (more than ``most`` bytes) or "bad encoding".

    >>> unpack(zlib.compress(b"Polres"), "deflate", 100)
    b'Polres'
    """
    layers = [name.strip().lower() for name in encodings.split(",")]
    layers = [name for name in layers if name not in IDENTITY]
    if len(layers) > MOST_LAYERS:
        raise BadEncoding("bad encoding")
    for name in reversed(layers):
        if name not in _UNPACKERS:
            raise BadEncoding("bad encoding")
        try:
            body = _UNPACKERS[name](body, most)
        except (zlib.error, brotli.error) as error:
            raise BadEncoding("bad encoding") from error
    return body


def _gunzip(body: bytes, most: int) -> bytes:
    """All members; what follows them and is none is padding. Plain text is left as it is."""
    if body[:2] != b"\x1f\x8b":
        return body if body.lstrip()[:1] in (b"<", b"{", b"[") else _inflate(body, most)
    whole = b""
    while body[:2] == b"\x1f\x8b":
        stream = zlib.decompressobj(GZIP_OR_ZLIB)
        whole += _some(stream, body, most - len(whole), whole)
        body = stream.unused_data
    return whole


def _inflate(body: bytes, most: int) -> bytes:
    """A zlib stream, or the bare deflate stream that some servers send in its place."""
    try:
        return _some(zlib.decompressobj(GZIP_OR_ZLIB), body, most, b"")
    except zlib.error:
        return _some(zlib.decompressobj(RAW_DEFLATE), body, most, b"")


def _some(stream: zlib._Decompress, body: bytes, most: int, before: bytes) -> bytes:
    plain = stream.decompress(body, max(most, 1))
    if len(plain) > most or stream.decompress(stream.unconsumed_tail, 1):
        raise BadEncoding("too large", before + plain[:most])
    if not stream.eof and not plain.rstrip().endswith(END):  # some servers leave out the checksum
        raise BadEncoding("truncated", before + plain)
    return plain


def _unbrotli(body: bytes, most: int) -> bytes:
    """Piece by piece, for one byte of brotli may stand for megabytes."""
    stream, whole = brotli.Decompressor(), bytearray()
    data = body
    while not stream.is_finished():
        piece = stream.process(data, output_buffer_limit=min(most + 1, 1 << 20))
        data = b""
        whole += piece
        if len(whole) > most:
            raise BadEncoding("too large", bytes(whole[:most]))
        if not piece and stream.can_accept_more_data() and not stream.is_finished():
            raise BadEncoding("truncated", bytes(whole))
    return bytes(whole)


_UNPACKERS: dict[str, _Unpacker] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
}
