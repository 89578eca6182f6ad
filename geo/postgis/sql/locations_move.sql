-- One array per column; $9 holds the text of integer arrays. The complaints are
-- locked, and their earlier places are kept.
update diemnong.complaint c
set located_by = u.located_by, unplaced = u.unplaced, quality = u.quality, flags = u.flags,
  cell = u.cell, radius_m = u.radius_m, score = u.score, areas = u.areas::integer[],
  stated_area_id = u.stated_area_id, source_area_id = u.source_area_id, geom = st_setsrid(st_makepoint(u.lon, u.lat), 4326)
from unnest(
  $1::bigint[], $2::smallint[], $3::smallint[], $4::smallint[], $5::smallint[], $6::bigint[],
  $7::real[], $8::real[], $9::text[], $10::integer[], $11::integer[], $12::double precision[], $13::double precision[]
) as u (id, located_by, unplaced, quality, flags, cell, radius_m, score, areas, stated_area_id, source_area_id, lon, lat)
where c.id = u.id and c.id = any($1)
