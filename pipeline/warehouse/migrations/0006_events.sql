-- Where and when happened what an article tells.
create table events (
    article_id text not null,
    day date,
    day_text text,
    region text,
    regency text,
    district text,
    place_text text,
    latitude double check (latitude between -90 and 90),
    longitude double check (longitude between -180 and 180)
);
comment on table events is 'Day and place of what an article tells, as far as it says so; region is a Kemendagri code, latitude and longitude are those of the centre of the finest region whose centre is known.';
