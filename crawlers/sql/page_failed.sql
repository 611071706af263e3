update pages
set status = ?, tries = tries + ?, crawl = ?
where url = ?
