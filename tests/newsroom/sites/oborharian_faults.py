"""The pages of Obor Harian that are nothing but trouble, each at a fixed address.

``LINKS`` are those its index lists among the good articles; ``HEAVY_LINKS`` hang only from
/indeks-lambat, where a test has to ask for them.
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from functools import cache

from tests.newsroom import web
from tests.newsroom.web import Reply, Visit

BIG_PAGE_BYTES = 30 * 2**20
BOMB_BYTES = 100 * 2**20
_PIECE = b"<p>Daftar pemilih tambahan tahap berikutnya menyusul.</p>\n" * 1000

LINKS = (
    ("/berita/rusak", "Server rusak"),
    ("/berita/putar", "Berputar tanpa akhir"),
    ("/berita/hilang", "Berita yang dihapus"),
    ("/berita/kosong", "Halaman kosong"),
    ("/berita/besar", "Daftar lengkap pemilih"),
    ("/unduh/jadwal-operasi.pdf", "Unduh jadwal operasi"),
)
HEAVY_LINKS = (
    ("/berita/lambat", "Menetes"),
    ("/berita/bom", "Mengembang"),
)


def soft_missing() -> Reply:
    """What should be a 404, with status 200."""
    return web.html(web.render("broken/soft_missing.html"))


def broken() -> Reply:
    return Reply(b"<h1>Internal Server Error</h1>Error establishing a database connection", 500)


async def _big() -> AsyncIterator[bytes]:
    yield b"<html><head><title>Daftar lengkap pemilih</title></head><body>\n"
    for _ in range(BIG_PAGE_BYTES // len(_PIECE) + 1):
        yield _PIECE
    yield b"</body></html>\n"


async def _drip() -> AsyncIterator[bytes]:
    """A byte every half second for ten minutes."""
    yield b"<html><head><title>Menetes</title></head><body>"
    for _ in range(1200):
        await asyncio.sleep(0.5)
        yield b"."


@cache
def _bomb() -> bytes:
    return gzip.compress(b" " * BOMB_BYTES, mtime=0)


def _rusak(visit: Visit) -> Reply:
    return broken()


def _putar(visit: Visit, leg: str) -> Reply:
    return web.redirect("/berita/putar" if leg else "/berita/putar-lagi", 302)


def _hilang(visit: Visit) -> Reply:
    return soft_missing()


def _kosong(visit: Visit) -> Reply:
    return Reply()


def _besar(visit: Visit) -> Reply:
    return Reply(stream=_big)


def _pdf(visit: Visit) -> Reply:
    return Reply(b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n", 200, "application/pdf")


def _lambat(visit: Visit) -> Reply:
    return Reply(stream=_drip)


def _bom(visit: Visit) -> Reply:
    return Reply(_bomb(), headers={"Content-Encoding": "gzip"})


ROUTES = (
    (r"/berita/rusak", _rusak),
    (r"/berita/putar(?P<leg>-lagi)?", _putar),
    (r"/berita/hilang", _hilang),
    (r"/berita/kosong", _kosong),
    (r"/berita/besar", _besar),
    (r"/unduh/jadwal-operasi\.pdf", _pdf),
    (r"/berita/lambat", _lambat),
    (r"/berita/bom", _bom),
)
