insert into pages (
    url, address, outlet, channel, first_seen, last_fetched, status, etag, last_modified,
    body_digest, crawl
)
values (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10)
on conflict (url) do update set
    address = excluded.address,
    last_fetched = excluded.last_fetched,
    version = modified,
    status = excluded.status,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    body_digest = excluded.body_digest,
    tries = 0,
    crawl = excluded.crawl
