select
    a.outlet, a.quality, a.title, a.url, a.published_at, a.fetched_at, a.warnings,
    length(a.text) as characters
from articles a
where a.quality < $low
order by a.quality, a.outlet, a.url
