-- Numbers lie where they can (degrees, Goldstein values, counts), and ends come after beginnings.
-- severity: error
SELECT 'events.latitude' AS "column", event_id AS id, latitude::VARCHAR AS value FROM new_events
WHERE NOT latitude BETWEEN -90 AND 90
UNION ALL SELECT 'events.longitude', event_id, longitude::VARCHAR FROM new_events
WHERE NOT longitude BETWEEN -180 AND 180
UNION ALL SELECT 'events.latitude', event_id, latitude::VARCHAR FROM new_events
WHERE (latitude IS NULL) <> (longitude IS NULL)
UNION ALL SELECT 'events.goldstein', event_id, goldstein::VARCHAR FROM new_events
WHERE NOT goldstein BETWEEN -10 AND 10
UNION ALL SELECT 'events.event_date', event_id, event_date::VARCHAR FROM new_events
WHERE NOT event_date BETWEEN DATE '1000-01-01' AND DATE '2999-12-31'
UNION ALL SELECT 'articles.word_count', article_id, word_count::VARCHAR FROM new_articles
WHERE word_count < 0 OR sentence_count < 0 OR title_end < 0 OR title_end > length(text)
UNION ALL SELECT 'stories.n_events', story_id, n_events::VARCHAR FROM stories
WHERE story_id IN (SELECT story_id FROM new_events)
    AND (n_events < 1 OR n_sources < 1 OR n_sources > n_articles OR first_seen > last_seen)
UNION ALL SELECT 'actors.first_seen', actor_id, first_seen::VARCHAR FROM actors
WHERE first_seen > last_seen AND actor_id IN (SELECT actor_id FROM new_mentions)
