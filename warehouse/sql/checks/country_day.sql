-- On the days of new events, country_day counts the events of events_current with a country.
-- severity: error
WITH found AS (
    SELECT event_date, country, count(*) AS n FROM events
    WHERE status IN ('happened', 'ongoing') AND NOT negated AND country IS NOT NULL
        AND new_day(event_date)
    GROUP BY ALL
)
SELECT event_date, country, c.n_events, f.n AS found
FROM (SELECT * FROM country_day WHERE new_day(event_date)) c
FULL JOIN found f USING (event_date, country)
WHERE coalesce(c.n_events, 0) <> coalesce(f.n, 0)
