-- Quotes with who said them and where they stand.
-- speaker_name: Name of the speaker
-- speaker_kind: Kind of the speaker, as in actors
-- speaker_country (ISO 3166-1 alpha-3): Country of the speaker
-- title: Headline of the article
-- url: Address of the article
-- source: Publisher of the article
-- published_at (UTC): When the article was published
SELECT
    q.*, s.name AS speaker_name, s.kind AS speaker_kind, s.country AS speaker_country,
    a.title, a.url, a.source, a.published_at
FROM quotes q
JOIN articles a USING (article_id)
LEFT JOIN actors s ON s.actor_id = q.speaker_actor_id
