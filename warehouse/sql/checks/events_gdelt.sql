-- In events_gdelt the rows of stories with new events add up to events_current, and each has a
-- number of its own.
-- severity: error
-- scope: warehouse
WITH touched AS (
    SELECT * FROM events
    WHERE story_id IN (SELECT story_id FROM new_events)
        AND status IN ('happened', 'ongoing') AND NOT negated
), heads AS (
    SELECT ('0x' || left(event_id, 15))::BIGINT AS id FROM touched
), rows_there AS (
    SELECT GlobalEventID AS id, NumMentions FROM events_gdelt SEMI JOIN heads
        ON heads.id = events_gdelt.GlobalEventID
)
SELECT 'NumMentions' AS "column", n::VARCHAR AS value, found::VARCHAR AS expected
FROM (SELECT coalesce(sum(NumMentions), 0) AS n FROM rows_there),
    (SELECT count(*) AS found FROM touched)
WHERE n <> found
UNION ALL
SELECT 'GlobalEventID', id::VARCHAR, '1 row, not ' || count(*) FROM rows_there
GROUP BY id HAVING count(*) > 1
