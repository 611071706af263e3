"""How an article is had: its page, in its best form, then the pages that continue it.

An article in hand is a chain of requests, one at a time, each asking for what is still missing of
it; the record of what was had so far travels along. It is indexed once, when nothing is missing or
nothing more can be had. A kill in the middle leaves it due as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers import faults
from crawlers.agenda import Agenda
from crawlers.answers import (
    better_addresses,
    conditional_headers,
    page_of,
    part_of,
    stated_address,
    validators_of,
)
from crawlers.continuation import MOST_PAGES, Sheet, further_pages, sheet
from crawlers.discovery import Problem
from crawlers.frontier import Due, Kept, Validators
from crawlers.outlets import Outlet
from crawlers.owners import Owners
from crawlers.report import emit
from crawlers.run import Run
from crawlers.urls import article_key, asks_for_all_pages, site
from pipeline.records import Page, PagePart

WHOLE_ARTICLE_NEXT = 50
Ended = Callable[[Due, Problem | None], None]  # an article is no longer in hand, and why not had
LOST_FOR_GOOD = faults.FOR_GOOD | {"http 404", "http 410", "soft 404", "robots"}


@dataclass(frozen=True, slots=True)
class Held:
    """An article in hand, as far as it was had."""

    outlet: Outlet
    due: Due
    page: Page
    validators: Validators
    stated: str | None  # the address it gives for itself
    better: tuple[str, ...]  # where to ask for it in a better form, the best first
    sheet: Sheet | None  # of the first page, when there are further ones
    links: Mapping[int, str]  # further pages that its pages name
    seen: frozenset[str] = frozenset()  # text on the pages so far
    parts: tuple[PagePart, ...] = ()
    last: int = 1  # number of the last page had
    asked: frozenset[str] = frozenset()
    incomplete: bool = False  # a further page failed

    @property
    def next_page(self) -> int | None:
        """The number behind the last; there are gaps where a site counts paragraphs."""
        return min((number for number in self.links if number > self.last), default=None)


class Articles:
    """Asks for the articles that are due and keeps what comes of them."""

    def __init__(self, run: Run, ended: Ended) -> None:
        self.run = run
        self._ended = ended
        self._crawled = {outlet.id for outlet in run.options.outlets}
        self.agenda = Agenda(run.frontier)
        self.owners = Owners([*run.options.outlets, *run.options.others])

    def requests(self, outlet: Outlet) -> Iterator[Request]:
        """As many as the outlet's hosts can be asked for now; others have a crawl of their own."""
        if outlet.id not in self._crawled:
            return
        for due in self.agenda.take(outlet.id):
            yield Request(
                due.url,
                self.came,
                errback=self.lost,
                headers=conditional_headers(due.validators),
                meta=_meta(outlet, due),
                cb_kwargs={"outlet": outlet, "due": due},
                dont_filter=True,
            )

    def came(self, response: Response, outlet: Outlet, due: Due) -> Iterator[Request]:
        """The first answer for an article."""
        problem = None if response.status == 304 else faults.of_response(response, due.url)
        if response.status == 304:
            self.run.tally.count(outlet.id, "not_modified")
            self.run.frontier.unchanged(due.key, 304, self.run.options.clock())
        elif problem:
            if due.known and response.status in faults.GONE:
                self._note_gone(response, outlet, due)
            self._failed(outlet, due, problem, response.status)
        elif self._is_known(due, response.url):
            now = self.run.options.clock()
            self.run.frontier.redirected(due.key, response.url, response.status, now)
        else:
            yield from self._go_on(self._held(response, outlet, due))
            return
        yield from self._next(outlet, due, problem)

    def lost(self, failure: Failure) -> Iterator[Request]:
        """There is no first answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        outlet, due = request.cb_kwargs["outlet"], request.cb_kwargs["due"]
        problem = faults.of_failure(failure.value, request)
        self._failed(outlet, due, problem, 0)
        yield from self._next(outlet, due, problem)

    def better_came(self, response: Response, held: Held) -> Iterator[Request]:
        """The article came in what should be its better form."""
        problem = faults.of_response(response, held.page.final_url)
        if problem:
            held = self._without_better(held, problem)
        elif _is_same(held, response):
            better = self._held(response, held.outlet, held.due)
            held = replace(better, asked=held.asked | better.asked)
        yield from self._go_on(held)

    def further_came(self, response: Response, held: Held) -> Iterator[Request]:
        """A further page came; it counts when it is the article's and shows what was not had."""
        problem = faults.of_response(response, held.page.final_url)
        shown = None if problem else sheet(response.body)
        if problem:
            held = self._cut_short(held, problem)
        elif held.sheet and shown and shown.shares_headline(held.sheet):
            new = shown.shown_at(held.sheet.place) - held.seen
            links = further_pages(response.body, response.url, held.page.final_url)
            held = replace(
                held,
                parts=(*held.parts, part_of(response)) if new else held.parts,
                seen=held.seen | new,
                links={**links, **held.links} if new else {},
            )
        else:
            held = replace(held, links={})
        yield from self._go_on(held)

    def more_lost(self, failure: Failure) -> Iterator[Request]:
        """There is no second answer: what was had is kept, unless only this run cannot ask."""
        request: Request = failure.request  # type: ignore[attr-defined]
        held: Held = request.cb_kwargs["held"]
        problem = faults.of_failure(failure.value, request)
        further = request.callback == self.further_came
        if self.left_for_later(held.outlet, problem) and (further or problem.kind == faults.BUDGET):
            if problem.kind == faults.SKIPPED:
                self.run.frontier.put_off(held.due.key)
            yield from self._next(held.outlet, held.due, problem)
        else:
            after = self._cut_short if further else self._without_better
            yield from self._go_on(after(held, problem))

    def left_for_later(self, outlet: Outlet, problem: Problem) -> bool:
        """Whether a request was not sent for no fault of its own."""
        if problem.kind == faults.BUDGET:
            self.agenda.stop(outlet.id)
        return problem.kind in faults.LEFT_FOR_LATER

    def _held(self, response: Response, outlet: Outlet, due: Due) -> Held:
        page = page_of(response, outlet.id, due.channel, self.run.options.clock())
        owner = self.owners.of(page.final_url, outlet)
        stated = stated_address(response)
        better = tuple(better_addresses(response, stated))
        links = {}
        if not asks_for_all_pages(response.url):
            links = further_pages(response.body, response.url, response.url)
        first = sheet(response.body) if links or better else None
        return Held(
            outlet=outlet,
            due=due,
            page=page.model_copy(update={"outlet": owner.id}),
            validators=validators_of(response),
            stated=stated,
            better=better,
            sheet=first,
            links=links if first and first.begins_an_article else {},
            seen=frozenset(first.text) if first else frozenset(),
            asked=frozenset((response.url,)),
        )

    def _go_on(self, held: Held) -> Iterator[Request]:
        """Ask for what is missing of the article; when nothing is, keep it."""
        better = next((url for url in held.better if url not in held.asked), None)
        further = held.next_page
        if better and self._is_known(held.due, better):
            now = self.run.options.clock()
            self.run.frontier.redirected(held.due.key, better, held.page.status, now)
        elif better:
            yield self._more(replace(held, asked=held.asked | {better}), better, self.better_came)
            return
        elif further and len(held.parts) < MOST_PAGES - 1:
            url = held.links[further]
            yield self._more(replace(held, last=further), url, self.further_came)
            return
        else:
            if further:
                text = f"{held.page.final_url} has more than {MOST_PAGES} pages; the rest is left."
                self.run.tally.problem(held.outlet.id, Problem("endless article", text))
            self._keep(held)
        yield from self._next(held.outlet, held.due, None)

    def _more(self, held: Held, url: str, came: Callable[..., Iterator[Request]]) -> Request:
        return Request(
            url,
            came,
            errback=self.more_lost,
            meta=_meta(held.outlet, held.due),
            cb_kwargs={"held": held},
            priority=WHOLE_ARTICLE_NEXT,
            dont_filter=True,
        )

    def _keep(self, held: Held) -> None:
        """Index the article and note it, unless there is nothing new in it."""
        frontier, due, now = self.run.frontier, held.due, self.run.options.clock()
        page = held.page.continued(list(held.parts))
        known = frontier.kept(page.final_url)
        if held.incomplete and known:
            frontier.failed(due.key, 0)  # the whole of it that was had before is better
        elif _is_another(known, due, page.final_url):
            frontier.redirected(due.key, page.final_url, page.status, now)
        elif known and known.digest == page.content_digest:
            frontier.unchanged(due.key, page.status, now)
        else:
            self.run.archive.index(page)
            # a further page may change while the first does not, so its validators say too little
            validators = Validators() if page.parts else held.validators
            frontier.fetched(due.key, page, validators, held.stated)
            if held.incomplete:
                frontier.incomplete(due)
            self.run.tally.count(page.outlet, "changed" if known else "new")
            emit("page", outlet=page.outlet, url=page.final_url)

    def _is_known(self, due: Due, url: str) -> bool:
        """Whether ``url`` is an article that was had under another name, or in this crawl."""
        return _is_another(self.run.frontier.kept(url), due, url)

    def _without_better(self, held: Held, problem: Problem) -> Held:
        self.run.tally.problem(held.outlet.id, problem)
        return replace(held, validators=Validators())

    def _cut_short(self, held: Held, problem: Problem) -> Held:
        """Without its further pages, to be asked for again if that may help."""
        self.run.tally.problem(held.outlet.id, problem)
        return replace(held, links={}, incomplete=problem.kind not in LOST_FOR_GOOD)

    def _note_gone(self, response: Response, outlet: Outlet, due: Due) -> None:
        """Index the answer, so that the warehouse learns of it; the text stays where it is."""
        page = page_of(response, outlet.id, due.channel, self.run.options.clock())
        self.run.archive.index(page.model_copy(update={"url": due.url}))
        self.run.tally.count(outlet.id, "gone")

    def _failed(self, outlet: Outlet, due: Due, problem: Problem, status: int) -> None:
        if not self.left_for_later(outlet, problem):
            self.run.tally.problem(outlet.id, problem)
            if problem.kind in faults.FOR_GOOD:
                self.run.frontier.given_up(due.key, status, due.url)
            else:
                self.run.frontier.failed(due.key, status, due.url)
        elif problem.kind == faults.SKIPPED:
            self.run.frontier.put_off(due.key)

    def _next(self, outlet: Outlet, due: Due, problem: Problem | None) -> Iterator[Request]:
        self.agenda.done(outlet.id, due)
        self._ended(due, problem)
        yield from self.requests(outlet)


def _is_another(known: Kept | None, due: Due, url: str) -> bool:
    other = article_key(url) != due.key and not due.known
    return known is not None and (known.now or other)


def _meta(outlet: Outlet, due: Due) -> dict[str, Any]:
    return {"outlet": outlet.id, "site": site(outlet.url)} | patience(due.tries)


def patience(tries: int) -> dict[str, Any]:
    """What failed in an earlier crawl is asked once, not thrice in a row."""
    return {"max_retry_times": 0} if tries else {}


def _is_same(held: Held, response: Response) -> bool:
    """Whether another form of an article is of that article."""
    if asks_for_all_pages(response.url):
        return article_key(response.url) == article_key(held.page.final_url)
    shown = sheet(response.body)
    return bool(held.sheet and shown and shown.shares_headline(held.sheet))
