-- What stages read (in_*) and what analysts read (v_*).
create view in_pages as
select page_id as key, body_digest as input_digest, *
from pages
order by fetched_at, page_id;
comment on view in_pages is 'Input of the extract stage.';

create view in_articles as
select article_id as key, text_digest as input_digest, *
from articles
order by article_id;
comment on view in_articles is 'Input of stages that read every article.';

create view v_effective_labels as
-- the latest verdict of an analyst wins over the model
with verdicts as (
    select article_id, what, target, value
    from corrections
    qualify row_number() over (
        partition by article_id, what, target order by corrected_at desc
    ) = 1
)
select
    s.article_id, s.target, s.field, s.positive, s.neutral, s.negative, s.model,
    coalesce(v.value, s.label) as label,
    v.value is not null as corrected
from sentiment s
left join verdicts v
    on v.article_id = s.article_id
    and v.what = if(s.target is null, 'tone', 'sentiment')
    and v.target is not distinct from s.target
    and s.field = 'article';
comment on view v_effective_labels is 'Tone and sentiment with corrections applied.';

create view v_relevant as
with verdicts as (
    select article_id, value = 'true' as relevant
    from corrections
    where what = 'relevant'
    qualify row_number() over (partition by article_id order by corrected_at desc) = 1
)
select s.article_id, coalesce(v.relevant, s.relevant) as relevant, s.p
from selection s
left join verdicts v using (article_id);
comment on view v_relevant is 'Relevance with corrections applied.';

create view in_relevant as
select a.*
from in_articles a
join v_relevant r using (article_id)
where r.relevant
order by a.article_id;
comment on view in_relevant is 'Input of stages that read articles about the police.';

create view v_articles as
with main_topic as (
    select article_id, code as topic, label as topic_label from topics where main
),
tone as (
    select article_id, label, positive, neutral, negative
    from v_effective_labels
    where target is null and field = 'article'
),
named as (
    select article_id, list(distinct unit order by unit) as units from mentions group by article_id
)
select
    a.article_id, a.outlet, o.name as outlet_name, o.kind as outlet_kind, a.url, a.canonical_url,
    a.title, a.text, a.published_at, coalesce(a.published_at, a.fetched_at) as dated_at,
    a.modified_at, a.author, a.dateline, a.language, a.release, a.quality,
    coalesce(r.relevant, false) as relevant, r.p as relevance,
    coalesce(n.units, []) as units, t.topic, t.topic_label,
    tone.label as tone, tone.positive as tone_positive, tone.neutral as tone_neutral,
    tone.negative as tone_negative,
    coalesce(d.cluster_id, a.article_id) as cluster_id, coalesce(d.first, true) as is_first,
    sa.story_id
from articles a
left join outlets o using (outlet)
left join v_relevant r using (article_id)
left join named n using (article_id)
left join main_topic t using (article_id)
left join tone using (article_id)
left join duplicates d using (article_id)
left join story_articles sa using (article_id);
comment on view v_articles is 'One wide row per article, corrections applied; dated_at = published, else fetched.';

create view v_daily as
select
    m.unit, cast(a.dated_at at time zone coalesce(u.zone, 'Asia/Jakarta') as date) as day,
    count(distinct a.article_id) as links,
    count(distinct a.cluster_id) as unique_articles,
    count(distinct a.story_id) as stories,
    count(distinct a.article_id) filter (l.label = 'positif') as positif,
    count(distinct a.article_id) filter (l.label = 'netral') as netral,
    count(distinct a.article_id) filter (l.label = 'negatif') as negatif
from v_articles a
join (select distinct article_id, unit from mentions) m using (article_id)
left join units u on u.unit = m.unit
left join v_effective_labels l
    on l.article_id = a.article_id and l.target = m.unit and l.field = 'article'
where a.relevant
group by all
order by all;
comment on view v_daily is 'Coverage of each unit by day in its own zone: links, unique articles, stories.';

create view v_weekly as
select
    unit, strftime(day, '%G-W%V') as week, sum(links) as links,
    sum(positif) as positif, sum(netral) as netral, sum(negatif) as negatif
from v_daily
group by all
order by all;
comment on view v_weekly is 'Coverage of each unit by ISO week in its own zone, in links.';

create view in_annotated as
-- waits for the entities stage: an article is annotated once its units have been looked for
with named as (
    select
        article_id,
        list({unit: unit, text: text, field: field, start: start, "end": "end", score: score}
            order by field, start) as mentions
    from mentions
    group by article_id
)
select a.* replace (a.input_digest || e.version as input_digest), n.mentions
from in_relevant a
join stage_rows e on e.stage = 'entities' and e.key = a.article_id
left join named n using (article_id)
order by a.article_id;
comment on view in_annotated is 'Input of the sentiment stage: relevant articles with their units.';

create view in_stories as
with main_topic as (
    select article_id, code as topic from topics where main
),
named as (
    select article_id, list(distinct unit order by unit) as units from mentions group by article_id
)
select
    a.article_id as key, md5(concat_ws('|', a.text_digest, t.topic, n.units)) as input_digest,
    a.article_id, a.url, a.outlet, coalesce(o.kind, 'pers') as kind, a.title, a.text,
    a.published_at, a.fetched_at, a.release, f.signature, coalesce(n.units, []) as units, t.topic
from in_relevant a
join fingerprints f using (article_id)
left join outlets o on o.outlet = a.outlet
left join main_topic t using (article_id)
left join named n using (article_id)
order by a.article_id;
comment on view in_stories is 'Input of the story stage: every relevant article with what is known of it.';
