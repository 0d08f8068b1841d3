-- A confidence lies between 0 and 1.
-- severity: error
SELECT 'mentions' AS "table", mention_id AS id, confidence FROM new_mentions
WHERE NOT confidence BETWEEN 0 AND 1
UNION ALL SELECT 'events', event_id, confidence FROM new_events WHERE NOT confidence BETWEEN 0 AND 1
UNION ALL SELECT 'quotes', quote_id, confidence FROM new_quotes WHERE NOT confidence BETWEEN 0 AND 1
