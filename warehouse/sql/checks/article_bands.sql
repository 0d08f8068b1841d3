-- The index for finding copies has every new original once, and nothing else.
-- severity: error
SELECT a.article_id, count(b.article_id) AS found
FROM new_articles a LEFT JOIN article_bands b USING (article_id)
GROUP BY a.article_id, a.duplicate_of
HAVING count(b.article_id) <> CASE WHEN a.duplicate_of IS NULL THEN 1 ELSE 0 END
