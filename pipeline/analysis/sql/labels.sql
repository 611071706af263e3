select
    {by} as "{name}",
    count(*) filter (label = 'positif') as positif,
    count(*) filter (label = 'netral') as netral,
    count(*) filter (label = 'negatif') as negatif
from toward
group by all
order by all
