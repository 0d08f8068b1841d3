-- The network of actors, with one row a source and a target and what passed between them.
-- source_name: Name of the source actor
-- source_country (ISO 3166-1 alpha-3): Its country
-- target_name: Name of the target actor
-- target_country (ISO 3166-1 alpha-3): Its country
-- n_events (events): Events from source to target
-- n_stories (stories): Distinct events in the world among them
-- n_quotes (quotes): Statements of the source about the target
-- verbal_cooperation (events): Of quad class 1
-- material_cooperation (events): Of quad class 2
-- verbal_conflict (events): Of quad class 3
-- material_conflict (events): Of quad class 4
-- goldstein (GDELT's Goldstein scale): Mean over the events
-- first_date: Day of the first event or statement
-- last_date: Day of the last event or statement
WITH links AS (
    SELECT
        source_actor_id, target_actor_id, event_date AS day, event_id, story_id,
        quad_class, goldstein, NULL AS quote_id
    FROM events
    WHERE status IN ('happened', 'ongoing') AND NOT negated
    UNION ALL
    SELECT DISTINCT
        q.speaker_actor_id, about.actor_id, a.published_at::DATE, NULL, NULL, NULL, NULL,
        q.quote_id
    FROM quotes q
    JOIN quote_actors about USING (quote_id)
    JOIN articles a USING (article_id)
)
SELECT
    l.source_actor_id, s.name AS source_name, s.country AS source_country,
    l.target_actor_id, t.name AS target_name, t.country AS target_country,
    count(l.event_id) AS n_events,
    count(DISTINCT l.story_id) AS n_stories,
    count(DISTINCT l.quote_id) AS n_quotes,
    count(*) FILTER (l.quad_class = 1) AS verbal_cooperation,
    count(*) FILTER (l.quad_class = 2) AS material_cooperation,
    count(*) FILTER (l.quad_class = 3) AS verbal_conflict,
    count(*) FILTER (l.quad_class = 4) AS material_conflict,
    avg(l.goldstein) AS goldstein,
    min(l.day) AS first_date,
    max(l.day) AS last_date
FROM links l
JOIN actors s ON s.actor_id = l.source_actor_id
JOIN actors t ON t.actor_id = l.target_actor_id
WHERE l.source_actor_id <> l.target_actor_id
GROUP BY ALL
