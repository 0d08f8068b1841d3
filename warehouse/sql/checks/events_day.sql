-- On the days of new events, events_day counts the events of events_current.
-- severity: error
WITH days AS (SELECT DISTINCT event_date FROM new_events), found AS (
    SELECT event_date, count(*) AS n FROM events
    WHERE status IN ('happened', 'ongoing') AND NOT negated
        AND event_date IN (SELECT event_date FROM days)
    GROUP BY ALL
)
SELECT event_date, d.n_events, f.n AS found
FROM (SELECT * FROM events_day WHERE event_date IN (SELECT event_date FROM days)) d
FULL JOIN found f USING (event_date)
WHERE d.n_events IS DISTINCT FROM f.n
