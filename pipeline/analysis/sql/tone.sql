, toward as (
    select s.*, null as target, l.label, l.positive, l.neutral, l.negative, l.corrected
    from selected s
    join tone_rows l on l.article_id = s.article_id and l.field = $field
)
