, toward as (
    select s.*, null as target, l.label, l.positive, l.neutral, l.negative, l.corrected
    from selected s
    join v_effective_labels l
        on l.article_id = s.article_id and l.field = $field and l.target is null
)
