"""Reported speech: who said what, in quotation marks or not.

A direct quote takes its speaker from the verb of speech beside it (``ujar AKP Didik``,
``katanya``, ``Kapolres menegaskan``); pronouns and bare roles go back to the last speaker or the
last person with that role. An indirect one is the clause behind a reporting verb, ``menurut`` or
before a verb of speech (DOMAIN: quotes).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from re import Match

from pipeline.enrich import lexicon
from pipeline.enrich.names import Mention
from pipeline.enrich.persons import Person
from pipeline.enrich.sentences import Span, paragraphs, sentences
from pipeline.records import Quote

_MARKED = re.compile(
    r"“(?P<curly>[^“”\n]+)(?:”|\"|(?=\n)|$)|\"(?=\S)(?P<straight>[^\"\n]+)(?:\"|”|(?=\n)|$)"
)
_NYA = re.compile(r"nya$", re.I)
_ACCORDING = re.compile(r"\b[Mm]enurut(?P<nya>nya\b| (?P<who>dia|ia|beliau)\b)?,? ?")
_CLAUSE_START = re.compile(r"\s*(?:,|:)?\s*(?:bahwa(?:sanya)?\s+)?")
_ROLE_BEFORE_NAME = re.compile(
    r"(?!.*\b(?:saat|kepada|di|usai|dalam|ketika|pada|dari|sambil|menirukan)\b)[\w\s/-]*,? ?", re.S
)
_SKIPPED = re.compile(r"\s+(?:sang|para|pihak|salah satu|seorang|si)\s+", re.I)
_INSERTED = re.compile(
    r"(?:^|(?<=\n)|(?<=[.!?”\"] )|(?<=, ))"
    r"(?P<verb>[A-Za-z]+)(?P<subject> [^,.;:“\"\n]{2,60})?, (?=\w)"
)
_SAID = re.compile(r",| (?:bahwa|jika|pihaknya|dirinya)\b")  # what was said comes next
LEAST_WORDS = 3
SUBJECT_WITHIN = 6  # words from the head of its sentence
REACH = 130  # characters between a quote and its verb, or a subject and its verb


@dataclass(slots=True)
class _Speech:
    """Reading state: every mention in order, and who spoke last."""

    text: str
    mentions: list[tuple[Mention, Person]]
    quoted: list[Span]
    heads: list[int]  # where sentences begin
    last: Person | None = None
    last_at: int = -1
    found: list[Quote] = field(default_factory=list)

    def spoke(self, person: Person | None, at: int) -> None:
        if person:
            self.last, self.last_at = person, at


def find_quotes(article_id: str, text: str, persons: Sequence[Person]) -> list[Quote]:
    """Quotes in reading order; offsets count characters of ``text``, without the marks."""
    mentions = sorted(
        (
            (mention, person)
            for person in persons
            for mention in person.mentions
            if not mention.related
        ),
        key=lambda pair: pair[0].span.start,
    )
    marked = [Span(*m.span()) for m in _MARKED.finditer(text)]
    state = _Speech(text, mentions, marked, [span.start for span in sentences(text)])
    for paragraph in paragraphs(text):
        _read_paragraph(article_id, paragraph, state)
    return sorted(state.found, key=lambda quote: quote.start)


def _read_paragraph(article_id: str, paragraph: Span, state: _Speech) -> None:
    before: Person | None = None
    for sentence in _joined(paragraph, state):
        marks = list(_MARKED.finditer(state.text, sentence.start, sentence.end))
        if not marks:
            _indirect(article_id, sentence, state)
            continue
        for mark in marks:
            inner = Span(*mark.span("curly" if mark["curly"] else "straight"))
            attributed, speaker = _speaker_of(mark.start(), mark.end(), sentence, state)
            if len(inner.of(state.text).split()) < LEAST_WORDS and not attributed:
                continue
            if not attributed:
                speaker = before or _fallback(paragraph, mark.start(), state)
            before = speaker if speaker or attributed else before
            state.spoke(speaker, mark.end())
            _keep(article_id, inner, True, speaker, state)


def _joined(paragraph: Span, state: _Speech) -> Iterator[Span]:
    """Sentences of a paragraph; one that ends inside quotation marks goes on to their end, and
    one that begins with a verb of speech in small letters belongs to the quote before it."""
    current: Span | None = None
    for sentence in sentences(state.text[paragraph.start : paragraph.end]):
        begin, end = paragraph.start + sentence.start, paragraph.start + sentence.end
        if current is None:
            current = Span(begin, end)
        elif any(q.start < begin - 1 and begin < q.end for q in state.quoted):
            current = Span(current.start, end)
        else:
            yield current
            current = Span(begin, end)
    if current:
        yield current


def _speaker_of(start: int, end: int, sentence: Span, state: _Speech) -> tuple[bool, Person | None]:
    """Whether a verb of speech stands beside the quote, and whom it names."""
    known = lexicon.load()
    after = state.text[end : min(sentence.end, end + REACH)]
    next_mark = re.search(r"[“\"]", after)
    tail = after[: next_mark.start()] if next_mark else after
    verb = known.speech.search(tail)
    if verb and verb.start() <= 30:
        first = _subject_between(end, end + verb.start(), state)
        if first:
            return True, first
        return True, _subject_after(end + verb.start(), end + verb.end(), verb[0], state)
    reporting = known.reporting.search(tail)
    if reporting and reporting.start() <= 60:
        return True, _subject_before(end + reporting.start(), end, state)
    lead = state.text[max(sentence.start, start - REACH) : start]
    verbs = [*known.reporting.finditer(lead), *known.speech.finditer(lead)]
    if verbs and re.search(r"[,:]\s*$|bahwa\s*$|\w\s*$", lead):
        last = max(verbs, key=lambda match: match.start())
        at = max(sentence.start, start - REACH) + last.start()
        if _NYA.search(last[0]):
            return True, _current(at, state)
        return True, _subject_before(at, sentence.start, state) or _subject_after(
            at, at + len(last[0]), last[0], state
        )
    if re.search(r":\s*$", lead):
        return True, _subject_before(start, sentence.start, state)
    for mention, person in state.mentions:
        if end < mention.span.start <= end + 2:
            return True, person
    return False, None


def _subject_after(verb_start: int, at: int, verb: str, state: _Speech) -> Person | None:
    """Who stands behind the verb: a person, a role, a pronoun; None for anyone else."""
    if _NYA.search(verb):
        return _current(verb_start, state)
    known = lexicon.load()
    skipped = _SKIPPED.match(state.text, at)
    at = skipped.end() if skipped else at + (state.text[at : at + 1] == " ")
    pronoun = known.pronoun.match(state.text, at)
    if pronoun:
        return _current(verb_start, state)
    for mention, person in state.mentions:
        if mention.span.start <= at + 3 and mention.name_span.end > at and mention.span.end > at:
            return person
        if at <= mention.span.start <= at + 45:
            between = state.text[at : mention.span.start]
            if _ROLE_BEFORE_NAME.fullmatch(between):
                return person
    return _by_role(at, state)


def _subject_before(verb_start: int, limit: int, state: _Speech) -> Person | None:
    """The last person, pronoun or role between ``limit`` and the verb."""
    window = state.text[limit:verb_start]
    inside = [
        (mention.span.end, person)
        for mention, person in state.mentions
        if limit <= mention.name_span.start < verb_start
    ]
    if inside:
        return inside[-1][1]
    known = lexicon.load()
    if known.pronoun.search(window):
        return _current(limit, state)
    roles = [
        *known.police_position.finditer(window),
        *known.civil_position.finditer(window),
    ]
    for role in sorted(roles, key=lambda match: -match.start()):
        person = _by_role(limit + role.start(), state)
        if person:
            return person
    return None


def _by_role(at: int, state: _Speech) -> Person | None:
    """``kata Kapolres``: the last person of that position before, else the first after."""
    known = lexicon.load()
    role = known.police_position.match(state.text, at) or known.civil_position.match(state.text, at)
    if role is None:
        return None
    wanted = lexicon.normal_position(role[0]).lower()
    holders = [
        (mention.span.start, person)
        for mention, person in state.mentions
        if f"{person.position or ''} ".lower().startswith(f"{wanted} ")
    ]
    before = [person for start, person in holders if start <= at]
    return before[-1] if before else (holders[0][1] if holders else None)


def _subject_between(start: int, verb_start: int, state: _Speech) -> Person | None:
    """``"…," Frans bilang`` and ``"…," he said``: a subject between the quote and its verb."""
    for mention, person in state.mentions:
        if start <= mention.span.start < verb_start:
            return person
    if lexicon.load().pronoun.search(state.text, start, verb_start):
        return _current(start, state)
    return None


def _current(at: int, state: _Speech) -> Person | None:
    """Whom a pronoun means: who spoke last, unless another was made the subject since."""
    quote = next((q for q in reversed(state.quoted) if q.start < at <= q.end + REACH // 2), None)
    at = quote.start if quote else at
    before = _sentence_before(at, state)
    outside = [
        (mention.span.start, person)
        for mention, person in state.mentions
        if mention.span.start < at
        and not any(q.start <= mention.span.start < q.end for q in state.quoted)
    ]
    if before and not any(start in before for start, _ in outside):
        if lexicon.load().unnamed.match(state.text, before.start):
            return None
        role = _by_role(before.start, state)
        if role:
            return role
    if not outside:
        return state.last
    head = _sentence_head(outside[-1][0], state)
    start, named = next((start, person) for start, person in outside if start >= head)
    if state.last is None or start > state.last_at:
        is_subject = len(state.text[head:start].split()) <= SUBJECT_WITHIN
        return named if state.last is None or is_subject else state.last
    return state.last


def _sentence_before(at: int, state: _Speech) -> Span | None:
    """The sentence that ends right before ``at`` in the same paragraph."""
    line = state.text.rfind("\n", 0, at) + 1
    if not state.text[line:at].strip():
        return None
    end = line + len(state.text[line:at].rstrip())
    return Span(_sentence_head(end - 1, state), end)


def _sentence_head(at: int, state: _Speech) -> int:
    """Where the sentence around ``at`` begins."""
    return state.heads[max(0, bisect_right(state.heads, at) - 1)]


def _fallback(paragraph: Span, at: int, state: _Speech) -> Person | None:
    """A quote with no verb beside it belongs to who spoke last, if near."""
    near = state.last is not None and at - state.last_at < 700
    named = [p for m, p in state.mentions if paragraph.start <= m.span.start < at]
    return named[-1] if named else (state.last if near else None)


def _indirect(article_id: str, sentence: Span, state: _Speech) -> None:
    """``Kapolres mengatakan, …``, ``Menurutnya, …`` and ``…, kata Didik`` without marks."""
    known = lexicon.load()
    according = _ACCORDING.match(state.text, sentence.start, sentence.end)
    if according:
        at = according.end()
        speaker = (
            _current(sentence.start, state)
            if according["nya"]
            else _subject_after(at, at, "", state)
        )
        begins = at if according["nya"] else _behind_subject(at, sentence, speaker, state)
        if speaker and begins:
            state.spoke(speaker, sentence.end)
            _keep(article_id, Span(begins, sentence.end), False, speaker, state)
        return
    if _inserted(article_id, sentence, state):
        return
    verb = _reporting(sentence, state)
    if verb and verb.start() - sentence.start <= REACH + 60:
        speaker = _subject_before(verb.start(), sentence.start, state)
        clause = _CLAUSE_START.match(state.text, verb.end(), sentence.end)
        start = clause.end() if clause else verb.end()
        if speaker and len(state.text[start : sentence.end].split()) >= LEAST_WORDS:
            state.spoke(speaker, sentence.end)
            _keep(article_id, Span(start, sentence.end), False, speaker, state)
        return
    for match in known.speech.finditer(state.text, sentence.start, sentence.end):
        before = state.text[sentence.start : match.start()].rstrip()
        if before.endswith(",") and len(before.split()) >= LEAST_WORDS:
            speaker = _subject_after(match.start(), match.end(), match[0], state)
            if speaker:
                state.spoke(speaker, sentence.end)
                end = sentence.start + len(before) - 1
                _keep(article_id, Span(sentence.start, end), False, speaker, state)
                return


def _reporting(sentence: Span, state: _Speech) -> Match[str] | None:
    """The first verb of the sentence that reports what was said; "tidak menjawab" does not."""
    known = lexicon.load()
    for verb in known.reporting.finditer(state.text, sentence.start, sentence.end):
        before = state.text[sentence.start : verb.start()].split()
        if before and before[-1].lower() in known.unsaid:
            continue
        after = state.text[verb.end() : verb.end() + 12]
        if verb[0].lower() in known.heavy and not _SAID.match(after):
            continue
        if verb[0].lower() == "meminta" and after.startswith(" maaf"):
            continue
        return verb
    return None


def _inserted(article_id: str, sentence: Span, state: _Speech) -> bool:
    """``Sisanya, kata Yeremias, ia hanya menunggu``: the clause goes on behind the second comma."""
    for match in _INSERTED.finditer(state.text, sentence.start, sentence.end):
        verb = lexicon.load().speech.fullmatch(match["verb"])
        if match["verb"].lower() not in {"menurut", "menurutnya"} and verb is None:
            continue
        at, subject = match.end("verb"), match["subject"]
        if subject:
            speaker = _subject_after(match.start("verb"), at, match["verb"], state)
        else:
            speaker = (
                _current(match.start("verb"), state) if match["verb"].endswith("nya") else None
            )
        if speaker and len(state.text[match.end() : sentence.end].split()) >= LEAST_WORDS:
            state.spoke(speaker, sentence.end)
            _keep(article_id, Span(match.end(), sentence.end), False, speaker, state)
            return True
    return False


def _behind_subject(at: int, sentence: Span, speaker: Person | None, state: _Speech) -> int | None:
    """``Menurut Ketua PWI, Rachman Baba, …``: the clause begins behind the name and its comma."""
    comma = state.text.find(", ", at - 2, sentence.end)
    if comma < 0:
        return None
    for mention in speaker.mentions if speaker else ():
        if comma < mention.name_span.start <= comma + 40 and mention.name_span.end < sentence.end:
            following = state.text.find(", ", mention.name_span.end, sentence.end)
            return (following if following > 0 else comma) + 2
    return comma + 2


def _keep(
    article_id: str, span: Span, direct: bool, speaker: Person | None, state: _Speech
) -> None:
    words = span.of(state.text)
    stripped = words.strip(" ,").rstrip(".") if not direct else words.strip(" ,.")
    start = span.start + words.find(stripped) if stripped else span.start
    state.found.append(
        Quote(
            article_id=article_id,
            speaker=speaker.name if speaker else None,
            rank=speaker.rank if speaker else None,
            position=speaker.position if speaker else None,
            unit=speaker.unit if speaker and speaker.police else None,
            police=speaker.police if speaker else None,
            text=stripped,
            direct=direct,
            start=start,
            end=start + len(stripped),
        )
    )
