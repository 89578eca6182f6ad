-- Splits streets by the finest areas that they cross: areas without finer ones
-- inside. $1 limits that to streets of a source and $2 to areas of a set, where
-- they are not null. A street within one area is taken as it is, and of one
-- that only touches an area nothing is left. The areas come first, so that
-- PostGIS prepares each outline once for all its streets; the planner, which
-- knows nothing yet of what this transaction has stored, would begin with the
-- streets, so it is not left the choice. A street along a border that two areas
-- share is in both.
insert into diemnong.gazetteer_street_part (street_id, area_id, length_m, geom)
with finest as materialized (
  select a.id, a.geom from diemnong.area a
  where ($2::smallint is null or a.set_id = $2)
    and not exists (select from diemnong.area finer where finer.parent_id = a.id)
)
select crossed.street_id, finest.id, ST_Length(crossed.geom::geography), crossed.geom
from finest cross join lateral (
  select s.id as street_id,
    case when ST_Covers(finest.geom, s.geom) then s.geom
      else ST_Multi(ST_CollectionExtract(ST_Intersection(s.geom, finest.geom), 2)) end as geom
  from diemnong.gazetteer_street s
  where ST_Intersects(finest.geom, s.geom) and s.source_id = coalesce($1::smallint, s.source_id)
  offset 0
) as crossed
where not ST_IsEmpty(crossed.geom)
