"""The links that people sent: followed to where they lead, and from there had like any article.

Redirects are followed here, one by one, so that what a short link leads to is known before it is
asked for: an article that was had already, a place without news, an outlet of the registry or none.
What comes of each link is told by an event as soon as it is certain; a crawl that is killed has
told of the others nothing, and the next one finds those that were had in the frontier.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.utils.response import get_meta_refresh
from twisted.python.failure import Failure

from crawlers import faults
from crawlers.addresses import bare_host, id_of, slug
from crawlers.continuation import sheet
from crawlers.destinations import FRONT_PAGE, LIST
from crawlers.discovery import Found, Problem
from crawlers.frontier import MANUAL, Due, Kept, Validators
from crawlers.options import SentOutcome
from crawlers.outlets import Outlet
from crawlers.report import emit
from crawlers.run import Run
from crawlers.spiders.articles import LOST_FOR_GOOD, Articles
from crawlers.urls import absolute, article_key, path, site

_OF_AN_ARTICLE = re.compile(r"\d{4}|-[^/]+-[^/]+-")  # its number, date or name in the address


class SentLinks:
    """Asks for the addresses of ``run.options.sent``."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.articles = Articles(run, self._ended)
        options = run.options
        self._strangers = {bare_host(outlet.url): outlet for outlet in options.sent.strangers}
        known = (*options.outlets, *options.others, *options.sent.strangers)
        self._taken = {outlet.id for outlet in known}
        self._waiting: defaultdict[str, list[str]] = defaultdict(list)  # links by article in hand

    def requests(self) -> Iterator[Request]:
        """The first request for each link that cannot be answered without one."""
        for link in self.run.options.sent.urls:
            url = absolute(link, link)
            if url:
                yield from self._go(link, url, 0)
            else:
                self._failed(link, link, Problem("bad address", f"{link} is no address."))

    def came(self, response: Response, link: str, hop: int) -> Iterator[Request]:
        """An answer: the way goes on, an article stands there, or something else."""
        target = self._target(response)
        if target:
            yield from self._go(link, target, hop + 1)
            return
        url, known = response.url, self.run.frontier.kept_behind(response.url)
        problem = faults.of_response(response, url)
        if known:
            self._had(link, known)
        elif problem:
            self._failed(link, url, problem)
        elif self.run.options.sent.destinations.is_shortener(url):
            text = f"{url} leads nowhere that can be seen without a browser."
            self._failed(link, url, Problem("short link", text))
        elif _is_listing(response):
            self._tell(link, "no news", url, Problem(LIST, f"{url} lists articles."))
        else:
            yield from self._have(link, response)

    def lost(self, failure: Failure) -> None:
        """There is no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        problem, error = faults.of_failure(failure.value, request), failure.value
        if isinstance(error, faults.Refused) and error.because:
            problem = Problem(error.because.kind, f"{problem.text} {error.because.text}")
        self._failed(request.cb_kwargs["link"], request.url, problem)

    def close(self) -> None:
        """Tell which of the articles had that way earlier a listing names by now."""
        unlisted = self.run.options.sent.unlisted
        if unlisted:
            emit("listed", urls=self.run.frontier.listed(unlisted))

    def _go(self, link: str, url: str, hop: int) -> Iterator[Request]:
        """Ask for ``url``, unless it is known what stands there."""
        url = self.run.options.sent.destinations.unwrapped(url)
        known = self.run.frontier.kept_behind(url)
        other = self.run.options.sent.destinations.no_news_at(url)
        if known:
            self._had(link, known)
        elif hop > faults.MAX_REDIRECTS:
            self._failed(link, url, Problem("redirect loop", f"{link} redirects again and again."))
        elif other == FRONT_PAGE and hop and site(link) == site(url):
            self._failed(link, url, Problem("soft 404", f"{link} leads to the front page."))
        elif other:
            self._tell(link, "no news", url, Problem(other, f"{url} is no article: {other}."))
        else:
            yield Request(
                url,
                self.came,
                errback=self.lost,
                meta={"outlet": self._outlet_of(url).id, "dont_redirect": True},
                cb_kwargs={"link": link, "hop": hop},
                dont_filter=True,
            )

    def _target(self, response: Response) -> str | None:
        """Where the answer sends on to."""
        if 300 <= response.status < 400 and response.headers.get("Location"):
            location = (response.headers.get("Location") or b"").decode("latin-1")
            return absolute(response.url, location)
        short = self.run.options.sent.destinations.is_shortener(response.url)
        if short and isinstance(response, TextResponse):
            _, refresh = get_meta_refresh(response)
            return absolute(response.url, refresh) if refresh else None
        return None

    def _have(self, link: str, response: Response) -> Iterator[Request]:
        """The link led to an article; it is had with all that belongs to it."""
        outlet, key = self._outlet_of(response.url), article_key(response.url)
        self._waiting[key].append(link)
        if len(self._waiting[key]) > 1:
            return
        found = [Found(response.url)]
        self.run.frontier.see_pages(outlet.id, MANUAL, found, self.run.options.clock())
        self.articles.agenda.hold(outlet.id, key)
        due = Due(key, response.url, MANUAL, known=False, tries=0, validators=Validators())
        yield from self.articles.came(response, outlet, due)

    def _ended(self, due: Due, problem: Problem | None) -> None:
        links = self._waiting.pop(due.key, [])
        if not links:
            return
        known, brought = self.run.frontier.kept_behind(due.url), self.run.frontier.kept(due.url)
        for link in links:
            if known:
                self._had(link, known, brought=brought is not None and brought.now)
            else:
                why = problem or Problem("not kept", f"{due.url} was not kept.")
                self._failed(link, due.url, why)

    def _had(self, link: str, known: Kept, *, brought: bool = False) -> None:
        """``brought`` by this link; if not, a link may have brought it in an earlier crawl."""
        fetched = brought or known.channel == MANUAL
        self._tell(link, "fetched" if fetched else "known", known.address, None)

    def _failed(self, link: str, url: str, problem: Problem) -> None:
        self.run.tally.problem(self._outlet_of(url).id, problem)
        self._tell(link, "failed", url, problem)

    def _tell(self, link: str, outcome: str, url: str, problem: Problem | None) -> None:
        told = SentOutcome.model_validate(
            {
                "url": link,
                "outcome": outcome,
                "outlet": self._outlet_of(url).id,
                "final_url": url,
                "kind": problem.kind if problem else "",
                "problem": problem.text if problem else "",
                "again": outcome == "failed" and problem and problem.kind not in LOST_FOR_GOOD,
            }
        )
        emit("link", **told.model_dump())

    def _outlet_of(self, url: str) -> Outlet:
        """The outlet of the registry whose home it is, else one named after the host."""
        host = bare_host(url)
        if host not in self._strangers:
            self._strangers[host] = self._stranger(url, host)
        return self.articles.owners.of(url, self._strangers[host])

    def _stranger(self, url: str, host: str) -> Outlet:
        """An outlet that nobody registered, under an id that no other has."""
        of_host = slug(host) or "tanpa-alamat"
        name = id_of(url) or of_host
        name = of_host if name in self._taken else name
        self._taken.add(name)
        parts = urlsplit(url)
        home = (
            f"{parts.scheme}://{parts.netloc}/" if parts.netloc else "https://tanpa-alamat.invalid/"
        )
        return Outlet(id=name, name=host or name, url=home, delay=None)


def _is_listing(response: Response) -> bool:
    """Whether a page whose address does not say so lists articles."""
    if _OF_AN_ARTICLE.search(path(response.url)) or urlsplit(response.url).query:
        return False
    shown = sheet(response.body)
    return shown is None or not shown.begins_an_article
