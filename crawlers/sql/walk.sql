insert into walks (root, since)
values (?, ?)
on conflict (root) do update set since = min(since, excluded.since)
