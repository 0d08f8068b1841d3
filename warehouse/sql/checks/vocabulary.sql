-- Columns with a closed vocabulary hold nothing else.
-- severity: error
SELECT 'actors.kind' AS "column", kind AS value, actor_id AS id FROM actors
WHERE kind NOT IN ('person', 'organization', 'government', 'military', 'armed_group', 'country',
    'city_or_region', 'population', 'other')
UNION ALL SELECT 'mentions.form', form, mention_id FROM new_mentions
WHERE form NOT IN ('name', 'nominal', 'pronoun', 'demonym')
UNION ALL SELECT 'articles.published_basis', published_basis, article_id FROM new_articles
WHERE published_basis NOT IN ('article', 'url', 'text', 'option', 'ingest')
UNION ALL SELECT 'articles.skipped', skipped, article_id FROM new_articles
WHERE skipped IS DISTINCT FROM CASE WHEN duplicate_of IS NOT NULL THEN 'copy'
    WHEN language <> 'en' THEN 'language' END
UNION ALL SELECT 'quotes.kind', kind, quote_id FROM new_quotes
WHERE kind NOT IN ('direct', 'mixed', 'indirect')
UNION ALL SELECT 'events.status', status, event_id FROM new_events
WHERE status NOT IN
    ('happened', 'ongoing', 'claimed', 'planned', 'requested', 'hypothetical', 'denied')
UNION ALL SELECT 'events.date_precision', date_precision, event_id FROM new_events
WHERE date_precision NOT IN ('day', 'week', 'month', 'year', 'article')
UNION ALL SELECT 'events.place_precision', place_precision, event_id FROM new_events
WHERE place_precision NOT IN ('city', 'region', 'country', 'dateline')
UNION ALL SELECT 'events.event_root', event_root, event_id FROM new_events
WHERE NOT regexp_full_match(event_root, '0[1-9]|1[0-9]|20') OR NOT starts_with(event_code, event_root)
UNION ALL SELECT 'events.quad_class', quad_class::VARCHAR, event_id FROM new_events
WHERE quad_class NOT BETWEEN 1 AND 4
UNION ALL SELECT 'events.country', country, event_id FROM new_events
WHERE NOT regexp_full_match(country, '[A-Z]{3}')
