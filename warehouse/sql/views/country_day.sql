-- What happened in a country on a day, and what its actors did and suffered anywhere.
-- event_date: Day of the events
-- country (ISO 3166-1 alpha-3): The country
-- country_name: Its name
-- n_events (events): Events that took place there
-- n_stories (stories): Distinct events in the world among them
-- n_articles (articles): Articles that report them
-- verbal_cooperation (events): There, of quad class 1
-- material_cooperation (events): There, of quad class 2
-- verbal_conflict (events): There, of quad class 3
-- material_conflict (events): There, of quad class 4
-- goldstein (GDELT's Goldstein scale): Mean over the events there
-- n_as_source (events): Events anywhere whose source belongs to the country
-- n_as_target (events): Events anywhere whose target belongs to the country
WITH current_events AS (
    SELECT * FROM events WHERE status IN ('happened', 'ongoing') AND NOT negated
), involved AS (
    SELECT 'place' AS part, event_date, country, story_id, article_id, quad_class, goldstein
    FROM current_events WHERE country IS NOT NULL
    UNION ALL
    SELECT 'source', e.event_date, a.country, e.story_id, e.article_id, e.quad_class, e.goldstein
    FROM current_events e JOIN actors a ON a.actor_id = e.source_actor_id
    WHERE a.country IS NOT NULL
    UNION ALL
    SELECT 'target', e.event_date, a.country, e.story_id, e.article_id, e.quad_class, e.goldstein
    FROM current_events e JOIN actors a ON a.actor_id = e.target_actor_id
    WHERE a.country IS NOT NULL
)
SELECT
    i.event_date, i.country, c.name AS country_name,
    count(*) FILTER (i.part = 'place') AS n_events,
    count(DISTINCT i.story_id) FILTER (i.part = 'place') AS n_stories,
    count(DISTINCT i.article_id) FILTER (i.part = 'place') AS n_articles,
    count(*) FILTER (i.part = 'place' AND i.quad_class = 1) AS verbal_cooperation,
    count(*) FILTER (i.part = 'place' AND i.quad_class = 2) AS material_cooperation,
    count(*) FILTER (i.part = 'place' AND i.quad_class = 3) AS verbal_conflict,
    count(*) FILTER (i.part = 'place' AND i.quad_class = 4) AS material_conflict,
    avg(i.goldstein) FILTER (i.part = 'place') AS goldstein,
    count(*) FILTER (i.part = 'source') AS n_as_source,
    count(*) FILTER (i.part = 'target') AS n_as_target
FROM involved i
LEFT JOIN countries c ON c.iso3 = i.country
GROUP BY i.event_date, i.country, c.name
