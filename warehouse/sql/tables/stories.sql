-- One row an event in the world: the rows of events that agree on root, actors, day and country.
-- A copy of an article reports what its original reports.
WITH reports AS (
    SELECT e.*, a.article_id AS reported_by, a.source AS publisher, a.published_at
    FROM events e
    JOIN articles a ON coalesce(a.duplicate_of, a.article_id) = e.article_id
)
SELECT
    story_id,
    any_value(event_root) AS event_root,
    any_value(source_actor_id) AS source_actor_id,
    any_value(target_actor_id) AS target_actor_id,
    any_value(event_date) AS event_date,
    any_value(country) AS country,
    count(DISTINCT event_id) AS n_events,
    count(DISTINCT reported_by) AS n_articles,
    count(DISTINCT publisher) AS n_sources,
    min(published_at) AS first_seen,
    max(published_at) AS last_seen,
    first(event_id ORDER BY confidence DESC, published_at, event_id) AS representative_event_id
FROM reports
GROUP BY story_id
ORDER BY story_id
