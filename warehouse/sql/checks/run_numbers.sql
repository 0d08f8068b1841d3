-- A run found as many mentions, events and quotes as it says, where none has been coded again.
-- severity: error
WITH found AS (
    SELECT
        r.run_id, r.mentions, r.events, r.quotes,
        (SELECT count(*) FROM new_mentions m JOIN new_articles a USING (article_id)
            WHERE a.run_id = r.run_id) AS mentions_there,
        (SELECT count(*) FROM new_events e WHERE e.run_id = r.run_id) AS events_there,
        (SELECT count(*) FROM new_quotes q WHERE q.run_id = r.run_id) AS quotes_there
    FROM runs r
    WHERE r.outcome = 'loaded'
        AND (r.run_id = getvariable('run_id') OR getvariable('run_id') IS NULL)
        AND r.run_id NOT IN (SELECT run_id FROM rejects WHERE reason = 'retired')
        AND NOT EXISTS (FROM runs WHERE outcome = 'recoded')
)
SELECT * FROM found
WHERE mentions <> mentions_there OR events <> events_there OR quotes <> quotes_there
