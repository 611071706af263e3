"""``sorot show``: one article with everything known of it, as a page for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.text import Text

from pipeline.cli.terminal import AsJson, console, print_json, table
from pipeline.errors import WarehouseError

if TYPE_CHECKING:
    from pipeline.analysis import News

UNIT, PERSON, QUOTE = "bold cyan", "magenta", "italic"
MOST_COPIES, MOST_CHANGES = 12, 6
CHANGED = 40  # characters shown on each side of a change
QUERIES = {
    "sentiment": """
        select * from v_effective_labels where article_id = ? order by target nulls first, field
    """,
    "mentions": "select * from mentions where article_id = ? order by field desc, start",
    "unresolved": """
        select text, candidates from unresolved_mentions where article_id = ? order by start
    """,
    "events": "select * exclude (article_id) from events where article_id = ?",
    "persons": "select * from v_persons where article_id = ? order by start",
    "quotes": "select * from quotes where article_id = ? order by start",
    "topics": "select * from topics where article_id = ? order by p desc",
    "copies": """
        select a.outlet_name as outlet, d.first, d.similarity, a.dated_at, a.url, a.article_id
        from duplicates mine
        join duplicates d on d.cluster_id = mine.cluster_id
        join v_articles a on a.article_id = d.article_id
        where mine.article_id = ? and d.article_id <> mine.article_id
        order by d.first desc, a.dated_at, a.article_id
    """,
    "story": """
        select s.*, count(*) over () as articles, a.title as headline, a.outlet_name as outlet,
            a.dated_at, a.url
        from story_articles mine
        join stories s using (story_id)
        join story_articles other using (story_id)
        join v_articles a on a.article_id = other.article_id
        where mine.article_id = ? and a.is_first
        order by a.dated_at, a.article_id
    """,
    "versions": """
        select seen_at, title, text from versions where article_id = ? order by seen_at
    """,
}


def register(app: typer.Typer) -> None:
    app.command()(show)


def show(
    article: Annotated[str, typer.Argument(help="Article id (or its beginning) or URL.")],
    why: Annotated[bool, typer.Option(help="Tell which sentences weighed most.")] = True,
    as_json: AsJson = False,
) -> None:
    """One article with everything known of it."""
    from pipeline.analysis import open_news

    with open_news() as news:
        facts = _everything(news, article)
        facts["original"] = _original(news, facts)
    facts["why"] = _reasons(facts) if why else []
    if as_json:
        print_json(facts)
        return
    _head(facts)
    console.print(_marked(facts))
    _scores(facts)
    _named(facts)
    _elsewhere(facts)


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
    facts = {name: news.rows(query, [key]) for name, query in QUERIES.items()}
    return {"article": found[0], **facts}


def _original(news: News, facts: Mapping[str, Any]) -> str | None:
    """The text of the first publisher, where this article is a copy."""
    first = next((copy for copy in facts["copies"] if copy["first"]), None)
    if first is None:
        return None
    query = "select text from articles where article_id = ?"
    return str(news.rows(query, [first["article_id"]])[0]["text"])


def _reasons(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    from pipeline.enrich.sentiment import Named
    from pipeline.enrich.why import reasons
    from pipeline.records import UnitMention
    from pipeline.settings import load

    about = facts["article"]
    units = [UnitMention.model_validate(mention) for mention in facts["mentions"]]
    named = Named(about["article_id"], about["title"], about["text"], units)
    return [
        {
            "target": reason.target,
            "label": reason.label,
            "p": reason.p,
            "sentences": [
                {
                    "text": weighed.span.of(about["text"]) if weighed.span else about["title"],
                    "field": "text" if weighed.span else "title",
                    "weight": weighed.weight,
                }
                for weighed in reason.sentences
            ],
        }
        for reason in reasons(named, load().models)
    ]


def _head(facts: Mapping[str, Any]) -> None:
    about = facts["article"]
    console.print(_spans(about["title"], facts["mentions"], "title", "bold"))
    console.print(
        f"{about['outlet_name']} · {about['dated_at']:%Y-%m-%d %H:%M} UTC · "
        f"{about['author'] or '-'}{' · release' if about['release'] else ''}",
        markup=False,
    )
    console.print(about["url"], soft_wrap=True, markup=False)
    for event in facts["events"]:
        place = ", ".join(filter(None, (event["district"], event["regency"])))
        told = f"{event['day']:%Y-%m-%d} ({event['day_text']})" if event["day"] else ""
        console.print(f"happened: {' · '.join(filter(None, (place, told)))}", markup=False)
    console.print()


def _marked(facts: Mapping[str, Any]) -> Text:
    """The text with units, persons and quotes marked."""
    text = _spans(facts["article"]["text"], facts["mentions"], "text")
    for quote in facts["quotes"]:
        text.stylize(QUOTE, quote["start"], quote["end"])
    for person in facts["persons"]:
        text.stylize(PERSON, person["start"], person["end"])
    text.append("\n\nmarked: ", "dim")
    for name, style in (("unit", UNIT), ("person", PERSON), ("quote", QUOTE)):
        text.append(f"{name} ", style)
    text.append("\n")
    return text


def _spans(words: str, mentions: Iterable[Mapping[str, Any]], field: str, style: str = "") -> Text:
    text = Text(words, style)
    for mention in mentions:
        if mention["field"] == field:
            text.stylize(UNIT, mention["start"], mention["end"])
    return text


def _scores(facts: Mapping[str, Any]) -> None:
    table(
        "Scores",
        ["toward", "field", "label", "#positif", "#netral", "#negatif"],
        [
            [
                escape(score["target"] or "(tone)"), score["field"],
                score["label"] + (" (corrected)" if score["corrected"] else ""),
                *(f"{score[column]:.2f}" for column in ("positive", "neutral", "negative")),
            ]
            for score in facts["sentiment"]
        ],
    )  # fmt: skip
    for reason in facts["why"]:
        console.print()
        about = f"{reason['target'] or 'tone'}: {reason['label']} {reason['p']:.2f}"
        console.print(f"why {about}", style="bold", markup=False)
        if not reason["sentences"]:
            console.print("  no single sentence: it is the sum of them")
        for weighed in reason["sentences"]:
            where = "headline: " if weighed["field"] == "title" else ""
            words = " ".join(weighed["text"].split())
            console.print(f"  {weighed['weight']:+.2f} {where}{words}", markup=False)


def _named(facts: Mapping[str, Any]) -> None:
    for title, name, columns in (
        ("Persons", "persons", ("name", "rank", "position", "unit", "part")),
        ("Quotes", "quotes", ("speaker", "direct", "text")),
        ("Topics", "topics", ("label", "p", "main")),
        ("Units not told which", "unresolved", ("text", "candidates")),
    ):
        _rows(title, columns, facts[name])


def _elsewhere(facts: Mapping[str, Any]) -> None:
    copies = facts["copies"]
    title = f"Same text elsewhere ({len(copies)})"
    _rows(title, ("outlet", "first", "similarity", "dated_at", "url"), copies[:MOST_COPIES])
    if facts["original"]:
        _changes("Changed against the first publisher", facts["original"], facts["article"]["text"])
    for before, after in zip(facts["versions"], facts["versions"][1:], strict=False):
        _changes(f"Edited {after['seen_at']:%Y-%m-%d %H:%M}", before["text"], after["text"])
    if facts["story"]:
        told = facts["story"][0]
        console.print(f"\n[bold]Story[/] {told['story_id'][:8]}: {escape(told['title'])}")
        console.print(told["summary"], markup=False)
        _rows("", ("dated_at", "outlet", "headline"), facts["story"])


def _changes(title: str, before: str, after: str) -> None:
    """What was taken out and put in, in order."""
    one, other = before.split(), after.split()
    found = [
        (" ".join(one[a:b]), " ".join(other[c:d]))
        for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
    if not found:
        return
    console.print(f"\n[bold]{title}[/]")
    for out, new in found[:MOST_CHANGES]:
        line = Text("  ")
        line.append(f"- {_short(out)} " if out else "", "red")
        line.append(f"+ {_short(new)}" if new else "", "green")
        console.print(line)
    if len(found) > MOST_CHANGES:
        console.print(f"  and {len(found) - MOST_CHANGES} more")


def _short(words: str) -> str:
    return words if len(words) <= 2 * CHANGED else f"{words[:CHANGED]} … {words[-CHANGED:]}"


def _rows(title: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        console.print()
        table(title, columns, [[_cell(row[column]) for column in columns] for row in rows])


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list):
        return escape(", ".join(value))
    if hasattr(value, "strftime"):
        return f"{value:%Y-%m-%d %H:%M}"
    return escape(value) if isinstance(value, str) else value
