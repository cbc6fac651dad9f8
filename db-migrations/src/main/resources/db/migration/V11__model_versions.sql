-- Model versions that people register, which of them reads and ranks, and since when. Runs on PostgreSQL 15 and newer.

alter table model_version
  -- the version it was trained from; no foreign key, for it may be of another installation
  add column parent        text,
  -- null: came with a build of Tabularium
  add column registered_by bigint references person (id),
  -- a frozen copy of what it was trained with, CSV; null where nothing was labelled for it
  add column labels        bytea,
  -- its readings have gone; what is known of it stays
  add column discarded_at  timestamptz,
  add column discarded_by  bigint references person (id),
  add constraint model_version_discarded check (
    num_nulls(discarded_at, discarded_by) in (0, 2) and not (active and discarded_at is not null));

-- Each time that another version began to read and rank. A line is written with the change, in its transaction.
create table model_activation (
  id        bigint generated always as identity primary key,
  at        timestamptz not null default now(),
  version   text        not null references model_version (version),
  -- what read and ranked before; null at the first start
  before    text        references model_version (version),
  -- null: by itself, since nothing else could read
  person_id bigint      references person (id)
);

create index model_activation_version on model_activation (version);

-- What builds have activated so far.
insert into model_activation (at, version)
  select registered_at, version from model_version order by registered_at;

create function model_activation_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the record of activations is not changed';
end
$$;

create trigger model_activation_stays before update or delete on model_activation
  for each row execute function model_activation_stays();
