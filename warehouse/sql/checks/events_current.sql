-- events_current holds just the new events that are reported as fact, each once.
-- severity: error
SELECT e.event_id, count(c.event_id) AS times
FROM new_events e
LEFT JOIN events_current c ON c.event_id = e.event_id
GROUP BY e.event_id, e.status, e.negated
HAVING count(c.event_id) <> (e.status IN ('happened', 'ongoing') AND NOT e.negated)::INTEGER
