-- quotes_full has each new quote once.
-- severity: error
SELECT n.quote_id, count(q.quote_id) AS times
FROM new_quotes n LEFT JOIN quotes_full q USING (quote_id)
GROUP BY n.quote_id
HAVING count(q.quote_id) <> 1
