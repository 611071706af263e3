select m.article_id, m.unit, l.label
from selected s
join (select distinct article_id, unit from mentions) m on m.article_id = s.article_id
left join v_effective_labels l
    on l.article_id = m.article_id and l.target = m.unit and l.field = 'article'
order by m.unit, s.dated_at, m.article_id
