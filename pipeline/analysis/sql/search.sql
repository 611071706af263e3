, hits as (
    select s.*, fts_main_articles.match_bm25(s.article_id, $words) as score
    from selected s
)
select article_id, story_id, score, title, outlet_name as outlet, hits.dated_at as published_at, topic_label as topic,
    units, tone, url, text
from hits
where score is not null
order by score desc, hits.dated_at desc
limit $limit
