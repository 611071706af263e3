insert into article_rows by name
with based as (
    select cluster_id, bool_or(release) as release_based from v_articles group by cluster_id
)
select a.* exclude (text), b.release_based
from v_articles a
join based b using (cluster_id)
order by a.dated_at, a.article_id;

create or replace view v_articles as
select r.* exclude (release_based), a.text
from article_rows r
join articles a using (article_id);
comment on view v_articles is 'One wide row per article, corrections applied; dated_at = published, else fetched.';

insert into unit_rows by name
with named as (
    select article_id, unit, count(*) as times from mentions group by all
)
select n.unit, n.article_id, n.times, l.field, l.label, l.positive, l.neutral, l.negative, l.corrected
from named n
left join v_effective_labels l on l.article_id = n.article_id and l.target = n.unit
order by n.unit, n.article_id, l.field;

insert into tone_rows by name
select article_id, field, label, positive, neutral, negative, corrected
from v_effective_labels
where target is null
order by article_id;

insert into name_words
select distinct unnest(words_of(name))
from (
    select concat_ws(' ', unit, region, seat, array_to_string(aliases, ' ')) as name
    from units
    where unit in (select unit from mentions) or parent in (select unit from mentions)
    union all
    select name from persons
    union all
    select name from outlets
);

insert into phrases
with firsts as (
    select article_id, cluster_id from article_rows where relevant and is_first
),
drawn as (
    -- of very many articles some tens of thousands tell how common a phrase is
    select ceil(count(*) / 50000)::integer as one_in from firsts
),
openings as (
    select f.cluster_id, concat_ws(' ', a.title, left(a.text, 300)) as opening
    from firsts f
    join articles a using (article_id)
    cross join drawn
    where hash(f.cluster_id) % one_in = 0
),
worded as (
    select cluster_id, unnest(words_of(opening)) as word, generate_subscripts(words_of(opening), 1) as place
    from openings
),
telling as (
    select cluster_id, list(word order by place) as words
    from worded
    anti join name_words using (word)
    anti join stopwords using (word)
    group by cluster_id
)
select phrase, count(*) * any_value(one_in) as unique_articles
from (select unnest(phrases_of(words)) as phrase from telling)
cross join drawn
group by phrase
having count(*) > 1;
