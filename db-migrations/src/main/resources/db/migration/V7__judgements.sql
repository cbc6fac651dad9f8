-- What persons think of two tables. Runs on PostgreSQL 15 and newer.
-- A line is never changed: a later one of the same two tables takes its place, and the earlier one stays.

create table judgement (
  id            bigint generated always as identity primary key,
  at            timestamptz not null default now(),
  person_id     bigint      not null references person (id),
  -- The same judgement whichever of the two is looked at first: the smaller number stands first. No foreign keys, for a
  -- judgement outlives its tables; scan and region say for ever what was judged.
  first_table   bigint      not null,
  second_table  bigint      not null,
  first_scan    text        not null,
  second_scan   text        not null,
  first_region  integer[]   not null,
  second_region integer[]   not null,
  -- Null: what was said before is taken back.
  verdict       text        check (verdict in ('same', 'variant', 'related', 'unrelated', 'unsure')),
  reasons       text[]      not null default '{}',
  note          text        not null default '' check (length(note) <= 4000),
  -- What the person had before her: the model that had read both, and the cosine of the two readings; null if one was unread.
  model_version text        not null,
  cosine        double precision,
  constraint judgement_order check (first_table < second_table),
  constraint judgement_regions check (cardinality(first_region) = 4 and cardinality(second_region) = 4)
);

create index judgement_pair on judgement (first_table, second_table, id);
create index judgement_second on judgement (second_table);

create function judgement_stays() returns trigger language plpgsql as $$
begin
  raise exception 'judgements are not changed: a later one takes the place of an earlier';
end
$$;

create trigger judgement_stays before update or delete on judgement
  for each row execute function judgement_stays();

-- The last word on each pair.
create view judgement_now as
  select * from (
    select distinct on (first_table, second_table) *
    from judgement order by first_table, second_table, id desc) last
  where verdict is not null;
