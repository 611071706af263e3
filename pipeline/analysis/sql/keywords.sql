-- words and pairs of words in headlines and leads of unique articles that are commoner here than in
-- the whole snapshot (log-odds, smoothed by one); there, because they hold the words that matter
, names as (
    -- parts of the names of units, places and persons say who and where, not what
    select distinct unnest(string_split_regex(lower(name), '[^[:alpha:]-]+')) as word
    from (
        select concat_ws(' ', unit, region, seat, array_to_string(aliases, ' ')) as name
        from units
        where unit in (select unit from mentions) or parent in (select unit from mentions)
        union all
        select name from persons
        union all
        select name from outlets
    )
),
openings as (
    select
        cluster_id, arg_min(concat_ws(' ', title, left(text, 300)), dated_at) as opening
    from v_articles
    where relevant
    group by cluster_id
),
worded as (
    select
        cluster_id,
        list_filter(
            string_split_regex(lower(opening), '[^[:alpha:]-]+'),
            lambda w: len(w) > 2
                and not list_contains($stopwords, w)
                and not list_contains(known.words, w)
        ) as words
    from openings, (select list(word) as words from names) known
),
phrases as (
    select cluster_id, unnest(list_distinct(list_concat(
        words, list_transform(list_zip(words[:-2], words[2:]), lambda p: p[1] || ' ' || p[2])
    ))) as phrase
    from worded
),
here as (
    select phrase, count(*) as unique_articles, list(cluster_id order by cluster_id) as clusters
    from phrases
    where cluster_id in (select cluster_id from selected)
    group by phrase
    having count(*) >= 2
),
everywhere as (
    select phrase, count(*) as unique_articles from phrases group by phrase
)
select
    h.phrase as word, h.unique_articles,
    h.unique_articles
        * ln((h.unique_articles + 1.0) / (e.unique_articles + 1.0) * $ratio)
        * if(contains(h.phrase, ' '), 1.5, 1) as score,
    h.clusters
from here h
join everywhere e using (phrase)
order by score desc, word
limit $limit
