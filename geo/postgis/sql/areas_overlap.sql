-- Pairs of areas of level $2 of set $1 that share ground, and how many m²; the
-- largest first.
with shared as (
  select a.code as a, b.code as b,
    ST_Area(ST_CollectionExtract(ST_Intersection(a.geom, b.geom), 3)::geography) as m2
  from diemnong.area a
  join diemnong.area b on b.set_id = a.set_id and b.level = a.level
    and b.code collate "C" > a.code collate "C" and ST_Intersects(a.geom, b.geom)
  where a.set_id = $1 and a.level = $2
)
select a, b, m2 from shared where m2 > 0 order by m2 desc, a collate "C", b collate "C"
