-- The index for search() has words of every new sentence, and its passages lie inside articles.
-- severity: error
SELECT t.article_id, t.start, t."end", t.token
FROM new_search_tokens t JOIN new_articles a USING (article_id)
WHERE t.start < 0 OR t."end" > length(a.text)
UNION ALL
SELECT s.article_id, s.start, s."end", NULL
FROM new_sentences s
JOIN new_articles a USING (article_id)
ANTI JOIN new_search_tokens t ON t.article_id = s.article_id AND t.start = s.start
WHERE regexp_matches(substring(a.text, s.start + 1, s."end" - s.start), '[\p{L}\p{N}]')
