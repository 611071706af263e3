"""The other extractors, each as it comes. Run by the environment of the peers, which knows
nothing of ours: JSON lines of pages on stdin, JSON lines of finds on stdout, a name as argument.
"""

from __future__ import annotations

import base64
import json
import logging
import sys
import warnings
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.peers.found import Found  # noqa: E402


def trafilatura(html: bytes, url: str, language: str) -> Found:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    document = bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    if not isinstance(document, Document):
        return Found()
    return Found(
        document.text or "",
        document.title or "",
        document.date or "",
        tuple((document.author or "").split("; ")) if document.author else (),
    )


def newspaper4k(html: bytes, url: str, language: str) -> Found:
    import newspaper

    article = newspaper.Article(url, language=language, fetch_images=False)
    article.download(input_html=html.decode("utf-8", errors="replace"))
    article.parse()
    return Found(article.text, article.title, _day(article.publish_date), tuple(article.authors))


def readability(html: bytes, url: str, language: str) -> Found:
    from lxml.html import HtmlElement, fromstring
    from readability import Document

    document = Document(html, url=url)
    summary = fromstring(document.summary())
    assert isinstance(summary, HtmlElement)
    return Found(summary.text_content(), document.short_title())


def goose3(html: bytes, url: str, language: str) -> Found:
    from goose3 import Goose

    article = Goose({"enable_image_fetching": False}).extract(raw_html=html)
    return Found(
        article.cleaned_text,
        article.title,
        _day(article.publish_datetime_utc),
        tuple(article.authors),
    )


READERS: dict[str, Callable[[bytes, str, str], Found]] = {
    "trafilatura": trafilatura,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
    "goose3": goose3,
}


def _day(at: object) -> str:
    return at.isoformat() if isinstance(at, datetime) else ""


def main() -> None:
    logging.disable()
    warnings.simplefilter("ignore")
    read = READERS[sys.argv[1]]
    for line in sys.stdin:
        page = json.loads(line)
        try:
            found = read(base64.b64decode(page["body"]), page["url"], page["language"])
        except Exception as error:  # noqa: BLE001 — a peer that fails on a page found nothing there
            print(f"{page['url']}: {error}", file=sys.stderr)
            found = Found()
        print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
