pragma journal_mode = wal;
pragma synchronous = normal;

create table if not exists pages (
    url text primary key,  -- the article's name, see crawlers/urls.py
    address text not null,  -- to be asked for, after redirects once these are known
    outlet text not null,
    channel text not null,
    first_seen text not null,
    listed_at text,  -- publication as the listing gave it
    modified text,  -- newest change as a listing gave it
    version text,  -- ``modified`` at the time of the last good fetch
    last_fetched text,
    status integer,  -- of the last answer, 0 for none
    etag text,
    last_modified text,
    body_digest text,  -- of all pages of the article
    tries integer not null default 0,  -- failures in a row
    crawl integer,  -- the last one that asked for it, or put it off
    listed integer  -- the one in which a listing first named it or called it changed
) without rowid;

create index if not exists pages_newest_first
on pages (outlet, coalesce(listed_at, modified, first_seen) desc, url);

create table if not exists listings (
    url text primary key,
    outlet text not null,
    root text not null,  -- the channel's own URL
    number integer not null,  -- of the page, from 1
    parent text,
    modified text,
    last_fetched text,
    status integer,
    etag text,
    last_modified text,
    tries integer not null default 0,
    due integer not null default 0,  -- 1 from when another listing names it until it is read
    walk text  -- how far back it is to be read, whatever is known of it
) without rowid;

create index if not exists listings_by_parent on listings (parent);

create table if not exists walks (
    root text primary key,  -- the channel's own URL
    since text not null  -- the earliest date down to which it was walked
) without rowid;

create table if not exists crawls (
    number integer primary key,
    started text not null
);

drop view if exists due;

-- gone for good (404, 410) and thrice failed are left alone; a known article is asked again only
-- when a listing says it changed since, and once per such change, or when it was had in part
create view due as
select *
from pages
where tries < 3
    and (status is null or status not in (404, 410))
    and (
        last_fetched is null
        or tries > 0
        or (modified > last_fetched and modified > coalesce(version, ''))
    )
order by coalesce(listed_at, modified, first_seen) desc, url;

drop view if exists due_listings;

create view due_listings as
select *
from listings
where due and tries < 3 and (status is null or status not in (404, 410))
order by number, url;
