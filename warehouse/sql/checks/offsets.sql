-- Every offset cuts the text beside it out of its article, and sentences lie inside theirs.
-- severity: error
WITH pieces AS (
    SELECT 'mentions' AS "table", mention_id AS id, article_id, start AS first, "end" AS last, text
    FROM new_mentions
    UNION ALL SELECT 'quotes', quote_id, article_id, start, "end", text FROM new_quotes
    UNION ALL SELECT 'quotes.cue', quote_id, article_id, cue_start, cue_end, cue FROM new_quotes
    UNION ALL SELECT 'quotes.speaker', quote_id, article_id, speaker_start, speaker_end,
        speaker_text FROM new_quotes
    UNION ALL SELECT 'events.trigger', event_id, article_id, trigger_start, trigger_end, trigger
        FROM new_events
    UNION ALL SELECT 'events.source', event_id, article_id, source_start, source_end, source_text
        FROM new_events
    UNION ALL SELECT 'events.target', event_id, article_id, target_start, target_end, target_text
        FROM new_events
    UNION ALL SELECT 'events.place', event_id, article_id, place_start, place_end, place
        FROM new_events
)
SELECT p."table", p.id, p.first, p.last, p.text
FROM pieces p JOIN new_articles a USING (article_id)
WHERE (p.text IS NOT NULL OR p.first IS NOT NULL OR p.last IS NOT NULL)
    AND (substring(a.text, p.first + 1, p.last - p.first) IS DISTINCT FROM p.text
        OR p.first IS NULL OR p.last <= p.first)
UNION ALL
SELECT 'sentences', s.article_id || ' ' || s.sentence, s.start, s."end", NULL
FROM new_sentences s JOIN new_articles a USING (article_id)
WHERE s.start < 0 OR s."end" <= s.start OR s."end" > length(a.text)
