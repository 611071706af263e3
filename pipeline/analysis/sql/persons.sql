select p.article_id, p.name, p.rank, p.position, p.unit, p.police, p.part, p.start, p."end"
from selected s
join persons p on p.article_id = s.article_id
order by s.dated_at, p.article_id, p.start
