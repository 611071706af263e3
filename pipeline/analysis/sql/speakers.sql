select
    q.speaker, mode(q.rank) as rank, mode(q.position) as position, mode(q.unit) as unit,
    bool_or(q.police) as police, count(*) as quotes,
    count(distinct s.article_id) as links, count(distinct s.cluster_id) as unique_articles
from selected s
join quotes q on q.article_id = s.article_id
where q.speaker is not null
group by q.speaker
order by unique_articles desc, quotes desc, q.speaker
limit $limit
