select
    r.run_id, r.started_at, r.outcome, x.outlet, coalesce(o.name, x.outlet) as name,
    x.requests, x.new, x.errors, x.problems
from run_outlets x
join runs r on r.run_id = x.run_id
left join outlets o on o.outlet = x.outlet
where r.started_at >= $since and r.started_at < $until
order by r.started_at, x.outlet
