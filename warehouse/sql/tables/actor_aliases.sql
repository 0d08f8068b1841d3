-- Every surface form of an actor and how often it occurs. Pronouns are no names.
SELECT actor_id, text AS alias, count(*) AS n
FROM mentions
WHERE form <> 'pronoun'
GROUP BY actor_id, text
ORDER BY actor_id, alias
