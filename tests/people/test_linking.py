"""Officers over articles: who is one person, and who only bears the same name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.people import Officer, Service, link

START = datetime(2022, 1, 1, tzinfo=UTC)
TOBELO = "Polres Halmahera Utara"
MOROTAI = "Polres Pulau Morotai"


def named(
    name: str,
    rank: str | None = "AKBP",
    position: str | None = None,
    unit: str | None = TOBELO,
    *,
    day: int = 0,
    until: int | None = None,
    articles: int = 1,
) -> Service:
    return Service(
        name, rank, position, unit,
        START + timedelta(days=day), START + timedelta(days=until if until is not None else day),
        articles, f"{day:04}-{name}",
    )  # fmt: skip


def names(officers: list[Officer]) -> list[set[str]]:
    return [set(officer.names) for officer in officers]


def test_misspelt_shortened_and_single_names_are_one_officer_of_a_unit() -> None:
    officers = link(
        [
            named("Erlichson Pasaribu", position="Kapolres", articles=5),
            named("Erlich song Pasaribu", day=3),
            named("E. Pasaribu", day=4),
            named("Erlichson", day=5),
            named("Pasaribu", rank=None, day=6),
        ]
    )
    assert len(officers) == 1
    assert officers[0].name == "Erlichson Pasaribu"
    assert len(officers[0].names) == 5


def test_a_single_name_that_two_may_bear_stays_alone() -> None:
    officers = link([named("Didik Purwanto"), named("Didik Wijaya", day=1), named("Didik", day=2)])
    assert names(officers) == [{"Didik Purwanto"}, {"Didik Wijaya"}, {"Didik"}]


def test_an_officer_is_followed_through_promotion_and_transfer() -> None:
    (officer,) = link(
        [
            named("Tri Okta Hendri Yanto", "Kompol", "Wakapolres", until=200),
            named("Tri Okta Hendri Yanto", "AKBP", "Kapolres", MOROTAI, day=230, until=600),
        ]
    )
    assert [(s.rank, s.position, s.unit) for s in officer.history] == [
        ("Kompol", "Wakapolres", TOBELO),
        ("AKBP", "Kapolres", MOROTAI),
    ]
    assert (officer.last("rank"), officer.last("unit")) == ("AKBP", MOROTAI)


def test_nobody_falls_in_rank_or_holds_two_posts_at_once() -> None:
    fallen = [named("Tri Okta Yanto", "AKBP"), named("Tri Okta Yanto", "Kompol", day=400)]
    assert len(link(fallen)) == 2
    both = [
        named("Tri Okta Yanto", position="Kapolres", until=400),
        named("Tri Okta Yanto", position="Kapolres", unit=MOROTAI, day=100, until=500),
    ]
    assert len(link(both)) == 2


def test_a_common_name_of_low_rank_is_not_followed_to_another_unit() -> None:
    apart = [named("Agus Setiawan", "Bripka"), named("Agus Setiawan", "Bripka", unit=MOROTAI)]
    assert len(link(apart)) == 2
    known = [
        named("Agus Setiawan", "Kombes Pol"),
        named("Agus Setiawan", "Kombes Pol", unit=MOROTAI, day=90),
    ]
    assert len(link(known)) == 1


def test_two_of_one_name_in_one_article_are_two() -> None:
    pair = [named("Agus Setiawan", "Bripka"), named("Agus Setiawan", "AKBP")]
    ids = {officer.person_id for officer in link(pair)}
    assert len(ids) == 2


def test_one_post_given_in_many_articles_is_one_line_of_history() -> None:
    (officer,) = link(
        [
            named("Erlichson Pasaribu", position="Kapolres", until=10, articles=4),
            named("Erlichson Pasaribo", position="Kapolres", day=5, until=30, articles=2),
        ]
    )
    (service,) = officer.history
    assert service.articles == 6
    assert (service.first_at, service.last_at) == (START, START + timedelta(days=30))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.builds(
            named,
            st.sampled_from(["Didik", "Didik Purwanto", "D Purwanto", "Agus Setiawan", "…", ""]),
            st.sampled_from(["AKBP", "Kompol", "Bripka", None]),
            st.sampled_from(["Kapolres", "mantan Kapolres", None]),
            st.sampled_from([TOBELO, MOROTAI, None]),
            day=st.integers(0, 900),
        ),
        max_size=12,
        unique_by=lambda service: (service.name, service.rank, service.position, service.unit),
    ),
    st.randoms(use_true_random=False),
)
def test_every_naming_is_of_one_officer_whatever_the_order(
    services: list[Service], random: object
) -> None:
    officers = link(services)
    assert sorted(map(repr, services)) == sorted(repr(s) for o in officers for s in o.services)
    assert len({officer.person_id for officer in officers}) == len(officers)
    shuffled = list(services)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert [o.person_id for o in link(shuffled)] == [o.person_id for o in officers]
