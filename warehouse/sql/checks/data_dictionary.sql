-- Every column of every table and view is in data_dictionary, with a meaning, and no other.
-- severity: error
WITH there AS (
    SELECT table_name AS "table", column_name AS "column" FROM duckdb_columns()
    WHERE NOT internal AND database_name = current_database()
        AND NOT starts_with(table_name, 'new_') AND schema_name = 'main'
)
SELECT coalesce(d."table", t."table") AS "table", coalesce(d."column", t."column") AS "column",
    d.description
FROM (SELECT * FROM data_dictionary WHERE kind <> 'macro') d
FULL JOIN there t USING ("table", "column")
WHERE d."column" IS NULL OR t."column" IS NULL OR trim(d.description) = ''
