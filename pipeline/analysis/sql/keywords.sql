-- words of unique articles that are commoner here than in the whole snapshot (log-odds, +1 smoothed)
, here as (
    select distinct s.cluster_id, unnest(string_split_regex(lower(s.title || ' ' || s.text), '[^[:alpha:]-]+')) as word
    from selected s
    where s.is_first or s.article_id = s.cluster_id
),
everywhere as (
    select word, count(distinct article_id) as articles
    from (
        select article_id, unnest(string_split_regex(lower(title || ' ' || text), '[^[:alpha:]-]+')) as word
        from v_articles where relevant
    )
    group by word
)
select
    h.word, count(*) as unique_articles,
    count(*) * ln((count(*) + 1.0) / (any_value(e.articles) + 1.0) * $ratio) as score
from here h
join everywhere e using (word)
where len(h.word) > 3 and not list_contains($stopwords, h.word)
group by h.word
having count(*) >= 2
order by score desc, h.word
limit $limit
