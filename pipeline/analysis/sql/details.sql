-- what a report quotes and groups by: text, every topic, and whether a release stands behind it
, scored as (
    select article_id, list(code order by p desc, code) as topics from topics group by all
),
clusters as (
    select cluster_id, bool_or(release) as release_based from v_articles group by all
)
select
    s.article_id, s.text, coalesce(t.topics, []) as topics, c.release_based
from selected s
join clusters c using (cluster_id)
left join scored t on t.article_id = s.article_id
order by s.article_id
