-- Articles by source and day, with the days on which a source was silent: every day from a
-- source's first article to the last day of the warehouse.
-- source: Publisher; "(unknown)" where articles name none
-- day (UTC): Day of publication
-- n_articles (articles): Articles published that day, copies included
-- n_copies (articles): Copies among them
-- n_analysed (articles): Articles that were analysed
-- n_words (words): Words in them, without copies
-- n_events (events): Events found in them
-- n_quotes (quotes): Statements found in them
-- gap: No article that day
-- gap_days (days): Days without an article up to and including this one; 0 on a day with one
WITH of_article AS (
    SELECT
        coalesce(a.source, '(unknown)') AS source, a.published_at::DATE AS day,
        a.duplicate_of, a.sentence_count, a.word_count,
        coalesce(e.n, 0) AS events, coalesce(q.n, 0) AS quotes
    FROM articles a
    LEFT JOIN (SELECT article_id, count(*) AS n FROM events GROUP BY ALL) e USING (article_id)
    LEFT JOIN (SELECT article_id, count(*) AS n FROM quotes GROUP BY ALL) q USING (article_id)
), days AS (
    SELECT source, unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS day
    FROM (
        SELECT source, min(day) AS first_day, (SELECT max(day) FROM of_article) AS last_day
        FROM of_article GROUP BY source
    )
), counted AS (
    SELECT
        d.source, d.day,
        count(o.day) AS n_articles,
        count(o.duplicate_of) AS n_copies,
        count(o.sentence_count) AS n_analysed,
        coalesce(sum(o.word_count) FILTER (o.duplicate_of IS NULL), 0)::BIGINT AS n_words,
        coalesce(sum(o.events), 0)::BIGINT AS n_events,
        coalesce(sum(o.quotes), 0)::BIGINT AS n_quotes
    FROM days d LEFT JOIN of_article o USING (source, day)
    GROUP BY d.source, d.day
)
SELECT
    *,
    n_articles = 0 AS gap,
    date_diff('day', max(CASE WHEN n_articles > 0 THEN day END) OVER so_far, day) AS gap_days
FROM counted
WINDOW so_far AS (PARTITION BY source ORDER BY day)
