"""The pages of one article, each cleaned by itself → its text in one piece.

Sites repeat the lead on every page, and the closing lines too; what a page shows again is left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract.cleaning import Cleaned


def joined(first: Cleaned, further: Iterable[Cleaned]) -> Cleaned:
    """The first page with what the further ones add, in order; its dateline, and the byline where
    it stands first.

    >>> one, two = Cleaned("Lead.\\nSatu.", "Ternate", None), Cleaned("Lead.\\nDua.", None, "Roby")
    >>> joined(one, [two])
    Cleaned(text='Lead.\\nSatu.\\nDua.', dateline='Ternate', byline='Roby')
    """
    paragraphs, byline = first.text.split("\n"), first.byline
    for page in further:
        shown = set(paragraphs)
        paragraphs += [text for text in page.text.split("\n") if text and text not in shown]
        byline = byline or page.byline
    return Cleaned("\n".join(paragraphs), first.dateline, byline)
