-- Makes the set $1, or changes what of it is given: $2 name, $3 English name,
-- $4 and $5 validity, $6 approximate, $7 attribution. Once approximate, a set
-- stays so. A new set gets the next position.
insert into diemnong.area_set as old
  (id, code, name, name_en, valid_from, valid_to, approximate, attribution)
values (
  coalesce(
    (select id from diemnong.area_set where code = $1),
    (select coalesce(max(id), 0) + 1 from diemnong.area_set)
  ),
  $1, coalesce(nullif($2, ''), $1), coalesce(nullif($3, ''), nullif($2, ''), $1),
  $4::date, $5::date, $6, $7
)
on conflict (code) do update set
  name = coalesce(nullif($2, ''), old.name),
  name_en = coalesce(nullif($3, ''), old.name_en),
  valid_from = coalesce($4::date, old.valid_from),
  valid_to = coalesce($5::date, old.valid_to),
  approximate = old.approximate or $6,
  attribution = coalesce(nullif($7, ''), old.attribution),
  imported_at = now()
returning id
