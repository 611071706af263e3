update listings
set last_fetched = ?, status = 304, tries = 0, due = 0
where url = ?
