-- One array per column; $16 holds the text of integer arrays. The second
-- condition on the id lets no plan read all of the table.
update diemnong.complaint c
set received_at = u.received_at, due_at = u.due_at, closed_at = u.closed_at, cell = u.cell,
  source_hash = u.source_hash, stated_area_id = u.stated_area_id, category_id = u.category_id,
  agency_id = u.agency_id, channel = u.channel, status = u.status, quality = u.quality,
  flags = u.flags, reopened = u.reopened, radius_m = u.radius_m, areas = u.areas::integer[],
  geom = st_setsrid(st_makepoint(u.lon, u.lat), 4326)
from unnest(
  $1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::bigint[], $6::bigint[],
  $7::integer[], $8::smallint[], $9::smallint[], $10::smallint[], $11::smallint[], $12::smallint[],
  $13::smallint[], $14::smallint[], $15::real[], $16::text[], $17::double precision[], $18::double precision[]
) as u (
  id, received_at, due_at, closed_at, cell, source_hash,
  stated_area_id, category_id, agency_id, channel, status, quality,
  flags, reopened, radius_m, areas, lon, lat
)
where c.id = u.id and c.id = any($1)
