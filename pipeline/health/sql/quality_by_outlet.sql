-- Outlets with articles of low quality or pages that gave none, the most such first.
with poor as (
    select
        outlet, count(*) as articles, count(*) filter (quality < $low) as low,
        count(*) filter (list_contains(warnings, 'no date')) as undated, avg(quality) as quality
    from articles
    group by outlet
),
failed as (
    select outlet, count(*) as failed from failures where stage = 'extract' group by outlet
)
select
    outlet, coalesce(articles, 0) as articles, coalesce(low, 0) as low,
    coalesce(undated, 0) as undated, quality, coalesce(failed, 0) as failed
from poor
full join failed using (outlet)
where coalesce(low, 0) + coalesce(failed, 0) > 0
order by coalesce(low, 0) + coalesce(failed, 0) desc, outlet
