-- coverage counts every new article's source and day, and a day is a gap or has articles.
-- severity: error
-- scope: warehouse
WITH new_days AS (
    SELECT coalesce(source, '(unknown)') AS source, published_at::DATE AS day, count(*) AS n
    FROM new_articles GROUP BY ALL
)
SELECT d.source, d.day, d.n, c.n_articles, c.gap_days
FROM new_days d LEFT JOIN coverage c USING (source, day)
WHERE c.n_articles IS NULL OR c.n_articles < d.n OR c.gap OR c.gap_days <> 0
