-- AMP, mobile and print forms and the pages of an article have one name
update or ignore pages set url = article_key(url) where url <> article_key(url);
delete from pages where url <> article_key(url);
