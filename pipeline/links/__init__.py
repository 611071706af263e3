"""Links that people sent: read from a file, asked for by the crawl, and what became of them."""
