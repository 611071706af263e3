select
    l.unit, any_value(u.kind) as kind, count(*) as links,
    count(distinct s.cluster_id) as unique_articles,
    count(distinct s.story_id) as stories,
    count(*) filter (l.label = 'positif') as positif,
    count(*) filter (l.label = 'netral') as netral,
    count(*) filter (l.label = 'negatif') as negatif
from selected s
join unit_rows l on l.article_id = s.article_id and coalesce(l.field, 'article') = 'article'
left join units u on u.unit = l.unit
group by l.unit
order by links desc, l.unit
