-- Words of sentences and quotes, for search(). An index over other tables: in the database only.
-- token: Word in lower case, without accents
-- start (characters): First character of the passage in articles.text
-- end (characters): One past its last character
-- kind: sentence, quote, or paragraph (of an article that was not analysed)
-- quote_id: The quote; null for a sentence
-- n (words): How often the word occurs in the passage
WITH pieces AS (
    SELECT article_id, unnest(string_split(text, chr(10) || chr(10))) AS piece,
        generate_subscripts(string_split(text, chr(10) || chr(10)), 1) AS i
    FROM new_articles
    WHERE duplicate_of IS NULL
        AND article_id NOT IN (SELECT article_id FROM new_sentences)
), paragraphs AS (
    SELECT article_id, piece, (coalesce(sum(length(piece) + 2) OVER (
        PARTITION BY article_id ORDER BY i ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0))::INTEGER AS start
    FROM pieces
), passages AS (
    SELECT s.article_id, s.start, s."end", 'sentence' AS kind, NULL AS quote_id,
        substring(a.text, s.start + 1, s."end" - s.start) AS text
    FROM new_sentences s JOIN new_articles a USING (article_id)
    UNION ALL
    SELECT article_id, start, "end", 'quote', quote_id, text FROM new_quotes
    UNION ALL
    SELECT article_id, start, start + length(piece), 'paragraph', NULL, piece FROM paragraphs
), words AS (
    SELECT article_id, start, "end", kind, quote_id,
        unnest(regexp_extract_all(strip_accents(lower(text)), '[\p{L}\p{N}]+')) AS token
    FROM passages
)
SELECT token, article_id, start::INTEGER AS start, "end"::INTEGER AS "end", kind, quote_id,
    count(*)::INTEGER AS n
FROM words
GROUP BY ALL
ORDER BY token, article_id, start, kind
