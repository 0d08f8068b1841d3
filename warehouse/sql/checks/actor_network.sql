-- Between the actors of new events, actor_network counts the events of events_current.
-- severity: error
-- scope: warehouse
WITH pairs AS (
    SELECT DISTINCT source_actor_id, target_actor_id FROM new_events
    WHERE source_actor_id <> target_actor_id
), found AS (
    SELECT source_actor_id, target_actor_id, count(*) AS n
    FROM events SEMI JOIN pairs USING (source_actor_id, target_actor_id)
    WHERE status IN ('happened', 'ongoing') AND NOT negated
    GROUP BY ALL
)
SELECT source_actor_id, target_actor_id, w.n_events, f.n AS found
FROM (SELECT * FROM actor_network SEMI JOIN pairs USING (source_actor_id, target_actor_id)) w
FULL JOIN found f USING (source_actor_id, target_actor_id)
WHERE coalesce(w.n_events, 0) <> coalesce(f.n, 0)
