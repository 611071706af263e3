insert into listings (url, outlet, root, number, parent, modified, walk, due)
values (?, ?, ?, ?, ?, ?, ?, 1)
on conflict (url) do update set
    parent = excluded.parent,
    tries = case when excluded.modified > coalesce(modified, '') then 0 else tries end,
    modified = excluded.modified,
    walk = coalesce(excluded.walk, walk),
    due = 1
