-- A source that had articles on most days has been silent for three days or more.
-- severity: warning
-- scope: warehouse
WITH last_days AS (
    SELECT source, max(gap_days) FILTER (last_day) AS silent_for, avg((NOT gap)::INTEGER) AS share
    FROM (SELECT *, day = max(day) OVER () AS last_day FROM coverage)
    GROUP BY source
)
SELECT source, silent_for FROM last_days WHERE silent_for >= 3 AND share > 0.5
