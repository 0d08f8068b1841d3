-- A copy names an original that is none itself, and nothing is extracted from copies.
-- severity: error
SELECT c.article_id, c.duplicate_of, 'copy of a copy' AS problem
FROM new_articles c JOIN articles o ON o.article_id = c.duplicate_of
WHERE o.duplicate_of IS NOT NULL
UNION ALL
SELECT a.article_id, a.duplicate_of, 'extracted again'
FROM new_articles a
WHERE a.duplicate_of IS NOT NULL
    AND a.article_id IN (SELECT article_id FROM new_events UNION SELECT article_id FROM new_mentions)
