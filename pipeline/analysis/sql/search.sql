, hits as (
    select s.*, fts_main_articles.match_bm25(s.article_id, $words) as score
    from selected s
),
best as (
    select * from hits where score is not null order by score desc, dated_at desc limit $limit
)
select
    b.article_id, b.story_id, b.score, b.title, b.outlet_name as outlet, b.dated_at as published_at,
    b.topic_label as topic, b.units, b.tone, b.url, a.text
from best b
join articles a using (article_id)
order by b.score desc, b.dated_at desc
