"""A chat of an invented press group: each line a link of another kind."""

from __future__ import annotations

KNOWN = "http://kabarseruni.test/2025/10/17/serut-praperadilan-dikabulkan/"
NEW = "http://kabarseruni.test/2025/10/19/serut-mobil-patroli-tabrak/"
COPY = "http://lintaswarta.test/2025/10/19/serut-mobil-patroli-tabrak-lintaswarta/"
OTHER_UNIT = "http://jejaklontar.test/berita/pulau-keplon-dua-korban-longboat-meninggal"
NO_POLICE = "http://kabarseruni.test/2025/10/19/umum-final-piala-gubernur/"
BROKEN = "http://oborharian.test/berita/rusak"
VIDEO = "https://www.youtube.com/watch?v=abc"
LATER = "http://tribratanews-seruni.test/berita/6272785-serut-patroli-malam-minggu"
SECRETS = ("Sari Rekaan", "=Budi", "812-0000-0001", "Chat WhatsApp dengan Mitra Rekaan")

CHAT = f"""17/10/25 08.05 - Grup "Mitra" dibuat
19/10/25 12.05 - Sari Rekaan: {KNOWN.replace("//", "//www.")}?utm_source=wa
19/10/25 14.05 - =Budi: *{NEW}* dan {COPY}
19/10/25 14.06 - \u202a+62 812-0000-0001\u202c: {NEW.replace("//", "//m.")}amp/
lanjutan: {OTHER_UNIT}
19/10/25 14.07 - Sari Rekaan: {NO_POLICE} {BROKEN} {VIDEO}
"""
GROWN = f"{CHAT}20/10/25 01.00 - =Budi: {LATER}\n"
