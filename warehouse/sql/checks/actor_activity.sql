-- actor_activity has one row for each actor that new articles mention, with what is there.
-- severity: error
-- scope: warehouse
WITH touched AS (SELECT DISTINCT actor_id FROM new_mentions), found AS (
    SELECT actor_id, count(*) AS n FROM mentions
    WHERE actor_id IN (SELECT actor_id FROM touched) GROUP BY actor_id
)
SELECT f.actor_id, f.n, a.n_mentions
FROM found f
LEFT JOIN actor_activity a USING (actor_id)
WHERE a.n_mentions IS DISTINCT FROM f.n OR a.n_articles > a.n_mentions
