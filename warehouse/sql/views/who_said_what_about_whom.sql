-- Statements with their speaker and each actor spoken about. A statement about two is two rows.
-- published_at (UTC): When the article was published
-- speaker_name: Name of the speaker; null where the text names nobody
-- speaker_country (ISO 3166-1 alpha-3): Country of the speaker
-- said: The statement, without enclosing marks
-- about_actor_id: The actor spoken about
-- about_name: Name of the actor spoken about
-- about_country (ISO 3166-1 alpha-3): Country of the actor spoken about
-- title: Headline of the article
-- source: Publisher of the article
-- url: Address of the article
SELECT
    a.published_at, q.speaker_actor_id, s.name AS speaker_name, s.country AS speaker_country,
    q.kind, q.text AS said,
    about.actor_id AS about_actor_id, w.name AS about_name, w.country AS about_country,
    a.title, a.source, a.url, q.article_id, q.quote_id
FROM quotes q
JOIN (SELECT DISTINCT quote_id, actor_id FROM quote_actors) about USING (quote_id)
JOIN actors w ON w.actor_id = about.actor_id
JOIN articles a USING (article_id)
LEFT JOIN actors s ON s.actor_id = q.speaker_actor_id
