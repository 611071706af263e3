alter table pages add column crawl integer;
alter table pages add column listed integer;
alter table listings add column due integer not null default 0;
alter table listings add column walk text;
update listings set due = 1 where last_fetched is null;
drop index if exists pages_by_outlet;
