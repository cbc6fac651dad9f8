-- A person on everything that people make, also on what they change and delete. Runs on PostgreSQL 15 and newer.

-- Null: not changed since it was made.
alter table corpus
  add column changed_by bigint references person (id),
  add column changed_at timestamptz;

alter table scanned_table
  add column changed_by bigint references person (id),
  add column changed_at timestamptz;

-- Who described the editions that are there already was not written down: they go to the person without a name.
alter table edition
  add column created_by bigint      not null default 1 references person (id),
  add column created_at timestamptz not null default now(),
  add column changed_by bigint      references person (id),
  add column changed_at timestamptz;
alter table edition
  alter column created_by drop default,
  alter column created_at drop default;

alter table page_description
  add column changed_by bigint      not null default 1 references person (id),
  add column changed_at timestamptz not null default now();
alter table page_description
  alter column changed_by drop default,
  alter column changed_at drop default;

-- What was deleted, by whom. A line is written with the delete, in its transaction, and stays as it is.
create table deletion (
  id        bigint generated always as identity primary key,
  at        timestamptz not null default now(),
  person_id bigint      not null references person (id),
  kind      text        not null check (kind in ('table', 'scan', 'corpus')),
  -- what people called it, and the corpora it stood in
  title     text        not null,
  corpora   text[]      not null default '{}',
  -- what went with it
  tables    integer     not null,
  editions  integer     not null,
  readings  integer     not null,
  scans     integer     not null
);

create function deletion_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the record of deletions is not changed';
end
$$;

create trigger deletion_stays before update or delete on deletion
  for each row execute function deletion_stays();
