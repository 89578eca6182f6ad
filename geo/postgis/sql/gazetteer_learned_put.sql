-- Stores address points of source $1 that were learned from complaints: one
-- array per column, with '' in $7 where the point is used.
insert into diemnong.gazetteer_address as old
  (source_id, source_ref, complaint_id, street, street_key, number, area_set, area_code, weight, rejected, geom)
select $1, u.complaint_id::text, u.complaint_id, u.street, u.street_key, u.number, u.area_set, u.area_code, u.weight, nullif(u.rejected, ''),
  ST_SetSRID(ST_MakePoint(u.lon, u.lat), 4326)
from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::real[], $7::text[],
  $8::double precision[], $9::double precision[],
  $10::text[], $11::text[]) as u (complaint_id, street, street_key, number, weight, rejected, lon, lat, area_set, area_code)
on conflict (source_id, source_ref) do update set
  street = excluded.street, street_key = excluded.street_key, number = excluded.number,
  area_set = excluded.area_set, area_code = excluded.area_code, weight = excluded.weight,
  rejected = excluded.rejected, forgotten_hash = null, geom = excluded.geom
