-- One array per column; $16 holds the text of integer arrays. The second
-- condition on the id lets no plan read all of the table.
--
-- A place that an operator set (located_by 4) stays, with the flags that tell of
-- it (2 + 4 + 8 + 16). What the source states is stored in any case.
update diemnong.complaint c
set received_at = u.received_at, due_at = u.due_at, closed_at = u.closed_at,
  source_hash = u.source_hash, category_id = u.category_id,
  agency_id = u.agency_id, channel = u.channel, status = u.status, reopened = u.reopened,
  flags = case when c.located_by = 4 then (u.flags & ~30) | (c.flags & 30) else u.flags end,
  cell = case when c.located_by = 4 then c.cell else u.cell end,
  stated_area_id = case when c.located_by = 4 then c.stated_area_id else u.stated_area_id end,
  source_area_id = u.source_area_id,
  quality = case when c.located_by = 4 then c.quality else u.quality end,
  radius_m = case when c.located_by = 4 then c.radius_m else u.radius_m end,
  areas = case when c.located_by = 4 then c.areas else u.areas::integer[] end,
  geom = case when c.located_by = 4 then c.geom else st_setsrid(st_makepoint(u.lon, u.lat), 4326) end,
  located_by = case when c.located_by = 4 then c.located_by else u.located_by end,
  unplaced = case when c.located_by = 4 then c.unplaced else u.unplaced end,
  score = case when c.located_by = 4 then c.score else u.score end
from unnest(
  $1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::bigint[], $6::bigint[],
  $7::integer[], $8::smallint[], $9::smallint[], $10::smallint[], $11::smallint[], $12::smallint[],
  $13::smallint[], $14::smallint[], $15::real[], $16::text[], $17::double precision[], $18::double precision[],
  $19::smallint[], $20::smallint[], $21::real[], $22::integer[]
) as u (
  id, received_at, due_at, closed_at, cell, source_hash,
  stated_area_id, category_id, agency_id, channel, status, quality,
  flags, reopened, radius_m, areas, lon, lat,
  located_by, unplaced, score, source_area_id
)
where c.id = u.id and c.id = any($1)
