select
    q.article_id, q.speaker, q.rank, q.position, q.unit, q.police, q.text, q.direct, q.start, q."end"
from selected s
join quotes q on q.article_id = s.article_id
order by s.dated_at, q.article_id, q.start
