-- A run loaded as many articles as it says; those removed since are among the rejects.
-- severity: error
SELECT r.run_id, r.loaded, count(a.article_id) AS found, r.other_language,
    count(*) FILTER (a.skipped = 'language') AS not_analysed
FROM runs r
LEFT JOIN new_articles a ON a.run_id = r.run_id AND a.duplicate_of IS NULL
WHERE r.outcome = 'loaded'
    AND (r.run_id = getvariable('run_id') OR getvariable('run_id') IS NULL)
    AND r.run_id NOT IN (SELECT run_id FROM rejects WHERE reason = 'retired')
GROUP BY r.run_id, r.loaded, r.other_language
HAVING r.loaded <> count(a.article_id)
    OR r.other_language <> count(*) FILTER (a.skipped = 'language')
