"""The officers of a snapshot: who is who over all its articles."""

from __future__ import annotations

from typing import Any

import duckdb

from pipeline.people import Officer, Service, link
from pipeline.warehouse.warehouse import insert

SERVICES = """
    select
        p.name, p.rank, p.position, p.unit,
        min(coalesce(a.published_at, a.fetched_at)) as first_at,
        max(coalesce(a.published_at, a.fetched_at)) as last_at,
        count(distinct a.article_id) as articles,
        arg_min(a.article_id, (coalesce(a.published_at, a.fetched_at), a.article_id)) as article_id
    from persons p
    join articles a using (article_id)
    join v_relevant r using (article_id)
    where p.police and r.relevant
    group by p.name, p.rank, p.position, p.unit
"""


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``officers``, ``services`` and ``officer_names`` from the persons of all articles."""
    found = connection.execute(SERVICES).to_arrow_table().to_pylist()
    officers = link([Service(**row) for row in found])
    insert(connection, "officers", [_officer(officer) for officer in officers])
    insert(
        connection,
        "services",
        [{"person_id": o.person_id, **_service(s)} for o in officers for s in o.history],
    )
    insert(
        connection,
        "officer_names",
        [
            {"person_id": o.person_id, "name": s.name, **_post(s)}
            for o in officers
            for s in o.services
        ],
    )


def _officer(officer: Officer) -> dict[str, Any]:
    return {
        "person_id": officer.person_id,
        "name": officer.name,
        "names": list(officer.names),
        "rank": officer.last("rank"),
        "position": officer.last("position"),
        "unit": officer.last("unit"),
        "first_at": min(s.first_at for s in officer.services),
        "last_at": max(s.last_at for s in officer.services),
        "articles": sum(s.articles for s in officer.services),
    }


def _service(service: Service) -> dict[str, Any]:
    return {
        **_post(service),
        "first_at": service.first_at,
        "last_at": service.last_at,
        "articles": service.articles,
    }


def _post(service: Service) -> dict[str, Any]:
    return {"rank": service.rank, "position": service.position, "unit": service.unit}
