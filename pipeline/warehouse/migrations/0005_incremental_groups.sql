-- Syndication clusters and stories grow with each night instead of being made anew from all articles.
alter table fingerprints add column bands uinteger[];
comment on table fingerprints is 'MinHash signature of the text, and the bands under which near-duplicates meet.';

alter table stories add column summary text;
alter table stories add column told_by text;
comment on table stories is 'Events (peristiwa) told by one or more articles; title and summary are words of the article told_by.';

-- until now they were made by stages that kept no record of single rows
delete from stage_rows where stage = 'stories';
delete from duplicates;
delete from stories;
delete from story_articles;

create macro bare_address(url) as
    regexp_replace(regexp_extract(url, '^[a-z]+://(?:www\.)?([^#]*)', 1), '/+(\?|$)', '\1');
comment on macro bare_address is 'A URL without what may be written one way or the other.';

create view in_syndication as
with known as (
    select
        a.article_id, a.url, a.outlet, coalesce(o.kind, 'pers') as kind,
        bare_address(a.canonical_url) as address, bare_address(a.origin_url) as origin,
        a.published_at, a.fetched_at, f.signature, f.bands, a.text_digest
    from in_relevant a
    join fingerprints f using (article_id)
    left join outlets o on o.outlet = a.outlet
    where f.bands is not null
)
select
    k.article_id as key,
    md5(concat_ws('|', k.text_digest, k.kind, k.address, k.origin, k.published_at)) as input_digest,
    k.* exclude (text_digest), d.cluster_id
from known k
left join duplicates d using (article_id)
order by k.article_id;
comment on view in_syndication is 'Input of the syndication stage: signatures of relevant articles.';

create or replace view in_stories as
with named as (
    select article_id, list(distinct unit order by unit) as units from mentions group by article_id
),
people as (
    -- officers speak of many events
    select article_id, list(distinct name order by name) as persons
    from persons where not police group by article_id
)
select
    a.article_id as key,
    md5(concat_ws('|', a.text_digest, n.units, p.persons, d.cluster_id, d.first)) as input_digest,
    a.article_id, a.url, a.outlet, d.cluster_id, s.story_id, a.title,
    if(d.first, a.text, '') as text, a.published_at, a.fetched_at,
    coalesce(n.units, []) as units, coalesce(p.persons, []) as persons
from in_relevant a
join duplicates d using (article_id)
left join story_articles s using (article_id)
left join named n using (article_id)
left join people p using (article_id)
order by a.article_id;
comment on view in_stories is 'Input of the story stage: relevant articles with their syndication cluster and what is known of them.';
