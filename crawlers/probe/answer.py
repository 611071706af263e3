"""What a fetched address gave, as the probe's parts see it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree, html

from crawlers.discovery import Problem


@dataclass(frozen=True, slots=True)
class Answer:
    """A response with its final address, or the problem that stood in the way."""

    url: str
    status: int = 0
    body: bytes = b""
    text: str = ""  # of text responses, decoded
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    problem: Problem | None = None

    @property
    def is_there(self) -> bool:
        return self.problem is None and self.status == 200

    @property
    def is_unknown(self) -> bool:
        """Whether the host kept us from seeing what is there."""
        return self.problem is not None or self.status in (401, 403, 429) or self.status >= 500

    def why_not(self) -> str:
        """A sentence for an answer that is not there."""
        return self.problem.text if self.problem else f"{self.url} answered {self.status}."


Fetch = Callable[[str], Awaitable[Answer]]


def tree(answer: Answer) -> html.HtmlElement | None:
    """The page's HTML; None when it has none."""
    try:
        parser = html.HTMLParser(encoding="utf-8")
        return html.document_fromstring(answer.text.encode(errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
