-- ?9 says that the address is the article's own, which is better than that of a copy
insert into pages (url, address, outlet, channel, first_seen, listed_at, modified, listed)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
on conflict (url) do update set
    -- what was only known because somebody sent it is the listing's from now on
    outlet = case when channel = 'manual' then excluded.outlet else outlet end,
    channel = case when channel = 'manual' then excluded.channel else channel end,
    address = case
        when ?9 and last_fetched is null then excluded.address else address
    end,
    status = case
        when ?9 and last_fetched is null and address <> excluded.address then null else status
    end,
    crawl = case
        when ?9 and last_fetched is null and address <> excluded.address then null else crawl
    end,
    tries = case
        when excluded.modified > coalesce(modified, '') then 0
        when ?9 and last_fetched is null and address <> excluded.address then 0
        else tries
    end,
    listed = case
        when excluded.modified > coalesce(modified, '') then excluded.listed else listed
    end,
    listed_at = coalesce(listed_at, excluded.listed_at),
    modified = max(
        coalesce(modified, excluded.modified), coalesce(excluded.modified, modified)
    )
