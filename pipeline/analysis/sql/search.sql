, hits as (
    select article_id, score
    from (
        select article_id, fts_main_articles.match_bm25(article_id, $words) as score
        from article_rows
    )
    where score is not null
),
best as (
    select s.*, h.score
    from selected s
    join hits h using (article_id)
    order by h.score desc, s.dated_at desc
    limit $limit
)
select
    b.article_id, b.story_id, b.score, b.title, b.outlet_name as outlet, b.dated_at as published_at,
    b.topic_label as topic, b.units, b.tone, b.url, a.text
from best b
join articles a using (article_id)
order by b.score desc, b.dated_at desc
