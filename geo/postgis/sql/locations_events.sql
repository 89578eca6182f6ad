-- $1 bigint[] ids, $2 the time. Adds to each history that the complaint was
-- relocated, in the state that it is in.
insert into diemnong.complaint_event (complaint_id, seq, at, kind, status, due_at, closed_at)
select c.id, coalesce(e.seq, 0) + 1, greatest($2::timestamptz, e.at, c.received_at), 'relocated', c.status, c.due_at, c.closed_at
from diemnong.complaint c
left join lateral (
  select e.seq, e.at
  from diemnong.complaint_event e
  where e.complaint_id = c.id
  order by e.seq desc
  limit 1
) e on true
where c.id = any($1)
