select
    s.outlet, any_value(s.outlet_name) as name, any_value(s.outlet_kind) as kind,
    count(*) as links, count(distinct s.cluster_id) as unique_articles,
    count(*) filter (s.is_first) as first_published,
    count(*) filter (r.release_based) as release_based,
    coalesce(any_value(v.positif), 0) as positif,
    coalesce(any_value(v.netral), 0) as netral,
    coalesce(any_value(v.negatif), 0) as negatif
from selected s
-- based on a release: any article of its syndication cluster is one
join (
    select cluster_id, bool_or(release) as release_based from v_articles group by all
) r on r.cluster_id = s.cluster_id
left join verdicts v on v.outlet = s.outlet
group by s.outlet
order by links desc, s.outlet
