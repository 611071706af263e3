-- words and pairs of words in headlines and leads of unique articles that are commoner here than in
-- the whole snapshot (log-odds, smoothed by one)
, openings as (
    select
        s.cluster_id, arg_min(concat_ws(' ', a.title, left(a.text, 300)), s.dated_at) as opening
    from article_rows s
    join articles a using (article_id)
    where s.relevant and s.cluster_id in (select cluster_id from selected)
    group by s.cluster_id
),
worded as (
    select cluster_id, unnest(words_of(opening)) as word, generate_subscripts(words_of(opening), 1) as place
    from openings
),
telling as (
    -- parts of the names of units, places and persons say who and where, not what
    select cluster_id, list(word order by place) as words
    from worded
    anti join name_words using (word)
    anti join stopwords using (word)
    group by cluster_id
),
here as (
    select phrase, count(*) as unique_articles, list(cluster_id order by cluster_id) as clusters
    from (select cluster_id, unnest(phrases_of(words)) as phrase from telling)
    group by phrase
    having count(*) >= 2
)
select
    h.phrase as word, h.unique_articles,
    h.unique_articles
        * ln((h.unique_articles + 1.0)
            / (greatest(h.unique_articles, coalesce(e.unique_articles, 0)) + 1.0) * $ratio)
        * if(contains(h.phrase, ' '), 1.5, 1) as score,
    h.clusters
from here h
left join phrases e using (phrase)
order by score desc, word
limit $limit
