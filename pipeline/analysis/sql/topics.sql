select
    topic, any_value(topic_label) as label, count(*) as links,
    count(distinct cluster_id) as unique_articles, count(distinct story_id) as stories
from selected
where topic is not null
group by topic
order by links desc, topic
