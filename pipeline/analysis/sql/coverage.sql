select
    {by} as period,
    count(*) as links,
    count(distinct cluster_id) as unique_articles,
    count(distinct story_id) as stories
from selected
group by all
order by period
