-- $1 bigint[] ids. The stored state of complaints that are about to be
-- updated, locked in the order of id so that two writers cannot block each other.
select c.id, c.received_at, c.due_at, c.closed_at, c.status, c.reopened,
  coalesce(st_x(c.geom), 0), coalesce(st_y(c.geom), 0), c.quality, coalesce(c.stated_area_id, 0), c.located_by,
  coalesce(e.seq, 0), e.at
from diemnong.complaint c
left join lateral (
  select e.seq, e.at
  from diemnong.complaint_event e
  where e.complaint_id = c.id
  order by e.seq desc
  limit 1
) e on true
where c.id = any($1)
order by c.id
for update of c
