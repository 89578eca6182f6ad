-- Stores the staged areas as level $2 of set $1. An area whose code the set
-- has keeps its id. A label that lies outside its area is replaced. Gives how
-- many areas are new and how many were kept: a row that an insertion made has
-- no xmax.
with stored as (
  insert into diemnong.area as old
    (set_id, level, code, name, name_en, population, area_km2, label, geom)
  select $1, $2, code, name, name_en, population, area_km2,
    case when ST_Covers(geom, label) then label else ST_PointOnSurface(geom) end, geom
  from diemnong.area_draft
  order by code collate "C"
  on conflict (set_id, code) do update set
    name = excluded.name, name_en = excluded.name_en, population = excluded.population,
    area_km2 = excluded.area_km2, label = excluded.label, geom = excluded.geom
  returning xmax = 0 as added
)
select count(*) filter (where added), count(*) filter (where not added) from stored
