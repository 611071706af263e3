-- one verdict per article: toward the unit asked for, else toward the unit it names most
, verdicts_here as (
    select u.*
    from unit_rows u
    semi join selected using (article_id)
    where u.field = $field and (len($wanted) = 0 or u.unit in (select unnest($wanted)))
    qualify row_number() over (
        partition by u.article_id
        order by u.unit = $main desc, u.times desc, u.unit
    ) = 1
),
toward as (
    select s.*, u.unit as target, u.label, u.positive, u.neutral, u.negative, u.corrected
    from selected s
    join verdicts_here u using (article_id)
)
