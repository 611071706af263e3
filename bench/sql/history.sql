-- ``$articles`` invented articles over two years: two in five are original, the others re-posts of one
-- of them (few are taken up much more often than most), on units that are as unevenly in the news.
create or replace temp table plan as
with numbered as (
    select i, cast(hash(i) >> 1 as bigint) as h from range($offset, $offset + $articles) t(i)
),
looked_back as (
    select i, h, greatest(0, i - cast(3000 * pow((h >> 8) % 10000 / 10000.0, 2) as bigint)) as earlier
    from numbered
),
placed as (
    select
        i, h,
        case
            when i % 5 < 2 then i
            when h % 100 < 5 then earlier - earlier % 2000
            when h % 100 < 30 then earlier - earlier % 50
            else earlier - earlier % 5
        end as original
    from looked_back
)
select
    i, original, h, cast(hash(original) >> 1 as bigint) as oh,
    format('a{:09d}', i) as article_id, format('a{:09d}', original) as cluster_id,
    timestamptz '2024-01-01 00:00:00+00'
        + to_seconds(cast(i * ($days * 86400.0 / $history) as bigint)) as published_at,
    cast(pow((h >> 4) % 10000 / 10000.0, 3) * 199 as integer) as outlet,
    1 + cast(pow((oh >> 12) % 10000 / 10000.0, 3) * (select count(*) - 1 from names) as bigint) as unit
from placed;

insert into articles by name
select
    p.article_id, p.article_id as page_id, format('outlet-{:03d}', p.outlet) as outlet,
    'https://outlet-' || p.outlet || '.test/' || p.article_id as url, url as canonical_url,
    s.pool[1 + oh % len(s.pool)][1:90] as title,
    n.name || ' menyampaikan hal itu. ' || concat_ws(E'\n',
        s.pool[1 + (oh >> 3) % len(s.pool)], s.pool[1 + (oh >> 7) % len(s.pool)],
        s.pool[1 + (oh >> 11) % len(s.pool)], s.pool[1 + (oh >> 15) % len(s.pool)],
        s.pool[1 + (oh >> 19) % len(s.pool)], s.pool[1 + (oh >> 23) % len(s.pool)]) as text,
    p.article_id as text_digest, p.published_at, p.published_at as fetched_at, 'id' as language,
    oh % 3 = 0 as release, [] as topics_stated, [] as images, 0.9 as quality, [] as warnings
from plan p
join names n on n.place = p.unit
cross join (select list(sentence order by sentence) as pool from sentences) s;

insert into pages by name
select
    article_id as page_id, format('outlet-{:03d}', outlet) as outlet, article_id as url, article_id as final_url,
    'feed' as channel, 200 as status, published_at as fetched_at, article_id as body_digest, [] as parts
from plan;

insert into selection by name select article_id, true as relevant, 0.9 as p from plan;

insert into mentions by name
select p.article_id, n.name as unit, n.name as text, 'text' as field, 0 as start, length(n.name) as "end", 1.0 as score
from plan p join names n on n.place = p.unit;

insert into persons by name
select
    article_id, 'Warga ' || (oh % 50000) as name, false as police, 0 as start, 5 as "end"
from plan;

insert into topics by name
select article_id, t.code, t.label, 0.7 as p, true as main
from plan join (select list({code: code, label: label}) as every from codes) c on true
cross join lateral (select unnest(c.every[1 + oh % len(c.every): 1 + oh % len(c.every)], recursive := true)) t;

insert into sentiment by name
select
    article_id, n.name as target, 'article' as field, l.label,
    if(l.label = 'positif', 0.8, 0.1) as positive, if(l.label = 'netral', 0.8, 0.1) as neutral,
    if(l.label = 'negatif', 0.8, 0.1) as negative, 'invented' as model
from plan p
join names n on n.place = p.unit
cross join lateral (
    select case when p.oh % 10 < 5 then 'positif' when p.oh % 10 < 9 then 'netral' else 'negatif' end as label
) l
union all
select
    article_id, null, 'article', 'netral', 0.1, 0.8, 0.1, 'invented'
from plan;
