"""Index, tag and date pages: links to articles and to the next page, by CSS selector."""

from __future__ import annotations

from lxml import etree, html

from crawlers.discovery.listing import Found, Listing, Problem, Source
from crawlers.outlets import IndexChannel
from crawlers.urls import absolute


def parse(source: Source) -> Listing:
    """Articles in the order of the page, and its next page within the channel's ``pages``."""
    channel = source.channel
    assert isinstance(channel, IndexChannel)
    try:
        parser = html.HTMLParser(encoding=_charset(source))
        root = html.document_fromstring(source.body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError) as error:
        text = f"{source.url} cannot be read as HTML ({error})."
        return Listing(problems=[Problem("not html", text)])
    articles = _links(root, channel.article, source.url)
    problems = []
    if not articles:
        text = f"{source.url} has no links at {channel.article!r}; its layout may have changed."
        problems.append(Problem("empty listing", text))
    more = []
    if channel.next and source.number < channel.pages:
        more = [Found(url) for url in _links(root, channel.next, source.url)[:1]]
    return Listing([Found(url) for url in articles], more, problems)


def _links(root: html.HtmlElement, css: str, base: str) -> list[str]:
    """Where the selected elements, or the first links inside them, lead; each once."""
    hrefs = []
    for element in root.cssselect(css):
        links = [element, *element.iterdescendants("a")]
        hrefs.append(next((link.get("href") for link in links if link.get("href")), ""))
    urls = [absolute(base, href) for href in hrefs if href]
    return list(dict.fromkeys(url for url in urls if url))


def _charset(source: Source) -> str | None:
    """As the header says; None leaves it to the page's own declaration."""
    _, _, charset = source.headers.get("content-type", "").partition("charset=")
    return charset.strip(" \"'") or None
