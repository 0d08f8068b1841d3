-- In the months of new events, dyad_month counts what dyad_day counts.
-- severity: error
WITH days AS (
    SELECT
        date_trunc('month', event_date)::DATE AS month, source_actor_id, target_actor_id,
        sum(n_events) AS n
    FROM dyad_day
    WHERE new_month(date_trunc('month', event_date)::DATE)
    GROUP BY ALL
)
SELECT month, source_actor_id, target_actor_id, m.n_events, d.n AS of_days
FROM (SELECT * FROM dyad_month WHERE new_month(month)) m
FULL JOIN days d USING (month, source_actor_id, target_actor_id)
WHERE m.n_events IS DISTINCT FROM d.n
