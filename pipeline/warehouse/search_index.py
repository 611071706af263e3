"""Full-text search over titles and texts, by DuckDB's packaged fts extension."""

from __future__ import annotations

from importlib.resources import files

import duckdb

from pipeline.errors import WarehouseError

BY_TERM = """
    -- in the order of the articles every search reads all of it; by terms, what it asks for
    create table fts_main_articles.by_term as
    select * from fts_main_articles.terms order by termid, docid;
    drop table fts_main_articles.terms;
    alter table fts_main_articles.by_term rename to terms;
"""


def load(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the extension from its package; raises WarehouseError when the versions differ."""
    version = duckdb.__version__
    extension = files("duckdb_extension_fts") / f"extensions/v{version}/fts.duckdb_extension"
    if not extension.is_file():
        raise WarehouseError(
            f"there is no fts extension for duckdb {version}.",
            hint=f"Install duckdb-extension-fts=={version}, the same version as duckdb.",
        )
    connection.execute(f"load '{extension}'")


def build(connection: duckdb.DuckDBPyConnection, stopwords: list[str]) -> None:
    """Index ``articles`` by stems of Indonesian words; replaces an earlier index."""
    load(connection)
    connection.execute("create or replace table stopwords (word text)")
    connection.execute("insert into stopwords select unnest(?)", [stopwords])
    connection.execute(
        """pragma create_fts_index('articles', 'article_id', 'title', 'text',
               stemmer = 'indonesian', stopwords = 'stopwords', overwrite = 1)"""
    )
    connection.execute(BY_TERM)
