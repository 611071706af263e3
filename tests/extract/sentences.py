"""Bodies of arbitrary sentences, among them such as begin like furniture, to lose none of."""

from __future__ import annotations

from hypothesis import strategies as st

LIKE_FURNITURE = (
    "Editor harian itu",
    "Baca juga situasi",
    "Baca tulis",
    "Foto itu",
    "Penulis buku",
    "Oleh karena itu",
    "Sumber di kepolisian",
    "Ikuti aturan di kanal",
    "Simak penjelasan",
    "Simak juga arahan",
    "Komentar warga",
    "Ilustrasi itu",
    "Dok. Humas menyebut",
    "Halaman kantor",
    "Bagikan sembako",
    "Artikel ini dimuat ulang",
    "Iklan itu",
    "Jangan lewatkan",
    "Dilarang parkir",
    "Reporter televisi",
    "Laporan warga",
    "Wartawan itu",
    "Scroll untuk",
    "Beranda rumah",
    "Tinggalkan rumah",
    "Pos sebelumnya",
    "Selanjutnya",
    "Video itu",
    "Lihat juga kondisi",
    "Berita terkait",
    "Berita lainnya",
    "Tonton video itu",
    "Saksikan video itu",
    "Kapolres - menurut saksi -",
    "Tim redaksi",
    "Dapatkan update",
    "Advertisement itu",
    "Cek kanal",
    "Topik rapat",
    "Terpopuler di desa",
)
PLAIN = (
    "Kapolres",
    "Warga",
    "Ia",
    "“Kami",
    "Menurut saksi",
    "Pada Senin (13/10/2025)",
    "Polres Ternate",
    "Di lokasi itu",
    "Kasat Reskrim AKP Rendi Saputra",
    "Sebanyak 12 orang",
    "Korban RS (17)",
    "Polri dan TNI",
    "Rumah itu",
)
WORDS = (
    "warga", "polisi", "datang", "malam", "itu", "di", "pasar", "lama", "Tanjung", "Lasa", "surat",
    "dari", "kantor", "desa", "pukul", "14.30", "WIT", "karena", "jalan", "rusak", "1.250.000",
)  # fmt: skip
ENDS = (".", "!", "?", ".”", '."', " (sic).", " (PPA).", "…")


@st.composite
def sentence(draw: st.DrawFn) -> str:
    opening = draw(st.sampled_from(LIKE_FURNITURE + PLAIN))
    words = draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=14))
    return f"{opening} {' '.join(words)}{draw(st.sampled_from(ENDS))}"


def bodies() -> st.SearchStrategy[list[str]]:
    """Five to nine paragraphs of one to three sentences, each told apart by its number."""
    paragraphs = st.lists(st.lists(sentence(), min_size=1, max_size=3), min_size=5, max_size=9)
    return paragraphs.map(
        lambda body: [f"{' '.join(said)[:-1]} nomor {n}." for n, said in enumerate(body, 1)]
    )
