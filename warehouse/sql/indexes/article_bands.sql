-- What similar articles are likely to share one of, to find copies. An index over articles: in
-- the database only.
-- bands: Hashes of groups of MinHash values of the text without its title; none where it is short
SELECT article_id, minhash_bands(text, title_end) AS bands
FROM new_articles
WHERE duplicate_of IS NULL
ORDER BY article_id
