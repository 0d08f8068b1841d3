-- All that an actor did, suffered, said and was said about, day by day, as in
-- SELECT * FROM timeline('Vladimir Putin'). Takes a name, another form of it, or an actor_id.
-- parameters: actor
-- day: Day of the event, or of the article that quotes
-- kind: event or quote
-- part: source, target, speaker or about
-- name: Name of the actor
-- other_name: Who else is in it: target, source, who is spoken about, speaker
-- what: Name of the action, or the cue of the statement
-- status: As in events; null for a quote
-- text: The sentence that says so, or the statement
-- title: Headline of the article
-- source: Publisher of the article
-- url: Address of the article
-- id: event_id or quote_id
WITH wanted AS (
    SELECT actor_id, name FROM actors
    WHERE actor_id = actor OR lower(name) = lower(actor) OR actor_id IN (
        SELECT al.actor_id FROM actor_aliases al WHERE lower(al.alias) = lower(actor)
    )
), found AS (
    SELECT
        e.event_date AS day, 'event' AS kind, 'source' AS part, w.name, t.name AS other_name,
        coalesce(e.event_label, e.trigger) AS what, e.status, e.text, e.article_id,
        e.event_id AS id
    FROM events e JOIN wanted w ON w.actor_id = e.source_actor_id
    LEFT JOIN actors t ON t.actor_id = e.target_actor_id
    UNION ALL
    SELECT
        e.event_date, 'event', 'target', w.name, s.name,
        coalesce(e.event_label, e.trigger), e.status, e.text, e.article_id, e.event_id
    FROM events e JOIN wanted w ON w.actor_id = e.target_actor_id
    LEFT JOIN actors s ON s.actor_id = e.source_actor_id
    UNION ALL
    SELECT
        a.published_at::DATE, 'quote', 'speaker', w.name,
        (SELECT string_agg(DISTINCT p.name, ', ' ORDER BY p.name) FROM quote_actors qa
            JOIN actors p USING (actor_id) WHERE qa.quote_id = q.quote_id),
        q.cue, NULL, q.text, q.article_id, q.quote_id
    FROM quotes q JOIN wanted w ON w.actor_id = q.speaker_actor_id
    JOIN articles a USING (article_id)
    UNION ALL
    SELECT DISTINCT
        a.published_at::DATE, 'quote', 'about', w.name, s.name, q.cue, NULL, q.text,
        q.article_id, q.quote_id
    FROM quotes q JOIN quote_actors qa USING (quote_id) JOIN wanted w ON w.actor_id = qa.actor_id
    JOIN articles a USING (article_id)
    LEFT JOIN actors s ON s.actor_id = q.speaker_actor_id
)
SELECT
    f.day, f.kind, f.part, f.name, f.other_name, f.what, f.status, f.text,
    ar.title, ar.source, ar.url, f.article_id, f.id
FROM found f JOIN articles ar USING (article_id)
ORDER BY f.day, f.kind, f.part, f.id
