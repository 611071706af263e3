-- What trusting the crawl every night needs: the further pages of an article, what each outlet
-- gave run by run, what the archive no longer holds, and the links that people sent. (No default
-- that calls a function: DuckDB 1.5 cannot replay it from its log after a kill.)
alter table pages add column parts struct(
    url text, content_type text, body_digest text, archive_file text, archive_offset bigint
)[];

alter table outlets add column registered boolean default true;
comment on table outlets is 'The outlets of the registry as of the last run, and those not registered to which links led that people sent.';

alter table run_outlets add column changed integer;
alter table run_outlets add column gone integer;
alter table run_outlets add column answered boolean;
alter table run_outlets add column seconds double;
alter table run_outlets add column not_modified integer;
alter table run_outlets add column channels json;

create table pruned_archives (
    archive_file text primary key
);
comment on table pruned_archives is 'WARC files that were deleted by `sorot archive prune`; what was read from them stays.';

create view page_files as
select page_id, archive_file from pages
union all
select page_id, unnest(parts).archive_file from pages;
comment on view page_files is 'The WARC files that each page lies in, its further parts included.';

create view pruned_pages as
select distinct page_id from page_files join pruned_archives using (archive_file);
comment on view pruned_pages is 'Pages whose bodies are no longer in the archive, or not all of them.';

create or replace view in_pages as
select p.page_id as key, p.body_digest as input_digest, p.* replace (coalesce(p.parts, []) as parts)
from pages p
anti join pruned_pages using (page_id)
where p.status not in (404, 410)
order by p.fetched_at, p.page_id;
comment on view in_pages is 'Input of the extract stage: pages whose bodies are in the archive.';

alter table articles add column origin_url text;

-- over the articles with their new column
create or replace view in_articles as
select article_id as key, text_digest as input_digest, *
from articles
order by article_id;
comment on view in_articles is 'Input of stages that read every article.';

create or replace view in_relevant as
select a.*
from in_articles a
join v_relevant r using (article_id)
where r.relevant
order by a.article_id;
comment on view in_relevant is 'Input of stages that read articles about the police.';

create or replace view in_annotated as
-- waits for the entities stage: an article is annotated once its units have been looked for
with named as (
    select
        article_id,
        list({unit: unit, text: text, field: field, start: start, "end": "end", score: score}
            order by field, start) as mentions
    from mentions
    group by article_id
)
select a.* replace (a.input_digest || e.version as input_digest), n.mentions
from in_relevant a
join stage_rows e on e.stage = 'entities' and e.key = a.article_id
left join named n using (article_id)
order by a.article_id;
comment on view in_annotated is 'Input of the sentiment stage: relevant articles with their units.';

create or replace view in_stories as
with main_topic as (
    select article_id, code as topic from topics where main
),
named as (
    select article_id, list(distinct unit order by unit) as units from mentions group by article_id
)
select
    a.article_id as key, md5(concat_ws('|', a.text_digest, t.topic, n.units, a.origin_url)) as input_digest,
    a.article_id, a.url, a.canonical_url, a.origin_url, a.outlet, coalesce(o.kind, 'pers') as kind, a.title, a.text,
    a.published_at, a.fetched_at, a.release, f.signature, coalesce(n.units, []) as units, t.topic
from in_relevant a
join fingerprints f using (article_id)
left join outlets o on o.outlet = a.outlet
left join main_topic t using (article_id)
left join named n using (article_id)
order by a.article_id;
comment on view in_stories is 'Input of the story stage: every relevant article with what is known of it.';

create table links (
    link text primary key,
    url text not null,
    outcome text check (outcome in ('known', 'fetched', 'failed', 'no news')),
    outlet text,
    final_url text,
    kind text,
    problem text,
    again boolean not null,
    tries integer not null,
    listed boolean not null,
    asked_at timestamptz,
    run_id integer
);
comment on table links is 'Links that people sent, whatever their form: known if the crawl had them already, fetched if the link brought them, null if not asked for yet; listed once the crawl finds them by itself.';

create table sent_links (
    link text not null,
    url text not null,
    sender text,
    sent_at timestamptz,
    source text,
    run_id integer not null
);
comment on table sent_links is 'Who sent which link when, by the file it was imported from; snapshots hold neither sender nor file.';

create view link_pages as
-- an article may have been had as several pages over time
select l.link, p.page_id
from links l
join pages p on p.final_url = l.final_url and p.status not in (404, 410)
where l.outcome in ('known', 'fetched');
comment on view link_pages is 'The pages that each link led to.';

create view link_articles as
select p.link, coalesce(v.article_id, a.article_id) as article_id
from link_pages p
left join versions v using (page_id)
left join articles a using (page_id)
where coalesce(v.article_id, a.article_id) is not null
qualify row_number() over (partition by p.link order by 2) = 1;
comment on view link_articles is 'The article that each link led to.';
