-- One tile from the plain table, found by its spatial index: the cells at the
-- zoom's resolution with their classes. Tile $1/$2/$3, resolution $4, moment $5.
-- A cell is drawn at the mean of its points: PostGIS has no hexagons of H3.
select st_asmvt(drawn, 'cells', 4096, 'geom')
from (
  select to_hex(cell) as h3, n, on_time, late, open, overdue, undated,
    st_asmvtgeom(st_transform(st_setsrid(st_makepoint(lon, lat), 4326), 3857), st_tileenvelope($1, $2, $3)) as geom
  from (
    select cell, count(*) as n, avg(lon) as lon, avg(lat) as lat,
      count(*) filter (where class = 0) as on_time, count(*) filter (where class = 1) as late,
      count(*) filter (where class = 2) as open, count(*) filter (where class = 3) as overdue,
      count(*) filter (where class > 3) as undated
    from (
      select diemnong.cell_parent(c.cell, $4) as cell, st_x(c.geom) as lon, st_y(c.geom) as lat,
        diemnong.complaint_class(c.status, c.due_at, c.closed_at, $5) as class
      from diemnong.complaint c
      where c.geom && st_transform(st_tileenvelope($1, $2, $3), 4326) and c.cell is not null
    ) as found
    group by cell
  ) as counted
) as drawn
