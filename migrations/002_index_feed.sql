-- What an index in memory and connections that are shared rely on.

-- Whole seconds ------------------------------------------------------------------
-- Times are UTC to the second. The index holds seconds, so that a fraction
-- would let it differ from SQL; the database itself refuses them, and times
-- without end. The checks cost a third of a microsecond of the 40 that storing
-- a complaint takes. Cutting fractions off keeps the order of a history.

do $$
begin
  update diemnong.complaint set received_at = date_trunc('second', received_at),
    due_at = date_trunc('second', due_at), closed_at = date_trunc('second', closed_at)
  where received_at <> date_trunc('second', received_at)
    or due_at <> date_trunc('second', due_at) or closed_at <> date_trunc('second', closed_at);
  if found then
    perform diemnong.record_change('complaints', null); -- answers from before are old
  end if;
  update diemnong.complaint_event set at = date_trunc('second', at),
    due_at = date_trunc('second', due_at), closed_at = date_trunc('second', closed_at)
  where at <> date_trunc('second', at)
    or due_at <> date_trunc('second', due_at) or closed_at <> date_trunc('second', closed_at);
end
$$;

alter table diemnong.complaint add constraint complaint_whole_seconds check (
  received_at = received_at::timestamptz(0) and isfinite(received_at)
  and due_at = due_at::timestamptz(0) and isfinite(due_at)
  and closed_at = closed_at::timestamptz(0) and isfinite(closed_at)
);
alter table diemnong.complaint_event add constraint complaint_event_whole_seconds check (
  at = at::timestamptz(0) and isfinite(at)
  and due_at = due_at::timestamptz(0) and isfinite(due_at)
  and closed_at = closed_at::timestamptz(0) and isfinite(closed_at)
);

-- Pruning the feed -----------------------------------------------------------------
-- Who follows the feed is seconds behind, or so far that it loads everything
-- anew. Old changes are deleted in portions, and this says first which: a
-- reader of an older state must not take what is left for all there was.

alter table diemnong.feed add pruned bigint not null default 0;
comment on column diemnong.feed.pruned is 'changes up to this revision are no longer known';

-- Staging of areas -------------------------------------------------------------------
-- An import of areas fills this table, works on it and empties it, all in one
-- transaction that lets in no other. A temporary table would be the session's,
-- which poolers and routers hand on.

create table diemnong.area_draft (
  code text primary key,
  name text,
  name_en text,
  parent text,
  population integer,
  area_km2 double precision,
  label public.geometry,
  geom public.geometry,
  reason text
);
comment on table diemnong.area_draft is 'areas on their way in; empty between imports';

---- create above / drop below ----

drop table diemnong.area_draft;

alter table diemnong.feed drop pruned;
alter table diemnong.complaint_event drop constraint complaint_event_whole_seconds;
alter table diemnong.complaint drop constraint complaint_whole_seconds;
