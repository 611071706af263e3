-- what a report quotes and groups by: text, every topic, and whether a release stands behind it
, scored as (
    select article_id, list(code order by p desc, code) as topics
    from topics semi join selected using (article_id)
    group by article_id
)
select
    s.article_id, a.text, coalesce(t.topics, []) as topics, s.release_based
from selected s
join articles a using (article_id)
left join scored t on t.article_id = s.article_id
order by s.article_id
