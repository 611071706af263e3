"""Pages of articles that are cut into several, and of what only looks like that."""

from __future__ import annotations

from collections.abc import Sequence

from tests.crawlers.conftest import Reply

WORDS = "warga petugas balai desa jalan saksi malam kapal hujan rapat".split()  # noqa: SIM905


def paragraph(number: int) -> str:
    """A sentence of its own for each number."""
    named = " ".join(WORDS[(number + step * 3) % len(WORDS)] for step in range(14))
    return f"Bagian {number} menceritakan {named} sampai selesai pada hari itu juga."


def sheet(title: str, numbers: Sequence[int], paging: str = "", head: str = "") -> Reply:
    """A page that shows these paragraphs under the title."""
    return page(title, [paragraph(number) for number in numbers], paging, head)


def page(title: str, paragraphs: Sequence[str], paging: str = "", head: str = "") -> Reply:
    """A page that shows these paragraphs under the title."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return Reply(
        f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>"
        f'<div class="isi">{text}</div>{paging}</body></html>'
    )


def paging(*links: str) -> str:
    """A paging block with these addresses."""
    shown = "".join(f'<a href="{link}">{number}</a>' for number, link in enumerate(links, 1))
    return f'<div class="paging">{shown}</div>'
