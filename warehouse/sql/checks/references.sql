-- Every id that names a row of another table names one that is there.
-- severity: error
WITH names AS (
    SELECT 'mentions.article_id' AS "column", article_id AS id, 'article' AS kind FROM mentions
    UNION ALL SELECT 'mentions.actor_id', actor_id, 'actor' FROM mentions
    UNION ALL SELECT 'events.article_id', article_id, 'article' FROM events
    UNION ALL SELECT 'events.source_actor_id', source_actor_id, 'actor' FROM events
    UNION ALL SELECT 'events.target_actor_id', target_actor_id, 'actor' FROM events
    UNION ALL SELECT 'events.story_id', story_id, 'story' FROM events
    UNION ALL SELECT 'events.run_id', run_id, 'run' FROM events
    UNION ALL SELECT 'quotes.article_id', article_id, 'article' FROM quotes
    UNION ALL SELECT 'quotes.speaker_actor_id', speaker_actor_id, 'actor' FROM quotes
    UNION ALL SELECT 'quotes.continues', continues, 'quote' FROM quotes
    UNION ALL SELECT 'quotes.run_id', run_id, 'run' FROM quotes
    UNION ALL SELECT 'quote_actors.quote_id', quote_id, 'quote' FROM quote_actors
    UNION ALL SELECT 'quote_actors.mention_id', mention_id, 'mention' FROM quote_actors
    UNION ALL SELECT 'articles.duplicate_of', duplicate_of, 'article' FROM articles
    UNION ALL SELECT 'articles.run_id', run_id, 'run' FROM articles
    UNION ALL SELECT 'rejects.run_id', run_id, 'run' FROM rejects
    UNION ALL SELECT 'stories.representative_event_id', representative_event_id, 'event' FROM stories
), rows_there AS (
    SELECT 'article' AS kind, article_id AS id FROM articles
    UNION ALL SELECT 'actor', actor_id FROM actors
    UNION ALL SELECT 'mention', mention_id FROM mentions
    UNION ALL SELECT 'event', event_id FROM events
    UNION ALL SELECT 'quote', quote_id FROM quotes
    UNION ALL SELECT 'story', story_id FROM stories
    UNION ALL SELECT 'run', run_id FROM runs
)
SELECT "column", id FROM names ANTI JOIN rows_there USING (kind, id) WHERE id IS NOT NULL
