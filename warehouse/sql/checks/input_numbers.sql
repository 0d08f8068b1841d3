-- In every run, read = loaded + duplicate + rejected.
-- severity: error
SELECT run_id, read, loaded, duplicate, rejected
FROM runs
WHERE read <> loaded + duplicate + rejected
