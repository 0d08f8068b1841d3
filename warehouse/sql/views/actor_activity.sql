-- How present each actor is, in mentions, in events as source and as target, and in quotes.
-- n_mentions (mentions): Mentions, pronouns included
-- n_articles (articles): Articles that mention it
-- n_events_as_source (events): Events in which it acts
-- n_events_as_target (events): Events in which it is acted upon
-- n_quotes (quotes): Statements attributed to it
SELECT
    a.actor_id, a.name, a.kind, a.country, a.role, a.code,
    coalesce(m.n, 0) AS n_mentions,
    coalesce(m.articles, 0) AS n_articles,
    coalesce(s.n, 0) AS n_events_as_source,
    coalesce(t.n, 0) AS n_events_as_target,
    coalesce(q.n, 0) AS n_quotes,
    a.first_seen, a.last_seen
FROM actors a
LEFT JOIN (
    SELECT actor_id, count(*) AS n, count(DISTINCT article_id) AS articles
    FROM mentions GROUP BY actor_id
) m USING (actor_id)
LEFT JOIN (
    SELECT source_actor_id AS actor_id, count(*) AS n FROM events
    WHERE status IN ('happened', 'ongoing') AND NOT negated GROUP BY source_actor_id
) s USING (actor_id)
LEFT JOIN (
    SELECT target_actor_id AS actor_id, count(*) AS n FROM events
    WHERE status IN ('happened', 'ongoing') AND NOT negated GROUP BY target_actor_id
) t USING (actor_id)
LEFT JOIN (
    SELECT speaker_actor_id AS actor_id, count(*) AS n FROM quotes GROUP BY speaker_actor_id
) q USING (actor_id)
