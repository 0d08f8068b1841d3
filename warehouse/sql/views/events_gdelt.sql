-- Events in the columns of GDELT 2.0's event table, in its order, with its types, so that published
-- queries run over it. One row is one action by one source to one target in one story, over all
-- articles that report it, as GDELT counts. Only what is reported as fact.
-- GlobalEventID: Number made of the event_id of the first report
-- SQLDATE (YYYYMMDD): Day of the event
-- MonthYear (YYYYMM): Its month
-- Year: Its year
-- FractionDate (years): Year and (month * 30 + day) / 365 of it, as GDELT reckons
-- Actor1Code (CAMEO code): CAMEO code of the source
-- Actor1Name: Name of the source, in capitals
-- Actor1CountryCode (CAMEO country code): Country of the source
-- Actor1KnownGroupCode (CAMEO code): Group that the source is, where it has a code of its own
-- Actor1EthnicCode (CAMEO code): Not coded: null
-- Actor1Religion1Code (CAMEO code): Not coded: null
-- Actor1Religion2Code (CAMEO code): Not coded: null
-- Actor1Type1Code (CAMEO role): Role of the source
-- Actor1Type2Code (CAMEO role): Second role of the source
-- Actor1Type3Code (CAMEO role): Third role of the source
-- Actor2Code (CAMEO code): CAMEO code of the target
-- Actor2Name: Name of the target, in capitals
-- Actor2CountryCode (CAMEO country code): Country of the target
-- Actor2KnownGroupCode (CAMEO code): Group that the target is, where it has a code of its own
-- Actor2EthnicCode (CAMEO code): Not coded: null
-- Actor2Religion1Code (CAMEO code): Not coded: null
-- Actor2Religion2Code (CAMEO code): Not coded: null
-- Actor2Type1Code (CAMEO role): Role of the target
-- Actor2Type2Code (CAMEO role): Second role of the target
-- Actor2Type3Code (CAMEO role): Third role of the target
-- IsRootEvent: 1 where it stands in the first three sentences of an article
-- EventCode (CAMEO code): What was done
-- EventBaseCode (CAMEO code): Its first three digits
-- EventRootCode (CAMEO root): Its first two digits
-- QuadClass: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
-- GoldsteinScale (GDELT's Goldstein scale): From -10 (conflict) to 10 (cooperation)
-- NumMentions (events): Rows of events_current that report it
-- NumSources (sources): Independent sources that report it
-- NumArticles (articles): Articles that report it
-- AvgTone: Tone is not measured: null
-- Actor1Geo_Type: 1 country, 3 city in the United States, 4 city elsewhere, 2 and 5 regions
-- Actor1Geo_FullName: Country of the source, with the country
-- Actor1Geo_CountryCode (FIPS 10-4): Country of country of the source
-- Actor1Geo_ADM1Code (FIPS 10-4): The country's code: divisions are not coded
-- Actor1Geo_ADM2Code: Not coded: null
-- Actor1Geo_Lat (degrees north): Latitude
-- Actor1Geo_Long (degrees east): Longitude
-- Actor1Geo_FeatureID: FIPS code of a country, GeoNames id of another place
-- Actor2Geo_Type: 1 country, 3 city in the United States, 4 city elsewhere, 2 and 5 regions
-- Actor2Geo_FullName: Country of the target, with the country
-- Actor2Geo_CountryCode (FIPS 10-4): Country of country of the target
-- Actor2Geo_ADM1Code (FIPS 10-4): The country's code: divisions are not coded
-- Actor2Geo_ADM2Code: Not coded: null
-- Actor2Geo_Lat (degrees north): Latitude
-- Actor2Geo_Long (degrees east): Longitude
-- Actor2Geo_FeatureID: FIPS code of a country, GeoNames id of another place
-- ActionGeo_Type: 1 country, 3 city in the United States, 4 city elsewhere, 2 and 5 regions
-- ActionGeo_FullName: Place of the event, with the country
-- ActionGeo_CountryCode (FIPS 10-4): Country of place of the event
-- ActionGeo_ADM1Code (FIPS 10-4): The country's code: divisions are not coded
-- ActionGeo_ADM2Code: Not coded: null
-- ActionGeo_Lat (degrees north): Latitude
-- ActionGeo_Long (degrees east): Longitude
-- ActionGeo_FeatureID: FIPS code of a country, GeoNames id of another place
-- DATEADDED (YYYYMMDDHHMMSS, UTC): When the first report was received
-- SOURCEURL: Address of the first report
WITH coded AS (
    SELECT
        a.*, c.name AS country_name, c.fips, c.latitude, c.longitude,
        -- A code is a country and chunks of three letters: roles, and groups with a code.
        list_filter(
            regexp_extract_all(
                CASE WHEN starts_with(a.code, a.country) THEN substring(a.code, 4) ELSE a.code END,
                '[A-Z]{3}'
            ),
            lambda chunk: chunk <> coalesce(a.country, '')
        ) AS chunks,
        list_filter(chunks, lambda chunk: chunk IN (
            'GOV', 'MIL', 'REB', 'OPP', 'PTY', 'COP', 'JUD', 'SPY', 'LEG', 'MED', 'EDU', 'BUS',
            'CRM', 'CVL', 'ELI', 'LAB', 'REF', 'AGR', 'HLH', 'REL', 'NGO', 'IGO', 'IMG', 'MNC',
            'INT', 'ENV', 'HRI', 'DEV', 'MOD', 'RAD', 'SEP', 'INS', 'UAF', 'SET', 'TOP', 'MID'
        )) AS roles,
        list_filter(chunks, lambda chunk: NOT list_contains(roles, chunk))[1] AS known_group
    FROM actors a LEFT JOIN countries c ON c.iso3 = a.country
), reports AS (
    SELECT
        e.*, a.url, a.published_at, a.ingested_at, o.origin,
        row_number() OVER same AS place_in_line,
        count(*) OVER same_all AS n_mentions,
        min(e.sentence) OVER same_all AS first_sentence
    FROM events e
    JOIN articles a USING (article_id)
    JOIN article_origins o USING (article_id)
    WHERE e.status IN ('happened', 'ongoing') AND NOT e.negated
    WINDOW
        same AS (
            PARTITION BY e.story_id, e.source_actor_id, e.target_actor_id, e.event_code
            ORDER BY a.published_at, e.event_id
        ),
        same_all AS (
            PARTITION BY e.story_id, e.source_actor_id, e.target_actor_id, e.event_code
        )
), counted AS (
    SELECT
        e.story_id, e.source_actor_id, e.target_actor_id, e.event_code,
        count(DISTINCT a.article_id) AS n_articles, count(DISTINCT o.origin) AS n_sources
    FROM events e
    JOIN articles a ON coalesce(a.duplicate_of, a.article_id) = e.article_id
    JOIN article_origins o ON o.article_id = a.article_id
    WHERE e.status IN ('happened', 'ongoing') AND NOT e.negated
    GROUP BY ALL
)
SELECT
    ('0x' || left(r.event_id, 15))::BIGINT AS GlobalEventID,
    strftime(r.event_date, '%Y%m%d')::INTEGER AS SQLDATE,
    strftime(r.event_date, '%Y%m')::INTEGER AS MonthYear,
    year(r.event_date)::INTEGER AS Year,
    (year(r.event_date) + (month(r.event_date) * 30 + day(r.event_date)) / 365.0)::DOUBLE
        AS FractionDate,
    a1.code AS Actor1Code,
    upper(a1.name) AS Actor1Name,
    a1.country AS Actor1CountryCode,
    a1.known_group AS Actor1KnownGroupCode,
    NULL::VARCHAR AS Actor1EthnicCode,
    NULL::VARCHAR AS Actor1Religion1Code,
    NULL::VARCHAR AS Actor1Religion2Code,
    a1.roles[1] AS Actor1Type1Code,
    a1.roles[2] AS Actor1Type2Code,
    a1.roles[3] AS Actor1Type3Code,
    a2.code AS Actor2Code,
    upper(a2.name) AS Actor2Name,
    a2.country AS Actor2CountryCode,
    a2.known_group AS Actor2KnownGroupCode,
    NULL::VARCHAR AS Actor2EthnicCode,
    NULL::VARCHAR AS Actor2Religion1Code,
    NULL::VARCHAR AS Actor2Religion2Code,
    a2.roles[1] AS Actor2Type1Code,
    a2.roles[2] AS Actor2Type2Code,
    a2.roles[3] AS Actor2Type3Code,
    (r.first_sentence < 3)::INTEGER AS IsRootEvent,
    r.event_code AS EventCode,
    left(r.event_code, 3) AS EventBaseCode,
    r.event_root AS EventRootCode,
    r.quad_class AS QuadClass,
    r.goldstein AS GoldsteinScale,
    r.n_mentions::INTEGER AS NumMentions,
    c.n_sources::INTEGER AS NumSources,
    c.n_articles::INTEGER AS NumArticles,
    NULL::DOUBLE AS AvgTone,
    CASE WHEN a1.fips IS NOT NULL THEN 1 END AS Actor1Geo_Type,
    a1.country_name AS Actor1Geo_FullName,
    a1.fips AS Actor1Geo_CountryCode,
    a1.fips AS Actor1Geo_ADM1Code,
    NULL::VARCHAR AS Actor1Geo_ADM2Code,
    a1.latitude AS Actor1Geo_Lat,
    a1.longitude AS Actor1Geo_Long,
    a1.fips AS Actor1Geo_FeatureID,
    CASE WHEN a2.fips IS NOT NULL THEN 1 END AS Actor2Geo_Type,
    a2.country_name AS Actor2Geo_FullName,
    a2.fips AS Actor2Geo_CountryCode,
    a2.fips AS Actor2Geo_ADM1Code,
    NULL::VARCHAR AS Actor2Geo_ADM2Code,
    a2.latitude AS Actor2Geo_Lat,
    a2.longitude AS Actor2Geo_Long,
    a2.fips AS Actor2Geo_FeatureID,
    CASE
        WHEN r.country IS NULL AND r.latitude IS NULL THEN 0
        WHEN r.place_name = p.name OR r.place_precision = 'country' THEN 1
        WHEN r.place_precision = 'region' THEN CASE r.country WHEN 'USA' THEN 2 ELSE 5 END
        ELSE CASE r.country WHEN 'USA' THEN 3 ELSE 4 END
    END::INTEGER AS ActionGeo_Type,
    concat_ws(', ', nullif(coalesce(r.place_name, r.place), p.name), p.name) AS ActionGeo_FullName,
    p.fips AS ActionGeo_CountryCode,
    p.fips AS ActionGeo_ADM1Code,
    NULL::VARCHAR AS ActionGeo_ADM2Code,
    r.latitude AS ActionGeo_Lat,
    r.longitude AS ActionGeo_Long,
    CASE ActionGeo_Type WHEN 1 THEN p.fips ELSE r.geonames_id END AS ActionGeo_FeatureID,
    strftime(r.ingested_at, '%Y%m%d%H%M%S')::BIGINT AS DATEADDED,
    r.url AS SOURCEURL
FROM reports r
JOIN counted c
    ON c.story_id = r.story_id AND c.event_code = r.event_code
    AND c.source_actor_id IS NOT DISTINCT FROM r.source_actor_id
    AND c.target_actor_id IS NOT DISTINCT FROM r.target_actor_id
LEFT JOIN coded a1 ON a1.actor_id = r.source_actor_id
LEFT JOIN coded a2 ON a2.actor_id = r.target_actor_id
LEFT JOIN countries p ON p.iso3 = r.country
WHERE r.place_in_line = 1
