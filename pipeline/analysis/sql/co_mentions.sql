, beside as (
    select 'unit' as kind, u.unit as name, u.article_id
    from unit_rows u
    where len($wanted) = 0 or u.unit not in (select unnest($wanted))
    union
    select 'officer', o.name, p.article_id
    from v_persons p join officers o using (person_id)
    union
    select 'person', p.name, p.article_id
    from persons p
    where not p.police and p.part not in ('tersangka', 'korban', 'anak')
)
select
    b.kind, b.name, count(*) as links, count(distinct s.cluster_id) as unique_articles
from selected s
join beside b using (article_id)
group by b.kind, b.name
order by links desc, b.kind, b.name
limit $limit
