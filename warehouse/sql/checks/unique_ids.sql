-- No id occurs twice in its table.
-- severity: error
WITH ids AS (
    SELECT 'articles' AS "table", article_id AS id FROM articles
    UNION ALL SELECT 'actors', actor_id FROM actors
    UNION ALL SELECT 'actor_aliases', actor_id || ' ' || alias FROM actor_aliases
    UNION ALL SELECT 'mentions', mention_id FROM mentions
    UNION ALL SELECT 'events', event_id FROM events
    UNION ALL SELECT 'quotes', quote_id FROM quotes
    UNION ALL SELECT 'quote_actors', quote_id || ' ' || mention_id FROM quote_actors
    UNION ALL SELECT 'stories', story_id FROM stories
    UNION ALL SELECT 'runs', run_id FROM runs
    UNION ALL SELECT 'rejects', reject_id FROM rejects
)
SELECT "table", id, count(*) AS n FROM ids GROUP BY ALL HAVING count(*) > 1
