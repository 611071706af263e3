"""The links that people sent, in the warehouse: who sent what, what is still to be asked for, and
what came of it.

A link is asked for until it is settled; a grown file of the same chat adds only what is new in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from crawlers.options import Sent, SentOutcome
from crawlers.outlets import Outlet
from pipeline.links.places import Places
from pipeline.links.records import Reading
from pipeline.warehouse import Warehouse

MOST_TRIES = 3
WATCHED_DAYS = 30  # so long a link that the crawl had missed may still turn up in a listing
_NEW_SENDINGS = """
    insert into sent_links by name
    select
        g.link, arg_min(g.url, g.place) as url, g.sender, g.sent_at, $source as source,
        $run as run_id
    from given g
    anti join sent_links k
        on k.link = g.link and k.sender is not distinct from g.sender
        and k.sent_at is not distinct from g.sent_at
    group by g.link, g.sender, g.sent_at
    order by min(place)
"""
_NEW_LINKS = """
    insert into links by name
    select link, arg_min(url, place) as url, false as again, 0 as tries, false as listed
    from given
    anti join links using (link)
    group by link
    order by min(place)
"""
_TO_ASK = f"""
    select url from links
    where outcome is null or (outcome = 'failed' and again and tries < {MOST_TRIES})
    order by link
"""
_UNLISTED = """
    select distinct final_url from links
    where outcome = 'fetched' and not listed and asked_at > ?
    order by all
"""
_NOTE = """
    update links
    set outcome = ?, outlet = ?, final_url = ?, kind = ?, problem = ?, again = ?, tries = tries + 1,
        asked_at = ?, run_id = ?
    where url = ?
"""


def add(warehouse: Warehouse, reading: Reading, run_id: int) -> None:
    """Keep what a file sends, less what an earlier file sent already."""
    rows = [
        {"link": s.link, "url": s.url, "sender": s.sender, "sent_at": s.sent_at, "place": place}
        for place, s in enumerate(reading.sendings)
    ]
    with warehouse.transaction():
        warehouse.connection.execute(
            """create or replace temp table given (
                link text, url text, sender text, sent_at timestamptz, place integer
            )"""
        )
        warehouse.insert("given", rows)
        warehouse.connection.execute(_NEW_SENDINGS, {"source": reading.source, "run": run_id})
        warehouse.connection.execute(_NEW_LINKS)
        warehouse.connection.execute("drop table given")


def to_ask(warehouse: Warehouse, now: datetime) -> Sent:
    """What a crawl is to do about the links that are not settled."""
    since = now - timedelta(days=WATCHED_DAYS)
    strangers = warehouse.rows(
        "select outlet, name, url from outlets where registered = false order by all"
    )
    return Sent(
        urls=[row["url"] for row in warehouse.rows(_TO_ASK)],
        unlisted=[row["final_url"] for row in warehouse.rows(_UNLISTED, [since])],
        strangers=[
            Outlet(id=row["outlet"], name=row["name"], url=row["url"], delay=None)
            for row in strangers
        ],
        destinations=Places.load().destinations,
    )


def note(warehouse: Warehouse, told: SentOutcome, run_id: int, at: datetime) -> None:
    """Keep what came of a link."""
    facts = (told.outcome, told.outlet, told.final_url, told.kind, told.problem, told.again)
    warehouse.connection.execute(_NOTE, [*facts, at, run_id, told.url])


def note_listed(warehouse: Warehouse, addresses: Sequence[str]) -> None:
    """Keep that the crawl found these articles by itself, too."""
    warehouse.connection.execute(
        "update links set listed = true where list_contains(?, final_url)", [list(addresses)]
    )
