-- Every id that names a row of another table names one that is there. What was found in an article
-- comes with the article, so that only new rows are looked at for it.
-- severity: error
WITH names AS (
    SELECT 'mentions.article_id' AS "column", article_id AS id, 'new article' AS kind FROM new_mentions
    UNION ALL SELECT 'mentions.actor_id', actor_id, 'actor' FROM new_mentions
    UNION ALL SELECT 'events.article_id', article_id, 'new article' FROM new_events
    UNION ALL SELECT 'events.source_actor_id', source_actor_id, 'actor' FROM new_events
    UNION ALL SELECT 'events.target_actor_id', target_actor_id, 'actor' FROM new_events
    UNION ALL SELECT 'events.story_id', story_id, 'story' FROM new_events
    UNION ALL SELECT 'events.run_id', run_id, 'run' FROM new_events
    UNION ALL SELECT 'quotes.article_id', article_id, 'new article' FROM new_quotes
    UNION ALL SELECT 'quotes.speaker_actor_id', speaker_actor_id, 'actor' FROM new_quotes
    UNION ALL SELECT 'quotes.continues', continues, 'quote' FROM new_quotes
    UNION ALL SELECT 'quotes.run_id', run_id, 'run' FROM new_quotes
    UNION ALL SELECT 'quote_actors.quote_id', quote_id, 'quote' FROM new_quote_actors
    UNION ALL SELECT 'quote_actors.actor_id', actor_id, 'actor' FROM new_quote_actors
    UNION ALL SELECT 'quote_actors.mention_id', mention_id, 'mention' FROM new_quote_actors
    UNION ALL SELECT 'articles.duplicate_of', duplicate_of, 'article' FROM new_articles
    UNION ALL SELECT 'articles.run_id', run_id, 'run' FROM new_articles
    UNION ALL SELECT 'rejects.run_id', run_id, 'run' FROM new_rejects
    UNION ALL SELECT 'sentences.article_id', article_id, 'new article' FROM new_sentences
    UNION ALL SELECT 'stories.representative_event_id', representative_event_id, 'event' FROM stories
        WHERE story_id IN (SELECT story_id FROM new_events)
), rows_there AS (
    SELECT 'article' AS kind, article_id AS id FROM articles
    UNION ALL SELECT 'actor', actor_id FROM actors
    UNION ALL SELECT 'new article', article_id FROM new_articles
    UNION ALL SELECT 'mention', mention_id FROM new_mentions
    UNION ALL SELECT 'event', event_id FROM events
    UNION ALL SELECT 'quote', quote_id FROM new_quotes
    UNION ALL SELECT 'story', story_id FROM stories
    UNION ALL SELECT 'run', run_id FROM runs
)
SELECT "column", id FROM names ANTI JOIN rows_there USING (kind, id) WHERE id IS NOT NULL
