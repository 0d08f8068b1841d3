-- Every surface form of an actor and how often it occurs. Pronouns are no names, nor are words
-- for several ("both sides"). aliases_before holds what was counted before of the actors that new
-- mentions name.
SELECT actor_id, alias, sum(n)::BIGINT AS n
FROM (
    SELECT actor_id, alias, n FROM aliases_before
    UNION ALL
    SELECT actor_id, text, count(*)
    FROM new_mentions
    WHERE form <> 'pronoun' AND rule <> 'members'
    GROUP BY ALL
)
GROUP BY actor_id, alias
ORDER BY actor_id, alias
