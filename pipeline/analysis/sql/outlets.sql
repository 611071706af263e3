select
    s.outlet, any_value(s.outlet_name) as name, any_value(s.outlet_kind) as kind,
    count(*) as links, count(distinct s.cluster_id) as unique_articles,
    count(*) filter (s.is_first) as first_published,
    count(*) filter (s.release_based) as release_based,
    coalesce(any_value(v.positif), 0) as positif,
    coalesce(any_value(v.netral), 0) as netral,
    coalesce(any_value(v.negatif), 0) as negatif
from selected s
left join verdicts v on v.outlet = s.outlet
group by s.outlet
order by links desc, s.outlet
