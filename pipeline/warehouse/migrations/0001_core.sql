-- The core tables. One row type per record of pipeline/records.py, plus the bookkeeping of runs.
create table outlets (
    outlet text primary key,
    name text not null,
    url text not null,
    region text,
    zone text not null,
    kind text not null check (kind in ('pers', 'rilis', 'agregator'))
);
comment on table outlets is 'The outlets of the registry as of the last run.';

create table pages (
    page_id text primary key,
    outlet text not null,
    url text not null,
    final_url text not null,
    channel text not null,
    status integer not null,
    content_type text,
    fetched_at timestamptz not null,
    body_digest text not null,
    archive_file text,
    archive_offset bigint
);
comment on table pages is 'Every archived response; its body lies in the WARC archive.';

create table articles (
    article_id text primary key,
    page_id text not null,
    outlet text not null,
    url text not null,
    canonical_url text not null,
    title text not null,
    text text not null,
    text_digest text not null,
    published_at timestamptz,
    modified_at timestamptz,
    fetched_at timestamptz not null,
    author text,
    dateline text,
    language text,
    release boolean not null,
    topics_stated text[] not null,
    images text[] not null,
    quality double not null check (quality between 0 and 1),
    warnings text[] not null
);
comment on table articles is 'One row per article: the newest version of its text.';

create table versions (
    article_id text not null,
    text_digest text not null,
    page_id text not null,
    title text not null,
    text text not null,
    seen_at timestamptz not null
);
comment on table versions is 'Every text an article has had, in the order it was seen.';

create table selection (
    article_id text primary key,
    relevant boolean not null,
    p double not null check (p between 0 and 1)
);
comment on table selection is 'Whether an article is about the police.';

create table fingerprints (
    article_id text primary key,
    signature blob not null
);
comment on table fingerprints is 'MinHash signature of the text, for near-duplicates.';

create table mentions (
    article_id text not null,
    unit text not null,
    text text not null,
    field text not null check (field in ('title', 'text')),
    start integer not null,
    "end" integer not null,
    score double not null check (score between 0 and 1)
);
comment on table mentions is 'Police units named in articles; offsets count characters of the field.';

create table unresolved_mentions (
    article_id text not null,
    text text not null,
    field text not null check (field in ('title', 'text')),
    start integer not null,
    "end" integer not null,
    candidates text[] not null
);
comment on table unresolved_mentions is 'Words that name a police unit the text does not tell.';

create table persons (
    article_id text not null,
    name text not null,
    rank text,
    position text,
    unit text,
    police boolean not null,
    start integer not null,
    "end" integer not null
);
comment on table persons is 'Persons named in articles, with the rank and position given there.';

create table quotes (
    article_id text not null,
    speaker text,
    rank text,
    position text,
    unit text,
    police boolean,
    text text not null,
    direct boolean not null,
    start integer not null,
    "end" integer not null
);
comment on table quotes is 'Reported speech, direct and indirect, with its speaker.';

create table topics (
    article_id text not null,
    code text not null,
    label text not null,
    p double not null check (p between 0 and 1),
    main boolean not null
);
comment on table topics is 'Topics of the code book per article; one row is the main topic.';

create table sentiment (
    article_id text not null,
    target text,
    field text not null check (field in ('article', 'headline', 'body')),
    label text not null check (label in ('positif', 'netral', 'negatif')),
    positive double not null,
    neutral double not null,
    negative double not null,
    model text not null,
    check (abs(positive + neutral + negative - 1) < 1e-3)
);
comment on table sentiment is 'Tone (target null) and sentiment toward a unit (target), as probabilities.';

create table duplicates (
    cluster_id text not null,
    article_id text not null,
    similarity double not null check (similarity between 0 and 1),
    first boolean not null
);
comment on table duplicates is 'Syndication clusters: near-identical texts, with the first publisher.';

create table stories (
    story_id text primary key,
    title text not null,
    first_at timestamptz,
    last_at timestamptz
);
comment on table stories is 'Events (peristiwa) told by one or more articles.';

create table story_articles (
    story_id text not null,
    article_id text not null
);
comment on table story_articles is 'Which articles tell which story.';

create table units (
    unit text primary key,
    kind text not null,
    parent text,
    region text,
    seat text,
    zone text not null,
    aliases text[] not null
);
comment on table units is 'The unit register as of the last run.';

create sequence run_ids;
create table runs (
    run_id integer primary key default nextval('run_ids'),
    started_at timestamptz not null,
    finished_at timestamptz,
    outcome text not null default 'running',
    summary json
);
comment on table runs is 'Every nightly run with its summary.';

create table run_outlets (
    run_id integer not null,
    outlet text not null,
    requests integer not null,
    new integer not null,
    errors json not null,
    problems text[] not null
);
comment on table run_outlets is 'What each outlet gave in each run, and what went wrong.';

create table failures (
    stage text not null,
    version text not null,
    key text not null,
    url text,
    outlet text,
    error text not null,
    message text not null,
    failed_at timestamptz not null
);
comment on table failures is 'Rows that a stage could not do; `sorot retry` takes them up again.';

create table corrections (
    article_id text not null,
    what text not null check (what in ('tone', 'sentiment', 'unit', 'topic', 'relevant', 'duplicate')),
    target text,
    value text not null,
    who text not null,
    why text,
    corrected_at timestamptz not null
);
comment on table corrections is 'Verdicts of analysts; they override the models in views and reports.';

create table stage_rows (
    stage text not null,
    version text not null,
    key text not null,
    input_digest text not null
);
comment on table stage_rows is 'Which stage has done which row, at which version, on which text.';

create table archive_position (
    position bigint not null
);
insert into archive_position values (0);
comment on table archive_position is 'How far the archive index has been read.';
