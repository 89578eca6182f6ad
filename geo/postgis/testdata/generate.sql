-- A city in plain SQL; @n stands for the number of complaints. Numbers come
-- from mixing bits of the row's number, so that every run gives the same city.
insert into diemnong.city (code, name, name_en, time_zone, west, south, east, north)
values ('bench', 'Bench', 'Bench', 'Asia/Ho_Chi_Minh', 106, 10, 108, 12);

insert into diemnong.area_set (id, code, name, name_en) values (1, 'old', 'Old', 'Old'), (2, 'new', 'New', 'New');
insert into diemnong.area_level (set_id, code, name, name_en, rank)
values (1, 'district', 'D', 'D', 1), (1, 'ward', 'W', 'W', 2), (2, 'ward', 'W', 'W', 1);
insert into diemnong.area (id, set_id, level, code, name, parent_id, label, geom)
select id, set_id, level, code, code, parent, st_centroid(box), st_multi(box)
from (
  select i as id, 1 as set_id, 'district' as level, 'd' || i as code, null::integer as parent,
    st_makeenvelope(106 + i * 0.05, 10, 106.05 + i * 0.05, 11, 4326) as box
  from generate_series(1, 20) as i
  union all
  select 100 + i, 1, 'ward', 'w' || i, 1 + i % 20,
    st_makeenvelope(106.05 + i % 20 * 0.05, 10 + i / 20 * 0.1, 106.1 + i % 20 * 0.05, 10.1 + i / 20 * 0.1, 4326)
  from generate_series(0, 199) as i
  union all
  select 400 + i, 2, 'ward', 'w' || i, null,
    st_makeenvelope(106 + i % 14 * 0.1, 10 + i / 14 * 0.1, 106.1 + i % 14 * 0.1, 10.1 + i / 14 * 0.1, 4326)
  from generate_series(0, 167) as i
) as made;

insert into diemnong.source (id, code, name) values (1, 'bench', 'Bench');
insert into diemnong.category_group (id, code, name) select i, 'g' || i, 'G' from generate_series(1, 8) as i;
insert into diemnong.category (id, group_id, code, name) select i, 1 + i % 8, 'c' || i, 'C' from generate_series(1, 40) as i;
insert into diemnong.agency (id, code, name) select i, 'a' || i, 'A' from generate_series(1, 30) as i;

insert into diemnong.complaint (id, received_at, due_at, closed_at, cell, source_hash, source_id, category_id, agency_id,
  channel, status, quality, reopened, radius_m, source_ref, areas, geom)
select i, received, due, closed,
  -- A base cell: a coarse parent out of twenty, the first ones fuller, and four digits from 0 to 6.
  case when placed then 623285653995552767 | (floor(x * x * 20)::bigint << 30)
    | (floor(y * 6.999)::bigint << 24) | (floor(z * 6.999)::bigint << 21) | (i % 7 << 18) | (i / 7 % 7 << 15) end,
  i, 1, 1 + floor(x * y * 39.9), 1 + floor(y * y * 29.9), i % 7,
  case when closed is null then i % 3 when i % 10 = 0 then 4 else 3 end, case when placed then i % 2 else 2 + i % 2 end,
  (i % 20 = 0)::int, 20, i::text,
  case when i % 25 > 0 then array[100 + floor(x * 199.9)::int, 400 + floor(y * 167.9)::int] else '{}' end,
  case when placed then st_setsrid(st_makepoint(106 + x, 10 + y), 4326) end
from (
  select *, case when i % 20 > 0 then received + make_interval(days => 1 + (i % 7)::int) end as due,
    case when z < 0.85 then received + make_interval(secs => floor(60 * exp(11 * z))) end as closed,
    i % 10 > 0 as placed
  from (
    select i, '2023-03-01Z'::timestamptz + make_interval(secs => floor(i * 94608000.0 / @n)) as received,
      (hashint8(i) & 1048575) / 1048576.0::float8 as x, (hashint8(i + 7000000000) & 1048575) / 1048576.0::float8 as y,
      (hashint8(i + 9000000000) & 1048575) / 1048576.0::float8 as z
    from generate_series(1::bigint, @n) as i
  ) as drawn
) as dated;

insert into diemnong.complaint_event (complaint_id, seq, at, kind, status, due_at)
select id, 1, received_at, 'received', 0, due_at from diemnong.complaint;
insert into diemnong.complaint_event (complaint_id, seq, at, kind, status, due_at)
select id, 2, received_at + interval '30 seconds', 'assigned', 1, due_at from diemnong.complaint;
insert into diemnong.complaint_event (complaint_id, seq, at, kind, status, due_at, closed_at)
select id, 3, closed_at, 'closed', status, due_at, closed_at from diemnong.complaint where closed_at is not null;

select diemnong.record_change('areas', null);
select diemnong.record_change('complaints', null);
analyze diemnong.complaint;
analyze diemnong.complaint_event;
