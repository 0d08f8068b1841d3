-- Every new article has one origin.
-- severity: error
SELECT a.article_id, count(o.origin) AS origins
FROM new_articles a LEFT JOIN article_origins o USING (article_id)
GROUP BY a.article_id
HAVING count(o.origin) <> 1
