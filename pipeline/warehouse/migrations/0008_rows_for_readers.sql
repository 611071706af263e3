-- What questions are answered from, laid out for reading; filled when a snapshot is published.
create table article_rows as
select * exclude (text), false as release_based from v_articles where false;
comment on table article_rows is 'v_articles without the text, in order of time; release_based: its syndication cluster holds a release. Filled in snapshots only.';

create table unit_rows (
    unit text not null,
    article_id text not null,
    times integer not null,
    field text,
    label text,
    positive double,
    neutral double,
    negative double,
    corrected boolean
);
comment on table unit_rows is 'Each unit with the articles that name it, how often, and the sentiment toward it (null where not scored), corrections applied, by unit. Filled in snapshots only.';

create table tone_rows (
    article_id text not null,
    field text not null,
    label text not null,
    positive double not null,
    neutral double not null,
    negative double not null,
    corrected boolean not null
);
comment on table tone_rows is 'Tone of each article, corrections applied. Filled in snapshots only.';

create table name_words (
    word text primary key
);
comment on table name_words is 'Words of names of units, places, persons and outlets: they say who and where, not what. Filled in snapshots only.';

create table phrases (
    phrase text primary key,
    unique_articles integer not null
);
comment on table phrases is 'Words and pairs of words in headlines and leads, with how many unique articles hold them, from two; estimated where there are very many. Filled in snapshots only.';

create macro words_of(text) as
    list_filter(string_split_regex(lower(text), '[^[:alpha:]-]+'), lambda w: len(w) > 2);
create macro phrases_of(words) as
    list_distinct(list_concat(
        words, list_transform(list_zip(words[:-2], words[2:]), lambda p: p[1] || ' ' || p[2])
    ));
