update pages
set last_fetched = ?, status = ?, version = modified, tries = 0, crawl = ?
where url = ?
