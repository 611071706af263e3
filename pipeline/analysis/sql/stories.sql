select
    s.story_id,
    arg_min(s.title, s.dated_at) as title,
    min(s.dated_at) as first_at,
    max(s.dated_at) as last_at,
    count(*) as links,
    count(distinct s.cluster_id) as unique_articles,
    count(distinct s.outlet) as outlets,
    arg_min(s.outlet_name, s.dated_at) as first_outlet,
    bool_and(s.release) as release_only,
    mode(s.topic_label) as topic,
    coalesce(any_value(v.positif), 0) as positif,
    coalesce(any_value(v.netral), 0) as netral,
    coalesce(any_value(v.negatif), 0) as negatif
from selected s
left join verdicts v on v.story_id = s.story_id
where s.story_id is not null
group by s.story_id
order by links desc, first_at
limit $limit
