-- On the days of new events, dyad_day counts just the events of events_current with both actors.
-- severity: error
WITH found AS (
    SELECT event_date, source_actor_id, target_actor_id, count(*) AS n FROM events
    WHERE status IN ('happened', 'ongoing') AND NOT negated AND source_actor_id IS NOT NULL
        AND target_actor_id IS NOT NULL AND new_day(event_date)
    GROUP BY ALL
), stated AS (
    SELECT * FROM dyad_day WHERE new_day(event_date)
)
SELECT event_date, source_actor_id, target_actor_id, s.n_events, f.n AS found
FROM stated s FULL JOIN found f USING (event_date, source_actor_id, target_actor_id)
WHERE s.n_events IS DISTINCT FROM f.n
    OR s.n_events <> s.verbal_cooperation + s.material_cooperation + s.verbal_conflict
        + s.material_conflict
    OR NOT coalesce(s.goldstein, 0) BETWEEN -10 AND 10
