-- Codes are those of the ontology: an event's code, root, quad class, Goldstein value and PLOVER
-- type agree with event_codes, and countries are in countries.
-- severity: error
SELECT 'events.event_code' AS "column", e.event_code AS value, e.event_id AS id
FROM new_events e ANTI JOIN event_codes c USING (event_code)
UNION ALL
SELECT 'events.' || p.name, p.value, e.event_id
FROM new_events e
JOIN event_codes c USING (event_code),
LATERAL (VALUES
    ('event_root', e.event_root, c.event_root),
    ('quad_class', e.quad_class::VARCHAR, c.quad_class::VARCHAR),
    ('goldstein', e.goldstein::VARCHAR, c.goldstein::VARCHAR),
    ('plover_type', e.plover_type, c.plover_type)
) p(name, value, expected)
WHERE p.value IS DISTINCT FROM p.expected
UNION ALL
SELECT 'events.country', e.country, e.event_id
FROM new_events e ANTI JOIN countries c ON c.iso3 = e.country
WHERE e.country IS NOT NULL
UNION ALL
SELECT 'actors.country', a.country, a.actor_id
FROM actors a ANTI JOIN countries c ON c.iso3 = a.country
WHERE a.country IS NOT NULL AND a.actor_id IN (SELECT actor_id FROM new_mentions)
