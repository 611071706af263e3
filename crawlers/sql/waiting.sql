select
    (select count(*) from due where outlet = :outlet and crawl is not :crawl)
    + (select count(*) from due_listings where outlet = :outlet)
