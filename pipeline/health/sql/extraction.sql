-- How the newest pages of each outlet were extracted, beside those before them.
with newest as ( -- more than are judged: nights of back-fill are left out below
    select page_id, outlet, fetched_at
    from pages
    where status not in (404, 410)
    qualify row_number() over (partition by outlet order by fetched_at desc) <= 3 * $past
),
results as (
    select
        p.outlet, p.page_id, p.fetched_at, f.key is not null as failed, a.quality, a.published_at,
        length(a.text) as length, list_contains(a.warnings, 'no date') as undated
    from newest p
    left join articles a using (page_id)
    left join failures f
        on f.stage = 'extract' and f.key = p.page_id and f.error <> 'FetchError'
    where a.article_id is not null or f.key is not null
),
nights as ( -- a back-fill when most pages were published long before
    select
        outlet, date_trunc('day', fetched_at) as night,
        avg(cast(published_at < fetched_at - to_days($back_fill_days) as integer)) > 0.5 as back_fill
    from results
    group by all
),
placed as (
    select
        r.*, row_number() over (partition by r.outlet order by fetched_at desc, page_id) as place,
        dense_rank() over (partition by r.outlet order by n.night desc) as nights_ago
    from results r
    join nights n on n.outlet = r.outlet and n.night = date_trunc('day', r.fetched_at)
    where not coalesce(n.back_fill, false)
),
divided as (
    select *, place <= $recent or nights_ago <= $recent_nights as recent from placed
),
judged as (
    select *
    from divided
    qualify recent or row_number() over (partition by outlet, recent order by place) <= $past
),
unusual as (
    select
        outlet, quantile_disc(quality, $unusual) as quality, quantile_disc(length, $unusual) as length
    from judged
    where not recent and not failed
    group by all
)
select
    j.outlet, j.recent, count(*) as pages, count(j.quality) as articles,
    count(*) filter (failed) as failed, count(*) filter (undated) as undated,
    count(*) filter (j.quality < u.quality) as poor, count(*) filter (j.length < u.length) as short,
    avg(j.quality) as quality
from judged j
left join unusual u using (outlet)
group by all
order by all
