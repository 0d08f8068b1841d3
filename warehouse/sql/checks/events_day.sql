-- On the days of new events, events_day counts the events of events_current.
-- severity: error
WITH found AS (
    SELECT event_date, count(*) AS n FROM events
    WHERE status IN ('happened', 'ongoing') AND NOT negated
        AND new_day(event_date)
    GROUP BY ALL
)
SELECT event_date, d.n_events, f.n AS found
FROM (SELECT * FROM events_day WHERE new_day(event_date)) d
FULL JOIN found f USING (event_date)
WHERE d.n_events IS DISTINCT FROM f.n
