-- In the months of new events, dyad_month counts what dyad_day counts.
-- severity: error
WITH months AS (
    SELECT DISTINCT date_trunc('month', event_date)::DATE AS month FROM new_events
), days AS (
    SELECT
        date_trunc('month', event_date)::DATE AS month, source_actor_id, target_actor_id,
        sum(n_events) AS n
    FROM dyad_day
    WHERE event_date BETWEEN (SELECT min(month) FROM months)
        AND (SELECT max(month) + INTERVAL 1 MONTH FROM months)
    GROUP BY ALL
)
SELECT month, source_actor_id, target_actor_id, m.n_events, d.n AS of_days
FROM (SELECT * FROM dyad_month WHERE month IN (SELECT month FROM months)) m
FULL JOIN (SELECT * FROM days WHERE month IN (SELECT month FROM months)) d
    USING (month, source_actor_id, target_actor_id)
WHERE m.n_events IS DISTINCT FROM d.n
