-- What each outlet publishes. An article counts for the moment it was published, but for none after
-- it was first seen: so neither a first crawl nor a back-fill makes a habit or breaks one.
with read as ( -- crawls whose pages have been through the stages
    select max(run_id) as run_id from runs where outcome = 'done' or run_id = $run
),
looked as (
    select x.outlet, max(r.started_at) as looked_at
    from run_outlets x
    join runs r using (run_id)
    join read on x.run_id <= read.run_id
    where coalesce(x.answered, true)
    group by all
),
found as ( -- by the crawl: what people sent does not make a broken crawl look sound
    select a.* from articles a
    anti join (select page_id from pages where channel = 'manual') sent using (page_id)
),
newest as (
    select outlet, max(least(coalesce(published_at, fetched_at), fetched_at)) as newest_at
    from found
    group by outlet
),
recent as ( -- edited later or not, an article is new once
    select
        a.outlet, a.article_id, any_value(a.published_at) as published_at, min(v.seen_at) as seen_at
    from found a
    join newest n using (outlet)
    join versions v using (article_id)
    where coalesce(a.published_at, a.fetched_at) > n.newest_at - to_days($window)
    group by a.outlet, a.article_id
),
dated as (
    select outlet, seen_at, least(coalesce(published_at, seen_at), seen_at) as dated_at
    from recent
),
pauses as (
    select
        outlet, dated_at,
        epoch(dated_at - lag(dated_at) over (partition by outlet order by dated_at)) / 86400 as days
    from dated
),
habits as (
    select
        outlet, max(dated_at) as last_article, count(days) as pauses,
        epoch(max(dated_at) - min(dated_at)) / 86400 as history,
        max(days, $longest) as longest
    from pauses
    group by outlet
),
per_day as (
    select
        d.outlet, cast(d.dated_at at time zone o.zone as date) as day, count(*) as articles
    from dated d
    join outlets o using (outlet)
    join looked l using (outlet)
    where d.dated_at > l.looked_at - to_days($days + 1)
    group by all
),
calendar as ( -- whole days before the last crawl, and not before the outlet's first article
    select l.outlet, cast(l.looked_at at time zone o.zone as date) - cast(back as integer) as day
    from looked l
    join outlets o using (outlet)
    join habits h using (outlet)
    cross join range(1, $days + 1) as counted(back)
    where day >= cast((h.last_article - to_seconds(h.history * 86400)) at time zone o.zone as date)
),
usual as (
    select
        c.outlet, quantile_disc(coalesce(p.articles, 0), [0.1, 0.5, 0.9]) as per_day
    from calendar c
    left join per_day p on p.outlet = c.outlet and p.day = c.day
    group by c.outlet
),
news as (
    select d.outlet, count(*) as new
    from dated d
    join looked l using (outlet)
    where d.seen_at >= l.looked_at
    group by all
)
select
    l.outlet, l.looked_at, h.last_article, coalesce(h.pauses, 0) as pauses,
    coalesce(h.history, 0) as history, coalesce(h.longest, []) as longest,
    u.per_day, coalesce(n.new, 0) as new
from looked l
left join habits h using (outlet)
left join usual u using (outlet)
left join news n using (outlet)
