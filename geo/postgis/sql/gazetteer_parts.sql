-- Splits streets by the finest areas that they cross: areas without finer ones
-- inside. $1 limits that to streets of a source and $2 to areas of a set, where
-- they are not null. A street within one area is taken as it is, and of one
-- that only touches an area nothing is left. The areas come first, so that
-- PostGIS prepares each outline once for all its streets. A street along a
-- border that two areas share is in both.
insert into diemnong.gazetteer_street_part (street_id, area_id, length_m, geom)
select street_id, area_id, ST_Length(geom::geography), geom
from (
  select s.id as street_id, a.id as area_id,
    case when ST_Covers(a.geom, s.geom) then s.geom
      else ST_Multi(ST_CollectionExtract(ST_Intersection(s.geom, a.geom), 2)) end as geom
  from diemnong.area a join diemnong.gazetteer_street s on ST_Intersects(a.geom, s.geom)
  where ($1::smallint is null or s.source_id = $1) and ($2::smallint is null or a.set_id = $2)
    and not exists (select from diemnong.area finer where finer.parent_id = a.id)
) as crossed
where not ST_IsEmpty(geom)
