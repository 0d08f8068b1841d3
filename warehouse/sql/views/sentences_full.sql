-- Sentences with their words and where they stand.
-- text: The sentence
-- title: Headline of the article
-- source: Publisher of the article
-- url: Address of the article
-- published_at (UTC): When the article was published
SELECT
    s.*, substring(a.text, s.start + 1, s."end" - s.start) AS text,
    a.title, a.source, a.url, a.published_at
FROM sentences s
JOIN articles a USING (article_id)
