-- The newest crawls of every registered outlet, newest first; none for one not crawled yet.
select
    o.outlet, o.name, x.run_id, r.started_at, coalesce(x.answered, true) as answered,
    x.requests, x.new, coalesce(x.not_modified, 0) as not_modified, x.errors,
    coalesce(x.channels, '{}') as channels, x.problems
from outlets o
left join run_outlets x using (outlet)
left join runs r using (run_id)
where o.registered is distinct from false
qualify row_number() over (partition by o.outlet order by x.run_id desc) <= $crawls
order by o.outlet, x.run_id desc
