-- Who is quoted most?
select a.name as speaker, a.role, a.country, count(*) as quotes,
       count(distinct q.article_id) as articles
from quotes q
join actors a on a.actor_id = q.speaker_actor_id
group by all
order by quotes desc, speaker
limit 10
