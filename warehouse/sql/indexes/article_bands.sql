-- What similar articles are likely to share one of, to find copies. An index over articles: in
-- the database only; pipelines/sameness.py fills it.
-- bands: Hashes of groups of MinHash values of the text without its title; none where it is short
SELECT article_id, []::INTEGER[] AS bands
FROM new_articles
WHERE duplicate_of IS NULL
