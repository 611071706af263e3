, asked as (
    select unnest($asked, recursive := true)
),
named as (
    select distinct u.article_id, a.unit
    from unit_rows u
    join asked a on a.member = u.unit
)
select
    {by} as period, n.unit, count(*) as links, count(distinct s.cluster_id) as unique_articles
from selected s
join named n using (article_id)
group by all
order by period, n.unit
