-- Events that took place or are taking place, without plans, demands, denials or unvouched claims.
-- source_name: Name of the source actor
-- target_name: Name of the target actor
-- url: Address of the article
-- source: Publisher of the article
-- published_at (UTC): When the article was published
SELECT
    e.*, s.name AS source_name, t.name AS target_name, a.url, a.source, a.published_at
FROM events e
JOIN articles a USING (article_id)
LEFT JOIN actors s ON s.actor_id = e.source_actor_id
LEFT JOIN actors t ON t.actor_id = e.target_actor_id
WHERE e.status IN ('happened', 'ongoing') AND NOT e.negated
