-- Trainings: what was asked for, what it was given, how far it came and what came out. The job that does it says how it ended.
create table training (
  id             bigint           generated always as identity primary key,
  job_id         bigint           unique references job (id),
  -- the version it begins with; null: random weights
  base           text,
  corpora        text[]           not null,
  seed           bigint           not null,
  steps          int              not null check (steps > 0),
  -- the labels as they were at the start, with the side each table was on: CSV, and its SHA-256
  labels         text             not null,
  labels_sha256  text             not null,
  -- how many there are on either side
  counts         json             not null,
  input_hash     text,
  curve          json             not null default '[]',
  steps_done     int              not null default 0,
  best_step      int,
  begun          boolean          not null default false,
  -- null while it is not settled
  outcome        text             check (outcome in ('registered', 'no_better', 'nothing', 'failed')),
  version        text,
  -- what it took, for the next estimate: before the first step, a step, and all of it in processor time
  setup_seconds  double precision,
  step_seconds   double precision,
  cpu_seconds    double precision,
  -- the installation that did it: another machine's times say nothing here
  node           text,
  person_id      bigint           not null references person (id),
  created_at     timestamptz      not null default now(),
  ended_at       timestamptz
);

-- What a training goes on from when the process has died. Gone when the training is settled.
create table training_checkpoint (
  training_id bigint primary key references training (id) on delete cascade,
  state       bytea  not null
);

-- A candidate held against the version that was active then.
create table candidate_report (
  version text        not null,
  against text        not null,
  report  json        not null,
  made_at timestamptz not null default now(),
  primary key (version, against)
);

-- Tables whose nearest ones people want to keep an eye on when the model changes.
create table pinned_search (
  table_id  bigint      primary key references scanned_table (id) on delete cascade,
  person_id bigint      not null references person (id),
  pinned_at timestamptz not null default now()
);
