-- No id occurs twice in its table. Of published rows only those that share one with a new row, or
-- an article: what was found in an article bears ids made of the article's.
-- severity: error
WITH ids AS (
    SELECT 'articles' AS "table", article_id AS id FROM articles
        WHERE article_id IN (SELECT article_id FROM new_articles)
    UNION ALL SELECT 'sentences', article_id || ' ' || sentence FROM sentences
        WHERE article_id IN (SELECT article_id FROM new_articles)
    UNION ALL SELECT 'actors', actor_id FROM actors
        WHERE actor_id IN (SELECT actor_id FROM new_mentions)
    UNION ALL SELECT 'actor_aliases', actor_id || ' ' || alias FROM actor_aliases
        WHERE actor_id IN (SELECT actor_id FROM new_mentions)
    UNION ALL SELECT 'mentions', mention_id FROM mentions
        WHERE article_id IN (SELECT article_id FROM new_articles)
    UNION ALL SELECT 'events', event_id FROM events
        WHERE article_id IN (SELECT article_id FROM new_articles)
    UNION ALL SELECT 'quotes', quote_id FROM quotes
        WHERE article_id IN (SELECT article_id FROM new_articles)
    UNION ALL SELECT 'quote_actors', quote_id || ' ' || mention_id FROM quote_actors
        WHERE quote_id IN (SELECT quote_id FROM new_quotes)
    UNION ALL SELECT 'stories', story_id FROM stories
        WHERE story_id IN (SELECT story_id FROM new_events)
    UNION ALL SELECT 'runs', run_id FROM runs
    UNION ALL SELECT 'rejects', reject_id FROM rejects
        WHERE reject_id IN (SELECT reject_id FROM new_rejects)
    UNION ALL SELECT 'countries', iso3 FROM countries
    UNION ALL SELECT 'event_codes', event_code FROM event_codes
)
SELECT "table", id, count(*) AS n FROM ids GROUP BY ALL HAVING count(*) > 1
