-- What part a person plays in what is told, where the register has a unit from, and officers over all
-- articles; the latter are filled when a snapshot is published.
alter table persons add column part text;

alter table units add column source text;
alter table units add column since date;
alter table units add column until date;
alter table units add column former text[];

create table officers (
    person_id text primary key,
    name text not null,
    names text[] not null,
    rank text,
    position text,
    unit text,
    first_at timestamptz not null,
    last_at timestamptz not null,
    articles integer not null
);
comment on table officers is 'Officers named in articles, each once, with their latest rank, post and unit; filled in snapshots only.';

create table services (
    person_id text not null,
    rank text,
    position text,
    unit text,
    first_at timestamptz not null,
    last_at timestamptz not null,
    articles integer not null
);
comment on table services is 'Ranks and posts of officers, from the first to the last article that gives them; filled in snapshots only.';

create table officer_names (
    person_id text not null,
    name text not null,
    rank text,
    position text,
    unit text
);
comment on table officer_names is 'Which officer a name means that stands with this rank, post and unit; filled in snapshots only.';

create view v_persons as
select p.*, o.person_id
from persons p
left join officer_names o
    on p.police and o.name = p.name
    and o.rank is not distinct from p.rank
    and o.position is not distinct from p.position
    and o.unit is not distinct from p.unit;
comment on view v_persons is 'Persons named in articles; person_id tells which officer it is.';
