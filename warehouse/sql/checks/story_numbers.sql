-- A story counts the events that name it, and each event's story is there.
-- severity: error
SELECT coalesce(s.story_id, e.story_id) AS story_id, s.n_events, e.n AS found
FROM (SELECT * FROM stories WHERE story_id IN (SELECT story_id FROM new_events)) s
FULL JOIN (
    SELECT story_id, count(*) AS n FROM events
    WHERE story_id IN (SELECT story_id FROM new_events) GROUP BY story_id
) e USING (story_id)
WHERE s.n_events IS DISTINCT FROM e.n
