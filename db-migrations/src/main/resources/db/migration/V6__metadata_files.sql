-- Metadata files as they were sent: looked at before they are applied, and kept afterwards, for they are where a
-- description comes from. Runs on PostgreSQL 15 and newer.

create table metadata_file (
  id         bigint generated always as identity primary key,
  corpus_id  bigint      not null references corpus (id) on delete cascade,
  file_name  text        not null,
  content    bytea       not null,
  sent_by    bigint      not null references person (id),
  sent_at    timestamptz not null default now(),
  -- Null: only looked at so far.
  applied_by bigint      references person (id),
  applied_at timestamptz,
  rows       integer,
  tables     integer,
  constraint metadata_file_applied check (
    num_nulls(applied_by, applied_at, rows, tables) in (0, 4))
);

create index metadata_file_corpus on metadata_file (corpus_id);
