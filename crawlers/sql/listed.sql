select distinct address
from pages
where channel <> ?1 and address in (select value from json_each(?2))
