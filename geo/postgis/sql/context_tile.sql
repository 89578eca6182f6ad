-- Cuts a tile of context. $1, $2, $3 are its zoom, x and y. $4 and $5 are the
-- kinds and classes of features that it shows and $6 the kinds of places, the
-- most important first. $7 says whether lines carry names; $8 is how many
-- features a layer is made of at most, and $9 how many names.
--
-- What is found is one materialised table: so nothing runs in parallel, and
-- equal data give equal bytes. Lines come in hundreds of pieces; those of equal
-- class and name are joined, so that simplifying has something to simplify.
-- Water smaller than two pixels of 512 to a tile is left out.
with tile as materialized (
  select ST_TileEnvelope($1, $2, $3) as square,
    ST_Transform(ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096), 4326) as reach,
    40075016.7 / 2 ^ $1 / 1024 as half_pixel
), source as materialized (
  select id from diemnong.gazetteer_source where public
), shown as materialized (
  select kind, class, rank from unnest($4::text[], $5::text[]) with ordinality as s (kind, class, rank)
), found as materialized (
  select kind, class, rank, left(name, 120) as name, ST_Transform(geom, 3857) as geom from (
    select f.kind, f.class, f.name, s.rank, f.geom,
      row_number() over (partition by f.kind order by s.rank, size desc, f.id) as n
    from tile
      join diemnong.gazetteer_feature f on f.geom && tile.reach
      join source on source.id = f.source_id
      join shown s on s.kind = f.kind and s.class = f.class
      cross join lateral (select greatest(ST_XMax(f.geom) - ST_XMin(f.geom), ST_YMax(f.geom) - ST_YMin(f.geom)) as size) as box
    where f.kind <> 'water' or size > 360.0 / 2 ^ $1 / 256
  ) as candidates where n <= $8
), line as materialized (
  select kind, class, name, rank, ST_Simplify(ST_LineMerge(ST_Collect(geom)), max(half_pixel)) as geom from (
    select kind, class, case when $7 then name else '' end as name, rank, geom, half_pixel
    from found, tile where kind in ('waterway', 'road', 'rail') order by rank, name, ST_XMin(geom), ST_YMin(geom)
  ) as pieces group by kind, class, name, rank
), place as materialized (
  select p.kind, left(p.name, 120) as name, s.rank, ST_Transform(p.geom, 3857) as geom
  from tile
    join diemnong.gazetteer_place p on p.geom && ST_Transform(tile.square, 4326)
    join source on source.id = p.source_id
    join unnest($6::text[]) with ordinality as s (kind, rank) on s.kind = p.kind
  order by s.rank, p.radius_m desc, p.id limit $9
)
select
  coalesce((select ST_AsMVT(l, 'water', 4096, 'geom', 'id') from (
    select row_number() over (order by rank, ST_XMin(geom), ST_YMin(geom)) as id, class,
      ST_AsMVTGeom(ST_Simplify(geom, half_pixel), square, 4096, 64) as geom
    from found, tile where kind = 'water') as l where geom is not null), '')
  || coalesce((select ST_AsMVT(l, 'waterways', 4096, 'geom', 'id') from (
    select row_number() over (order by rank, name) as id, class, nullif(name, '') as name, ST_AsMVTGeom(geom, square, 4096, 64) as geom
    from line, tile where kind = 'waterway') as l where geom is not null), '')
  || coalesce((select ST_AsMVT(l, 'roads', 4096, 'geom', 'id') from (
    select row_number() over (order by rank desc, name) as id, class, nullif(name, '') as name, ST_AsMVTGeom(geom, square, 4096, 64) as geom
    from line, tile where kind = 'road') as l where geom is not null), '')
  || coalesce((select ST_AsMVT(l, 'rail', 4096, 'geom', 'id') from (
    select row_number() over (order by rank, name) as id, class, nullif(name, '') as name, ST_AsMVTGeom(geom, square, 4096, 64) as geom
    from line, tile where kind = 'rail') as l where geom is not null), '')
  || coalesce((select ST_AsMVT(l, 'stations', 4096, 'geom', 'id') from (
    select row_number() over (order by rank, name, ST_XMin(geom), ST_YMin(geom)) as id, class, nullif(name, '') as name,
      ST_AsMVTGeom(ST_Centroid(geom), square, 4096, 0) as geom
    from found, tile where kind = 'station') as l where geom is not null), '')
  || coalesce((select ST_AsMVT(l, 'places', 4096, 'geom', 'id') from (
    select row_number() over (order by rank, name, ST_XMin(geom), ST_YMin(geom)) as id, kind, name, rank,
      ST_AsMVTGeom(geom, square, 4096, 0) as geom
    from place, tile) as l where geom is not null), '')
