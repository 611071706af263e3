-- New articles, all that were published within the window around one of them, and the whole clusters
-- and stories of those.
with asked as (
    select unnest($keys) as article_id
),
moments as (
    select article_id, cast(coalesce(published_at, fetched_at) as date) as day from articles
),
days as (
    select distinct day + cast(unnest(range(-$window, $window + 1)) as integer) as day
    from moments semi join asked using (article_id)
),
near as (
    select m.article_id from moments m join duplicates using (article_id) where day in (from days)
    union
    select article_id from asked
),
clustered as (
    select d.article_id
    from duplicates d
    where d.cluster_id in (select cluster_id from duplicates semi join near using (article_id))
),
told as (
    select s.article_id
    from story_articles s
    where s.story_id in (select story_id from story_articles semi join clustered using (article_id))
)
select article_id from clustered
union
select d.article_id
from duplicates d
where d.cluster_id in (select cluster_id from duplicates semi join told using (article_id))
order by 1
