-- Who did how much to whom in which month.
-- month: First day of the month
-- source_name: Name of the source actor
-- target_name: Name of the target actor
-- n_events (events): Events from source to target
-- n_stories (stories): Distinct events in the world among them
-- verbal_cooperation (events): Of quad class 1
-- material_cooperation (events): Of quad class 2
-- verbal_conflict (events): Of quad class 3
-- material_conflict (events): Of quad class 4
-- goldstein (GDELT's Goldstein scale): Mean over the events
-- goldstein_verbal_cooperation (GDELT's Goldstein scale): Mean over those of quad class 1
-- goldstein_material_cooperation (GDELT's Goldstein scale): Mean over those of quad class 2
-- goldstein_verbal_conflict (GDELT's Goldstein scale): Mean over those of quad class 3
-- goldstein_material_conflict (GDELT's Goldstein scale): Mean over those of quad class 4
SELECT
    date_trunc('month', e.event_date)::DATE AS month,
    e.source_actor_id, s.name AS source_name,
    e.target_actor_id, t.name AS target_name,
    count(*) AS n_events,
    count(DISTINCT e.story_id) AS n_stories,
    count(*) FILTER (e.quad_class = 1) AS verbal_cooperation,
    count(*) FILTER (e.quad_class = 2) AS material_cooperation,
    count(*) FILTER (e.quad_class = 3) AS verbal_conflict,
    count(*) FILTER (e.quad_class = 4) AS material_conflict,
    avg(e.goldstein) AS goldstein,
    avg(e.goldstein) FILTER (e.quad_class = 1) AS goldstein_verbal_cooperation,
    avg(e.goldstein) FILTER (e.quad_class = 2) AS goldstein_material_cooperation,
    avg(e.goldstein) FILTER (e.quad_class = 3) AS goldstein_verbal_conflict,
    avg(e.goldstein) FILTER (e.quad_class = 4) AS goldstein_material_conflict
FROM events e
JOIN actors s ON s.actor_id = e.source_actor_id
JOIN actors t ON t.actor_id = e.target_actor_id
WHERE e.status IN ('happened', 'ongoing') AND NOT e.negated
GROUP BY ALL
