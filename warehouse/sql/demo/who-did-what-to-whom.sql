-- Who did what to whom most?
select s.name as source, e.event_label as action, t.name as target, count(*) as events
from events_current e
join actors s on s.actor_id = e.source_actor_id
join actors t on t.actor_id = e.target_actor_id
group by all
order by events desc, source, action, target
limit 10
