-- $1 bigint[] ids, $2 the time, $3 the gazetteer's version or null. Notes the
-- present places of complaints that are about to be moved.
insert into diemnong.complaint_location (
  complaint_id, seq, recorded_at, located_by, unplaced, quality, radius_m, score, stated_area_id, geom, gazetteer_version)
select c.id, coalesce(l.seq, 0) + 1, $2, c.located_by, c.unplaced, c.quality, c.radius_m, c.score,
  c.stated_area_id, c.geom, $3::bigint
from diemnong.complaint c
left join lateral (
  select l.seq
  from diemnong.complaint_location l
  where l.complaint_id = c.id
  order by l.seq desc
  limit 1
) l on true
where c.id = any($1)
