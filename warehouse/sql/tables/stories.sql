-- One row an event in the world: what its most confident report says, and how widely it was told.
-- Only the stories in stories_touched. A copy of an article reports what its original reports.
WITH touched AS (
    SELECT * FROM events WHERE story_id IN (SELECT story_id FROM stories_touched)
), reports AS (
    SELECT e.*, a.article_id AS reported_by, a.published_at, o.origin
    FROM touched e
    JOIN articles a ON coalesce(a.duplicate_of, a.article_id) = e.article_id
    JOIN article_origins o ON o.article_id = a.article_id
)
SELECT
    story_id,
    first(event_root ORDER BY confidence DESC, published_at, event_id) AS event_root,
    first(source_actor_id ORDER BY confidence DESC, published_at, event_id) AS source_actor_id,
    first(target_actor_id ORDER BY confidence DESC, published_at, event_id) AS target_actor_id,
    first(event_date ORDER BY confidence DESC, published_at, event_id) AS event_date,
    -- The first report may leave out where; another that says so may fill it in.
    first(country ORDER BY confidence DESC, published_at, event_id)
        FILTER (country IS NOT NULL) AS country,
    count(DISTINCT event_id) AS n_events,
    count(DISTINCT reported_by) AS n_articles,
    count(DISTINCT origin) AS n_sources,
    min(published_at) AS first_seen,
    max(published_at) AS last_seen,
    first(event_id ORDER BY confidence DESC, published_at, event_id) AS representative_event_id
FROM reports
GROUP BY story_id
ORDER BY story_id
