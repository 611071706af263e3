update pages
set last_fetched = ?, status = ?, address = ?, version = modified, tries = 0, crawl = ?
where url = ?
