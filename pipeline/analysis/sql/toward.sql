-- one verdict per article: toward the unit asked for, else toward the unit it names most
, named as (
    select article_id, unit, count(*) as times from mentions group by all
),
toward as (
    select s.*, l.target, l.label, l.positive, l.neutral, l.negative, l.corrected
    from selected s
    join v_effective_labels l on l.article_id = s.article_id and l.field = $field
    join named n on n.article_id = s.article_id and n.unit = l.target
    where len($wanted) = 0 or list_contains($wanted, l.target)
    qualify row_number() over (
        partition by s.article_id
        order by l.target = $main desc, n.times desc, l.target
    ) = 1
)
