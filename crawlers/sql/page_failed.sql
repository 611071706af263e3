-- a better address that was found while this one was asked for stays to be tried
update pages
set status = ?, tries = tries + ?, crawl = ?
where url = ? and address = coalesce(?, address)
