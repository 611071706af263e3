-- never asked for, or named or changed since this crawl began (another listing may have told of it)
select
    exists (select 1 from due where url = ?1 and tries = 0)
    or exists (select 1 from pages where url = ?1 and listed = ?2)
