select l.article_id, l.unit, l.label
from selected s
join unit_rows l on l.article_id = s.article_id and coalesce(l.field, 'article') = 'article'
order by l.unit, s.dated_at, l.article_id
