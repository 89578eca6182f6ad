-- Holes between the areas of level $2 of set $1: how many are of at least $3
-- m², and the m² of all of them. A hole is what the outer border of the level
-- encloses and none of its areas has.
with covered as (
  select ST_Union(geom) as geom from diemnong.area where set_id = $1 and level = $2
),
enclosed as (
  select ST_Union(ST_MakePolygon(ST_ExteriorRing((d).geom))) as geom
  from (select ST_Dump(geom) as d from covered) as parts
),
hole as (
  select ST_Area(((ST_Dump(ST_CollectionExtract(ST_Difference(e.geom, c.geom), 3))).geom)::geography) as m2
  from enclosed e, covered c
)
select count(*) filter (where m2 >= $3), coalesce(sum(m2), 0) from hole
