-- Events a day, in all and by quad class.
-- event_date: Day of the events
-- n_events (events): Events on that day
-- n_stories (stories): Distinct events in the world among them
-- n_articles (articles): Articles that report them
-- verbal_cooperation (events): Of quad class 1
-- material_cooperation (events): Of quad class 2
-- verbal_conflict (events): Of quad class 3
-- material_conflict (events): Of quad class 4
-- goldstein (GDELT's Goldstein scale): Mean over the events
SELECT
    event_date,
    count(*) AS n_events,
    count(DISTINCT story_id) AS n_stories,
    count(DISTINCT article_id) AS n_articles,
    count(*) FILTER (quad_class = 1) AS verbal_cooperation,
    count(*) FILTER (quad_class = 2) AS material_cooperation,
    count(*) FILTER (quad_class = 3) AS verbal_conflict,
    count(*) FILTER (quad_class = 4) AS material_conflict,
    avg(goldstein) AS goldstein
FROM events
WHERE status IN ('happened', 'ongoing') AND NOT negated
GROUP BY event_date
