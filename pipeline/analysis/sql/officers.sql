select
    o.person_id, o.name, s.rank, s.position, s.unit, s.first_at, s.last_at, s.articles
from services s
join officers o using (person_id)
where
    ($name is null or list_bool_or(
        list_transform(o.names, lambda name: contains(lower(name), lower($name)))
    ))
    and ($position is null or starts_with(lower(s.position), lower($position)))
    and ($unit is null or s.unit = $unit)
    and ($on is null or s.first_at < $on)
qualify
    $on is null
    -- the holder of a post that day: of those named in it by then the one named last
    or row_number() over (
        partition by s.position, s.unit
        order by s.last_at >= $on desc, s.last_at desc, s.articles desc, o.person_id
    ) = 1
order by s.unit, s.position, s.first_at, o.person_id
