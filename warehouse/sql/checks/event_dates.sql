-- What has happened did not happen after the article that reports it (a day's grace for zones).
-- severity: warning
SELECT e.event_id, e.event_date, a.published_at, e.trigger, e.rule
FROM new_events e JOIN articles a USING (article_id)
WHERE e.status = 'happened' AND e.event_date > a.published_at::DATE + 1
