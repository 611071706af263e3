"""Which language an article is in, told by lingua over those that Indonesian outlets publish."""

from __future__ import annotations

from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

LANGUAGES = (Language.INDONESIAN, Language.MALAY, Language.ENGLISH)
ENOUGH = 600  # characters


@cache
def _detector() -> LanguageDetector:
    return (
        LanguageDetectorBuilder.from_languages(*LANGUAGES)
        .with_low_accuracy_mode()
        .with_preloaded_language_models()
        .build()
    )


def detect(text: str) -> str | None:
    """ISO 639-1 code (``id``, ``ms`` or ``en``), None for a text too short to tell."""
    if len(text) < 20:
        return None
    found = _detector().detect_language_of(text[:ENOUGH])
    return found.iso_code_639_1.name.lower() if found else None
