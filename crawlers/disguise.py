"""What a 200 answer really is, whatever its headers say: HTML or not, an article or a wall.

A page rich in text is taken at its word; only one that has little is looked at for what stands in
the article's place. Nothing is lost by a verdict: the answer is in the archive either way.
"""

from __future__ import annotations

import re

from lxml import etree, html

HEAD = 2048  # bytes that tell a page
RICH = 4  # paragraphs that make a page worth its name
LITTLE, VERY_LITTLE = 600, 200  # characters of visible text

MARKUP = re.compile(rb"<(!doctype\s+html|html|head|body|title|meta|article)\b", re.IGNORECASE)
OTHER = re.compile(
    rb"%PDF-|\x89PNG|\xff\xd8\xff|GIF8|PK\x03\x04|\x1f\x8b|RIFF|ID3|\x00\x00\x00.ftyp"
    rb"|[{\[]\s*[\"{\[]|<\?xml[^>]*>\s*<(rss|feed|urlset|sitemapindex)\b|<(rss|feed)\b",
    re.IGNORECASE | re.DOTALL,
)
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
WALLS = {
    "error page": r"error establishing a database connection|internal server error|bad gateway"
    r"|service (temporarily )?unavailable|gateway time-?out|fatal error: |uncaught \w*exception"
    r"|terjadi kesalahan|kesalahan (pada )?(server|sistem|database)|sedang dalam pemeliharaan",
    "cookie wall": r"(aktifkan|izinkan|setujui|terima|enable|accept|allow)\b.{0,30}\bcookies?\b"
    r"|cookies? (are|is) (disabled|required)",
    "login wall": r"(silakan|silahkan|harap|anda harus|please|you must)\b.{0,40}"
    r"\b(login|log in|masuk|sign in|berlangganan|subscribe)\b",
    "javascript only": r"(aktifkan|enable|requires?|membutuhkan|need)\b.{0,30}\bjavascript\b"
    r"|checking your browser|just a moment",
}
_WALLS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in WALLS.items()}


def is_html(body: bytes) -> bool:
    """Whether a body has the marks of an HTML page near its beginning.

    >>> is_html(b"<!DOCTYPE html><title>Halut"), is_html(b"%PDF-1.4 <html>")
    (True, False)
    """
    return not is_other(body) and MARKUP.search(body, 0, HEAD) is not None


def is_other(body: bytes) -> bool:
    """Whether a body is plainly a document, a picture, a feed or data, and no page."""
    for bom in BOMS:
        body = body.removeprefix(bom)
    return OTHER.match(body.lstrip()[:HEAD]) is not None


def wall(body: bytes) -> str | None:
    """What stands in the article's place, as a class to count by; None when it may be an article.

    >>> wall(b"<html><body><div id=app></div><script src=/app.js></script></body></html>")
    'javascript only'
    """
    if body.count(b"</p") >= RICH or b"articleBody" in body:
        return None
    try:
        root = html.document_fromstring(body)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    scripts = root.xpath("count(//script)")
    title = (root.findtext(".//title") or "").strip()
    notes = " ".join(str(text) for note in root.iter("noscript") for text in note.itertext())
    etree.strip_elements(root, "script", "style", "noscript", "template", "title", with_tail=False)
    text = " ".join("".join(str(text) for text in root.itertext()).split())
    if len(text) >= LITTLE:
        return None
    for kind, pattern in _WALLS.items():
        if pattern.search(f"{title} {text}"):
            return kind
    if root.xpath("//input[translate(@type, 'PASWORD', 'pasword') = 'password']"):
        return "login wall"
    if len(text) < VERY_LITTLE and (scripts or "javascript" in notes.lower()):
        return "javascript only"
    return None
