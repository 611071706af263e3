-- By outlet, what people sent and whether the crawl had it: an article counts once, whatever forms of
-- its link were sent. A link is open until the outlet was crawled after it was asked for.
with crawled as (
    select x.outlet, max(r.started_at) as crawled_at
    from run_outlets x
    join runs r using (run_id)
    where x.answered
    group by all
),
judged as (
    select
        coalesce(a.outlet, l.outlet) as outlet, coalesce(a.article_id, l.final_url) as article,
        any_value(l.final_url) as url, any_value(a.title) as title,
        any_value(a.published_at) as published_at,
        bool_or(coalesce(r.relevant, false)) as about_police,
        bool_or(l.outcome = 'known' or l.listed) as had,
        bool_and(l.asked_at > coalesce(c.crawled_at, '-infinity')) as not_crawled_since
    from links l
    left join link_articles ao using (link)
    left join articles a using (article_id)
    left join v_relevant r using (article_id)
    left join crawled c on c.outlet = coalesce(a.outlet, l.outlet)
    where l.outcome in ('known', 'fetched')
    group by all
)
select
    j.outlet, coalesce(o.name, j.outlet) as name, coalesce(o.registered, false) as registered,
    j.url, j.title, j.published_at, j.about_police,
    case
        when j.had then 'had'
        when coalesce(o.registered, false) and j.not_crawled_since then 'open'
        else 'missed'
    end as state
from judged j
left join outlets o using (outlet)
order by j.outlet, j.published_at nulls last, j.url
