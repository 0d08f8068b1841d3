-- How many events happened each day, and of what kind?
select event_date, count(*) as events,
       count(*) filter (where quad_class in (1, 2)) as cooperation,
       count(*) filter (where quad_class in (3, 4)) as conflict
from events_current
where event_date between date '2026-03-01' and date '2026-03-31'
group by event_date
order by event_date
