-- A run loaded as many articles as it says.
-- severity: error
SELECT r.run_id, r.loaded, count(a.article_id) AS found
FROM runs r
LEFT JOIN articles a ON a.run_id = r.run_id AND a.duplicate_of IS NULL
WHERE r.outcome = 'loaded'
GROUP BY r.run_id, r.loaded
HAVING r.loaded <> count(a.article_id)
