-- Label files that people send: looked at before they are applied, and kept once they were. Runs on PostgreSQL 15 and newer.

create table label_file (
  id         bigint generated always as identity primary key,
  corpus_id  bigint      not null references corpus (id) on delete cascade,
  -- Null: it is about the whole corpus.
  table_id   bigint      references scanned_table (id) on delete cascade,
  file_name  text        not null,
  content    bytea       not null,
  sent_by    bigint      not null references person (id),
  sent_at    timestamptz not null default now(),
  -- Null: only looked at so far.
  applied_by bigint      references person (id),
  applied_at timestamptz,
  labels     integer,
  tables     integer,
  constraint label_file_applied check (num_nulls(applied_by, applied_at, labels, tables) in (0, 4))
);

create index label_file_corpus on label_file (corpus_id);
create index label_file_table on label_file (table_id);
