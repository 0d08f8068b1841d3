-- An analysed article of some length without a single mention is suspicious.
-- severity: warning
SELECT article_id, title, word_count
FROM new_articles
WHERE sentence_count IS NOT NULL AND word_count > 100
    AND article_id NOT IN (SELECT article_id FROM new_mentions)
