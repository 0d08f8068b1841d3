-- Sentences and quotes that hold all of the words, as in SELECT * FROM search('ceasefire talks').
-- Case and accents do not matter; a word that ends in * stands for all that begin so.
-- The best come first, by how rare the words are, how often they stand there and how short
-- the passage is.
-- parameters: words
-- score: Sum over the words of how rare and how dense each is; greater is better
-- kind: sentence, quote, or paragraph (of an article that was not analysed)
-- text: The passage
-- start (characters): First character in articles.text
-- end (characters): One past the last character
-- quote_id: The quote; null for a sentence
-- title: Headline of the article
-- source: Publisher of the article
-- url: Address of the article
-- published_at (UTC): When the article was published
WITH asked AS (
    SELECT DISTINCT unnest(regexp_extract_all(
        strip_accents(lower(words)), '[\p{L}\p{N}]+\*?'
    )) AS word
), hits AS (
    SELECT w.word, t.article_id, t.start, t."end", t.kind, t.quote_id, t.n
    FROM asked w JOIN search_tokens t ON t.token = w.word
    WHERE NOT ends_with(w.word, '*')
    UNION ALL
    SELECT w.word, t.article_id, t.start, t."end", t.kind, t.quote_id, sum(t.n)
    FROM asked w JOIN search_tokens t ON starts_with(t.token, rtrim(w.word, '*'))
    WHERE ends_with(w.word, '*')
    GROUP BY ALL
), weighed AS (
    SELECT *, ln(1 + (SELECT count(*) FROM articles)::DOUBLE
        / count(*) OVER (PARTITION BY word)) AS rarity
    FROM hits
), passages AS (
    SELECT
        article_id, start, "end", kind, quote_id,
        sum(rarity * n / (n + 0.5 + ("end" - start) / 150.0)) AS score
    FROM weighed
    GROUP BY ALL
    HAVING count(*) = (SELECT count(*) FROM asked)
)
SELECT
    p.score, p.kind, substring(a.text, p.start + 1, p."end" - p.start) AS text,
    p.start, p."end", p.quote_id, p.article_id, a.title, a.source, a.url, a.published_at
FROM passages p JOIN articles a USING (article_id)
ORDER BY p.score DESC, a.published_at DESC, p.article_id, p.start
