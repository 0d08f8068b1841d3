-- Every article has a source. (Put such files in a folder and name it by the setting `checks`.)
-- severity: warning
SELECT article_id, origin FROM articles WHERE source IS NULL
