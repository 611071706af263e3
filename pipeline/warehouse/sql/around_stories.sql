-- New articles, all that were published within $near days of one of them, or within $far days and with
-- the same person outside the police, and the whole clusters and stories of those.
with asked as (
    select unnest($keys) as article_id
),
moments as (
    select article_id, cast(coalesce(published_at, fetched_at) as date) as day
    from articles semi join duplicates using (article_id)
),
new as (
    select m.* from moments m semi join asked using (article_id)
),
days as (
    select distinct day + cast(unnest(range(-$near, $near + 1)) as integer) as day from new
),
bearers as (
    select p.article_id, p.name, m.day
    from persons p join moments m using (article_id)
    where not p.police and contains(p.name, ' ')
),
near as (
    select article_id from moments where day in (from days)
    union
    select b.article_id
    from bearers b
    join (select distinct name, day from bearers semi join new using (article_id)) n using (name)
    where abs(date_diff('day', b.day, n.day)) <= $far
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
