"""``sorot search`` and ``sorot show``: find articles, and see all that is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.terminal import AsJson, console, print_json, table
from pipeline.errors import WarehouseError

if TYPE_CHECKING:
    from pipeline.analysis import News


def register(app: typer.Typer) -> None:
    app.command()(search)
    app.command()(show)


def search(
    words: Annotated[str, typer.Argument(help="What to look for; stems are found too.")],
    unit: Annotated[str | None, typer.Option(help="Only articles that name this unit.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet.")] = None,
    since: Annotated[str | None, typer.Option(help="From this day, 2025-10-13.")] = None,
    until: Annotated[str | None, typer.Option(help="To this day, included.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most results.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Full-text search in the newest snapshot, best first."""
    from pipeline.analysis import open_news

    with open_news() as news:
        found = news.search(words, limit, unit=unit, outlet=outlet, since=since, until=until)
    rows = found.to_dict("records")
    if as_json:
        print_json(rows)
        return
    for row in rows:
        console.print(f"[bold]{_plain(row['title'])}[/]")
        console.print(
            f"  {row['outlet']} · {row['published_at']:%Y-%m-%d} · "
            f"{', '.join(row['units']) or '-'} · {row['article_id'][:8]}",
            style="dim",
        )
        console.print(f"  {row['snippet']}\n", markup=False)
    console.print(f"{len(rows)} article{'s' if len(rows) != 1 else ''}")


def show(
    article: Annotated[str, typer.Argument(help="Article id (or its beginning) or URL.")],
    as_json: AsJson = False,
) -> None:
    """One article with everything known of it."""
    from pipeline.analysis import open_news

    with open_news() as news:
        facts = _everything(news, article)
    if as_json:
        print_json(facts)
        return
    about = facts["article"]
    console.print(f"[bold]{_plain(about['title'])}[/]")
    console.print(
        f"{about['outlet_name']} · {about['dated_at']:%Y-%m-%d %H:%M} UTC · "
        f"{about['author'] or '-'}"
    )
    console.print(about["url"], soft_wrap=True, markup=False)
    console.print(f"\n{about['text']}\n", markup=False)
    table(
        "Scores",
        ["toward", "field", "label", "#positif", "#netral", "#negatif"],
        [
            [
                s["target"] or "(tone)", s["field"], s["label"], f"{s['positive']:.2f}",
                f"{s['neutral']:.2f}", f"{s['negative']:.2f}",
            ]
            for s in facts["sentiment"]
        ],
    )  # fmt: skip
    for title, name, columns in (
        ("Persons", "persons", ("name", "rank", "position", "unit")),
        ("Quotes", "quotes", ("speaker", "direct", "text")),
        ("Topics", "topics", ("label", "p", "main")),
        ("Same text elsewhere", "copies", ("outlet", "similarity", "url")),
    ):
        if facts[name]:
            console.print()
            table(title, columns, [[_cell(row[c]) for c in columns] for row in facts[name]])


def _everything(news: News, article: str) -> dict[str, Any]:
    found = news.rows(
        "select * from v_articles where starts_with(article_id, $a) or url = $a"
        " or canonical_url = $a limit 2",
        {"a": article},
    )
    if len(found) != 1:
        raise WarehouseError(
            f"{article!r} names {'several articles' if found else 'no article'}.",
            hint="Give the id that `sorot search` shows, or the whole URL.",
        )
    key = found[0]["article_id"]
    facts: dict[str, Any] = {"article": found[0]}
    for name, query in {
        "sentiment": """
            select * from v_effective_labels where article_id = ?
            order by target nulls first, field
        """,
        "mentions": "select * from mentions where article_id = ? order by field desc, start",
        "persons": "select * from persons where article_id = ? order by start",
        "quotes": "select * from quotes where article_id = ? order by start",
        "topics": "select * from topics where article_id = ? order by p desc",
        "copies": """
            select a.outlet, d.similarity, a.url
            from duplicates mine
            join duplicates d on d.cluster_id = mine.cluster_id
            join articles a on a.article_id = d.article_id
            where mine.article_id = ? and d.article_id <> mine.article_id
            order by a.published_at
        """,
        "versions": "select seen_at, title from versions where article_id = ? order by seen_at",
    }.items():
        facts[name] = news.rows(query, [key])
    return facts


def _plain(text: str) -> str:
    return text.replace("[", "\\[")


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.2f}"
    return _plain(value) if isinstance(value, str) else value
