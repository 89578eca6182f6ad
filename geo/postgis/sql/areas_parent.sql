-- Gives the areas $1 the area of level $3 of set $2 as parent that holds the
-- largest part of them, if that is at least half. Tells child, parent and part.
with part as (
  select c.id, p.id as parent_id, p.code as parent,
    ST_Area(ST_Intersection(c.geom, p.geom)) / ST_Area(c.geom) as share
  from diemnong.area c
  join diemnong.area p on p.set_id = $2 and p.level = $3 and ST_Intersects(p.geom, c.geom)
  where c.id = any($1)
),
best as (
  select distinct on (id) id, parent_id, parent, share
  from part where share >= 0.5
  order by id, share desc, parent collate "C"
)
update diemnong.area a set parent_id = best.parent_id
from best where a.id = best.id
returning a.id, a.code, best.parent, best.share
