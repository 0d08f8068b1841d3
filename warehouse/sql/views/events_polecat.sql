-- Events in the columns of POLECAT (PLOVER's coded data), in its order. A row an event reported as
-- fact, in the words of one article. A column's name holds spaces: write it in double quotes.
-- Event ID: event_id
-- Event Date: Day of the event
-- Event Type: PLOVER type
-- Event Mode: Mode, where the CAMEO code implies one
-- Intensity (GDELT's Goldstein scale): Goldstein value of the CAMEO code
-- Quad Code: VERBAL COOPERATION, MATERIAL COOPERATION, VERBAL CONFLICT or MATERIAL CONFLICT
-- Contexts: Contexts are not coded: null
-- Actor Name: Name of the source
-- Actor Country (ISO 3166-1 alpha-3): Country of the source
-- Actor COW: Numbers of the Correlates of War project are not coded: null
-- Primary Actor Sector (PLOVER sector): Sector of the source
-- Actor Sectors (PLOVER sectors): The same: one sector is coded
-- Actor Title: Not coded apart from the words: null
-- Actor Name Raw: The source in the article's words
-- Wikipedia Actor ID: Item of the source at Wikidata, where known
-- Recipient Name: Name of the target
-- Recipient Country (ISO 3166-1 alpha-3): Country of the target
-- Recipient COW: Numbers of the Correlates of War project are not coded: null
-- Primary Recipient Sector (PLOVER sector): Sector of the target
-- Recipient Sectors (PLOVER sectors): The same: one sector is coded
-- Recipient Title: Not coded apart from the words: null
-- Recipient Name Raw: The target in the article's words
-- Wikipedia Recipient ID: Item of the target at Wikidata, where known
-- Placename: Place of the event, with the country
-- City: City
-- District: Not coded: null
-- Province: Region, where the place is one
-- Country (ISO 3166-1 alpha-3): Country of the place
-- Latitude (degrees north): Latitude
-- Longitude (degrees east): Longitude
-- GeoNames ID: Of the place
-- Raw Placename: Place in the article's words
-- Feature Type: city, region or country
-- Source: Publisher of the article
-- Publication Date: Day of publication
-- Story People: Persons that the article names, separated by '; '
-- Story Organizations: Organisations that it names
-- Story Locations: Countries and places that it names
-- Language (ISO 639-1): Language of the article
-- Version: Version of the schema
WITH named AS (
    SELECT
        m.article_id,
        string_agg(DISTINCT a.name, '; ' ORDER BY a.name) FILTER (a.kind = 'person') AS people,
        string_agg(DISTINCT a.name, '; ' ORDER BY a.name) FILTER (
            a.kind IN ('organization', 'government', 'military', 'armed_group')
        ) AS organizations,
        string_agg(DISTINCT a.name, '; ' ORDER BY a.name) FILTER (
            a.kind IN ('country', 'city_or_region')
        ) AS locations
    FROM mentions m JOIN actors a USING (actor_id)
    WHERE m.form = 'name'
    GROUP BY m.article_id
)
SELECT
    e.event_id AS "Event ID",
    e.event_date AS "Event Date",
    upper(e.plover_type) AS "Event Type",
    -- Modes of PLOVER that a CAMEO code names in full; the others need more than the code.
    CASE
        WHEN e.event_code IN ('042', '043') THEN 'visit'
        WHEN e.event_code = '041' THEN 'phone'
        WHEN e.event_code = '045' THEN 'third-party'
        WHEN starts_with(e.event_code, '141') THEN 'demo'
        WHEN starts_with(e.event_code, '142') THEN 'hunger'
        WHEN starts_with(e.event_code, '143') THEN 'strike'
        WHEN starts_with(e.event_code, '144') THEN 'obstruct'
        WHEN starts_with(e.event_code, '145') THEN 'riot'
        WHEN e.event_code IN ('171', '1711') THEN 'seize'
        WHEN e.event_code = '1712' THEN 'destroy'
        WHEN e.event_code = '173' THEN 'arrest'
        WHEN e.event_code = '174' THEN 'deport'
        WHEN e.event_code = '175' THEN 'crowd-control'
        WHEN e.event_code = '181' THEN 'abduct'
        WHEN e.event_code = '1821' THEN 'sexual'
        WHEN e.event_code = '1822' THEN 'torture'
        WHEN e.event_code = '1831' THEN 'suicide-attack'
        WHEN starts_with(e.event_code, '183') THEN 'explosives'
        WHEN e.event_code IN ('185', '186') THEN 'targeted'
        WHEN e.event_code = '193' THEN 'firearms'
        WHEN e.event_code = '194' THEN 'heavy-weapons'
        WHEN starts_with(e.event_code, '195') THEN 'aerial'
    END AS "Event Mode",
    e.goldstein AS "Intensity",
    CASE e.quad_class
        WHEN 1 THEN 'VERBAL COOPERATION' WHEN 2 THEN 'MATERIAL COOPERATION'
        WHEN 3 THEN 'VERBAL CONFLICT' WHEN 4 THEN 'MATERIAL CONFLICT'
    END AS "Quad Code",
    NULL::VARCHAR AS "Contexts",
    s.name AS "Actor Name",
    s.country AS "Actor Country",
    NULL::INTEGER AS "Actor COW",
    s.role AS "Primary Actor Sector",
    s.role AS "Actor Sectors",
    NULL::VARCHAR AS "Actor Title",
    e.source_text AS "Actor Name Raw",
    s.wikidata_id AS "Wikipedia Actor ID",
    t.name AS "Recipient Name",
    t.country AS "Recipient Country",
    NULL::INTEGER AS "Recipient COW",
    t.role AS "Primary Recipient Sector",
    t.role AS "Recipient Sectors",
    NULL::VARCHAR AS "Recipient Title",
    e.target_text AS "Recipient Name Raw",
    t.wikidata_id AS "Wikipedia Recipient ID",
    nullif(concat_ws(', ', nullif(e.place_name, c.name), c.name), '') AS "Placename",
    CASE WHEN e.place_precision IN ('city', 'dateline') THEN e.place_name END AS "City",
    NULL::VARCHAR AS "District",
    CASE WHEN e.place_precision = 'region' THEN e.place_name END AS "Province",
    e.country AS "Country",
    e.latitude AS "Latitude",
    e.longitude AS "Longitude",
    e.geonames_id AS "GeoNames ID",
    e.place AS "Raw Placename",
    CASE e.place_precision WHEN 'dateline' THEN 'city' ELSE e.place_precision END AS "Feature Type",
    a.source AS "Source",
    a.published_at::DATE AS "Publication Date",
    n.people AS "Story People",
    n.organizations AS "Story Organizations",
    n.locations AS "Story Locations",
    a.language AS "Language",
    e.schema_version AS "Version"
FROM events e
JOIN articles a USING (article_id)
LEFT JOIN actors s ON s.actor_id = e.source_actor_id
LEFT JOIN actors t ON t.actor_id = e.target_actor_id
LEFT JOIN countries c ON c.iso3 = e.country
LEFT JOIN named n ON n.article_id = e.article_id
WHERE e.status IN ('happened', 'ongoing') AND NOT e.negated
