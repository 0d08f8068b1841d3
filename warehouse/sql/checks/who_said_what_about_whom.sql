-- who_said_what_about_whom has each new pair of a quote and an actor spoken about once.
-- severity: error
WITH pairs AS (SELECT DISTINCT quote_id, actor_id AS about_actor_id FROM new_quote_actors)
SELECT p.quote_id, p.about_actor_id, count(w.quote_id) AS times
FROM pairs p LEFT JOIN who_said_what_about_whom w USING (quote_id, about_actor_id)
GROUP BY ALL
HAVING count(w.quote_id) <> 1
