insert into listings (
    url, outlet, root, number, modified, last_fetched, etag, last_modified, status
)
values (?, ?, ?, ?, ?, ?, ?, ?, 200)
on conflict (url) do update set
    last_fetched = excluded.last_fetched,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    status = 200,
    tries = 0,
    due = 0,
    walk = null
