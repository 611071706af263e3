-- New articles, all that share a band of the signature or an address with one of them, and the whole
-- clusters of those.
with asked as (
    select unnest($keys) as article_id
),
known as (
    select article_id, bands, address, origin from in_syndication
),
new as (
    select k.* from known k semi join asked using (article_id)
),
new_bands as (
    select distinct unnest(bands) as band from new
),
alike as (
    select article_id
    from (select article_id, unnest(bands) as band from known)
    where band in (select band from new_bands)
),
stated as (
    select article_id from known where origin in (select address from new)
    union all
    select article_id from known where address in (select origin from new)
),
touched as (
    select article_id from asked
    union
    select article_id from alike
    union
    select article_id from stated
)
select article_id from touched
union
select d.article_id
from duplicates d
where d.cluster_id in (select cluster_id from duplicates semi join touched using (article_id))
order by 1
