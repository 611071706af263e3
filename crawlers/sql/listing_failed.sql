insert into listings (url, outlet, root, number, modified, status, tries)
values (?, ?, ?, ?, ?, ?, 1)
on conflict (url) do update set status = excluded.status, tries = tries + 1
