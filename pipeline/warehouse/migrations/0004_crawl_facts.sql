-- What trusting the crawl every night needs: the further pages of an article, what each outlet
-- gave run by run, what the archive no longer holds, and the links that people sent. (No default
-- that calls a function: DuckDB 1.5 cannot replay it from its log after a kill.)
alter table pages add column parts struct(
    url text, content_type text, body_digest text, archive_file text, archive_offset bigint
)[];

alter table outlets add column registered boolean default true;

alter table run_outlets add column changed integer;
alter table run_outlets add column gone integer;
alter table run_outlets add column answered boolean;
alter table run_outlets add column seconds double;

create table pruned_archives (
    archive_file text primary key
);
comment on table pruned_archives is 'WARC files that were deleted by `sorot archive prune`; what was read from them stays.';

create or replace view in_pages as
select p.page_id as key, p.body_digest as input_digest, p.* replace (coalesce(p.parts, []) as parts)
from pages p
anti join pruned_archives using (archive_file)
where p.status not in (404, 410)
order by p.fetched_at, p.page_id;
comment on view in_pages is 'Input of the extract stage: pages whose bodies are in the archive.';

create table links (
    url text primary key,
    outlet text not null,
    known boolean not null,
    outcome text not null check (outcome in ('fetched', 'known', 'failed', 'no news')),
    final_url text,
    problem text,
    asked_at timestamptz not null
);
comment on table links is 'Addresses that people sent: whether the crawl had them already (known), and what came of each.';

create table sent_links (
    url text not null,
    sender text,
    sent_at timestamptz,
    source text not null,
    imported_at timestamptz not null
);
comment on table sent_links is 'Who sent which address when, by the file it was imported from.';
