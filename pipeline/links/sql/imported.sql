-- Everything there is to say about each of the links $links, by the time of the first sending.
with recursive watched as (
    select unit from units where list_contains($watched, unit)
    union
    select u.unit from units u join watched w on u.parent = w.unit
),
unread as (
    select p.link, max(f.message) as message
    from link_pages p
    join failures f on f.stage = 'extract' and f.key = p.page_id
    group by all
),
named as (
    select
        m.article_id, list(distinct m.unit order by m.unit) as units,
        bool_or(w.unit is not null) as of_watched
    from mentions m
    left join watched w using (unit)
    group by m.article_id
),
first_of_cluster as (
    select d.article_id, a.article_id as first_id, a.outlet, a.url
    from duplicates d
    join duplicates f on f.cluster_id = d.cluster_id and f.first
    join articles a on a.article_id = f.article_id
    where not d.first
),
sendings as (
    select
        link, count(*) as times, count(distinct sender) as senders, min(sent_at) as first_at,
        first(sender order by sent_at nulls last, rowid) as first_sender,
        min(run_id) as first_run
    from sent_links
    group by link
)
select
    l.link, l.url, l.final_url, s.first_at as sent_at, s.first_sender as sender, s.times, s.senders,
    l.outcome, l.outlet, coalesce(o.name, l.outlet) as outlet_name,
    coalesce(o.registered, false) as registered, a.article_id, a.title, a.published_at,
    coalesce(l.problem, '') as problem, l.kind, l.again and l.tries < $most_tries as again, u.message as unread,
    coalesce(r.relevant, false) as about_police, coalesce(n.units, []) as units,
    coalesce(n.of_watched, false) as about_watched,
    c.first_id as copy_of_article, c.url as copy_of_url, coalesce(co.name, c.outlet) as copy_of,
    l.run_id = $run or s.first_run = $run as new_in_run
from links l
left join sendings s using (link)
left join link_articles ao using (link)
left join articles a using (article_id)
left join outlets o on o.outlet = coalesce(a.outlet, l.outlet)
left join unread u on u.link = l.link
left join v_relevant r using (article_id)
left join named n using (article_id)
left join first_of_cluster c on c.article_id = a.article_id
left join outlets co on co.outlet = c.outlet
where l.link in (select unnest($links))
order by s.first_at nulls last, l.link
