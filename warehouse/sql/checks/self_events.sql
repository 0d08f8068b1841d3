-- An actor that acts upon itself is mostly a wrong reading.
-- severity: warning
SELECT event_id, source_text, trigger, target_text, rule
FROM new_events
WHERE source_actor_id = target_actor_id
