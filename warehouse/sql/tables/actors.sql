-- One row an actor: the fullest of all descriptions ever seen, and when it was seen.
-- actors_seen holds the published rows of the actors that new articles describe, and a row for
-- each new description. Taking the greatest under a total order gives the same row in whatever
-- order articles arrive.
SELECT
    actor_id, name, kind, country, role, code, wikidata_id,
    min(first_seen) OVER actor AS first_seen,
    max(last_seen) OVER actor AS last_seen
FROM actors_seen
WINDOW actor AS (PARTITION BY actor_id)
QUALIFY row_number() OVER (
    PARTITION BY actor_id
    ORDER BY
        (country IS NOT NULL)::INT + (role IS NOT NULL)::INT
            + (code IS NOT NULL)::INT + (wikidata_id IS NOT NULL)::INT DESC,
        length(name) DESC, name, kind, country, role, code, wikidata_id
) = 1
ORDER BY actor_id
