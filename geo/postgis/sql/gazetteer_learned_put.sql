-- Stores address points of source $1 that were learned from complaints: one
-- array per column, with '' in $6 where the point is used.
insert into diemnong.gazetteer_address as old
  (source_id, source_ref, complaint_id, street, number, weight, rejected, geom)
select $1, u.complaint_id::text, u.complaint_id, u.street, u.number, u.weight, nullif(u.rejected, ''),
  ST_SetSRID(ST_MakePoint(u.lon, u.lat), 4326)
from unnest($2::bigint[], $3::text[], $4::text[], $5::real[], $6::text[], $7::double precision[], $8::double precision[])
  as u (complaint_id, street, number, weight, rejected, lon, lat)
on conflict (source_id, source_ref) do update set
  street = excluded.street, number = excluded.number, weight = excluded.weight,
  rejected = excluded.rejected, geom = excluded.geom
