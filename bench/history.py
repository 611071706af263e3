"""A warehouse with as many invented articles as are asked for, and a night of new ones.

Texts are sentences of the sample newsroom in another order, units those of the register; few
outlets, units and stories make up most of the coverage, as in life.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipeline.enrich import code_book
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.sentences import sentences
from pipeline.select.fingerprint import PERMUTATIONS, bands
from pipeline.settings import DATA
from pipeline.stage import Stage
from pipeline.warehouse import Warehouse, inputs
from tests.newsroom import articles as sample

SQL = (Path(__file__).parent / "sql" / "history.sql").read_text(encoding="utf-8")
DAYS = 700
CHUNK = 50_000
REWRITTEN = 0.08  # share of the numbers of a signature that a re-post changes
SEED = 7


def fill(warehouse: Warehouse, articles: int) -> None:
    """A history in which syndication clusters and stories are all told already."""
    _add(warehouse, 0, articles, articles)
    warehouse.connection.execute("""
        insert into outlets by name
        select
            format('outlet-{:03d}', i) as outlet, outlet as name,
            'https://' || outlet || '.test' as url, 'Asia/Jakarta' as zone,
            if(i % 10 = 0, 'rilis', 'pers') as kind
        from range(200) t(i)
    """)
    warehouse.connection.execute("""
        insert into duplicates by name
        select cluster_id, article_id, 1.0 as similarity, article_id = cluster_id as first from plan
    """)
    warehouse.connection.execute("""
        insert into story_articles by name select cluster_id as story_id, article_id from plan
    """)
    warehouse.connection.execute("""
        insert into stories by name
        select
            cluster_id as story_id, min(title) as title, '' as summary, cluster_id as told_by,
            min(published_at) as first_at, max(published_at) as last_at
        from plan join articles using (article_id, published_at) group by cluster_id
    """)


def add_night(warehouse: Warehouse, history: int, articles: int) -> None:
    """New articles after those of :func:`fill`; three in five re-post old ones."""
    _add(warehouse, history, articles, history)


def describe_units(warehouse: Warehouse) -> None:
    """The register of units, as a run writes it."""
    register = UnitRegister.load([DATA / "units"])
    warehouse.replace_table("units", [unit.as_row() for unit in register.units.values()])


def note_done(warehouse: Warehouse, stage: Stage) -> None:
    """As if the stage had done every row that it reads."""
    warehouse.connection.execute(
        f"""insert into stage_rows
            select '{stage.name}', '{stage.version}', key, input_digest
            from {inputs.source(stage.reads)}"""
    )


def _lists(warehouse: Warehouse) -> None:
    register = UnitRegister.load([DATA / "units"])
    names = [unit.name for unit in register.units.values() if unit.level in ("polda", "polres")]
    texts = ["\n".join(article.paragraphs) for article in sample.load()]
    told = sorted({span.of(text) for text in texts for span in sentences(text)})
    labels = code_book.load().labels.items()
    topics = [{"code": code, "label": label} for code, label in labels if "." in code]
    for name, rows in {
        "names": [{"place": n, "name": name} for n, name in enumerate(names, 1)],
        "sentences": [{"sentence": text} for text in told],
        "codes": topics,
    }.items():
        warehouse.connection.register("rows", pa.Table.from_pylist(rows))
        warehouse.connection.execute(f"create or replace temp table {name} as from rows")
        warehouse.connection.unregister("rows")


def _add(warehouse: Warehouse, offset: int, articles: int, history: int) -> None:
    connection = warehouse.connection
    _lists(warehouse)
    values = {"offset": offset, "articles": articles, "history": history, "days": DAYS}
    for statement in SQL.split(";\n"):
        if statement.strip():
            used = {name: value for name, value in values.items() if f"${name}" in statement}
            connection.execute(statement, used)
    originals = np.random.default_rng(SEED).integers(
        2**32, size=(offset + articles, PERMUTATIONS), dtype=np.uint32
    )
    plan = connection.execute(
        "select article_id, original from plan order by i"
    ).fetch_arrow_table()
    for batch in plan.to_batches(CHUNK):
        signatures = _reposted(originals[batch["original"].to_numpy()], len(batch))
        table = pa.table(
            {
                "article_id": batch["article_id"],
                "signature": pa.array([row.tobytes() for row in signatures]),
                "bands": pa.array(list(map(bands, signatures)), pa.list_(pa.uint32())),
            }
        )
        connection.register("rows", table)
        connection.execute("insert into fingerprints by name from rows")
        connection.unregister("rows")


def _reposted(signatures: NDArray[np.uint32], seed: int) -> NDArray[np.uint32]:
    rng = np.random.default_rng(seed)
    changed = rng.random(signatures.shape) < REWRITTEN
    return np.where(
        changed, rng.integers(2**32, size=signatures.shape, dtype=np.uint32), signatures
    )
