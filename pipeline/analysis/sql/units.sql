select
    m.unit, any_value(u.kind) as kind, count(*) as links,
    count(distinct s.cluster_id) as unique_articles,
    count(distinct s.story_id) as stories,
    count(*) filter (l.label = 'positif') as positif,
    count(*) filter (l.label = 'netral') as netral,
    count(*) filter (l.label = 'negatif') as negatif
from selected s
join (select distinct article_id, unit from mentions) m on m.article_id = s.article_id
left join units u on u.unit = m.unit
left join v_effective_labels l
    on l.article_id = s.article_id and l.target = m.unit and l.field = 'article'
group by m.unit
order by links desc, m.unit
