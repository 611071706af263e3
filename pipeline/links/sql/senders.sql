-- Who sent how many of the links $links, and what of it was news to the crawl.
select
    coalesce(s.sender, '') as sender, count(*) as sent, count(distinct s.link) as links,
    count(distinct s.link) filter (l.outcome = 'fetched') as fetched,
    count(distinct s.link) filter (l.outcome in ('failed', 'no news')) as useless
from sent_links s
join links l using (link)
where s.link in (select unnest($links))
group by all
order by links desc, sent desc, sender
