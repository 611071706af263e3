insert into pages (url, address, outlet, channel, first_seen, listed_at, modified, listed)
values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict (url) do update set
    tries = case when excluded.modified > coalesce(modified, '') then 0 else tries end,
    listed = case
        when excluded.modified > coalesce(modified, '') then excluded.listed else listed
    end,
    listed_at = coalesce(listed_at, excluded.listed_at),
    modified = max(
        coalesce(modified, excluded.modified), coalesce(excluded.modified, modified)
    )
