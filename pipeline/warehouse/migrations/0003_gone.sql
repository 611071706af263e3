-- A known article that answered 404 or 410 has a page of that status: it is no input, and it dates
-- the end of the article on its site. The article itself and all that was read from it stay.
create or replace view in_pages as
select page_id as key, body_digest as input_digest, *
from pages
where status not in (404, 410)
order by fetched_at, page_id;
comment on view in_pages is 'Input of the extract stage.';

create view v_gone as
select a.article_id, a.outlet, a.url, min(answer.fetched_at) as gone_at
from pages answer
join pages kept on kept.final_url = answer.url and kept.status not in (404, 410)
join articles a on a.page_id = kept.page_id
where answer.status in (404, 410) and answer.fetched_at > kept.fetched_at
group by all
order by gone_at, a.article_id;
comment on view v_gone is 'Articles that their sites have taken down, and when this was first seen.';
