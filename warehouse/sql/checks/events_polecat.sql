-- events_polecat has a row for each new event of events_current, with a type.
-- severity: error
-- scope: warehouse
SELECT c.event_id, p."Event Type"
FROM (SELECT * FROM new_events WHERE status IN ('happened', 'ongoing') AND NOT negated) c
LEFT JOIN events_polecat p ON p."Event ID" = c.event_id
WHERE p."Event ID" IS NULL OR p."Event Type" IS DISTINCT FROM c.plover_type
