-- Labels: what people say stands at places of a table. The events are the truth and only grow; what is said now is derived from
-- them in the same transaction. Runs on PostgreSQL 15 and newer.

-- One row for each table that anybody has labelled; the others are untouched, at revision 0.
create table label_page (
  table_id   bigint      primary key references scanned_table (id) on delete cascade,
  -- counts the actions: each makes one more
  revision   integer     not null default 0,
  state      text        not null default 'untouched'
             check (state in ('untouched', 'in_progress', 'done', 'reviewed', 'reviewed_empty')),
  changed_at timestamptz not null default now(),
  changed_by bigint      not null references person (id)
);

create table label_event (
  id            bigint      generated always as identity primary key,
  table_id      bigint      not null references scanned_table (id) on delete cascade,
  -- of the table, after the action
  revision      integer     not null check (revision > 0),
  -- what one key or click did; its events are undone together, and a second delivery of it changes nothing
  action        uuid        not null,
  at            timestamptz not null default now(),
  person_id     bigint      not null references person (id),
  -- whose reading the person took over; null: her own eyes
  model_version text,
  -- null: the state of the page, in before and after as {"state": "..."}
  label         uuid,
  before        json,
  after         json,
  constraint label_event_changes check (before::text is distinct from after::text)
);

create index label_event_table on label_event (table_id, revision);
create index label_event_label on label_event (label);

create function label_event_stays() returns trigger language plpgsql as $$
begin
  raise exception 'what happened to labels is not changed';
end
$$;

create trigger label_event_stays before update on label_event
  for each row execute function label_event_stays();

-- What is said now.
create table label (
  id            uuid        primary key,
  table_id      bigint      not null references scanned_table (id) on delete cascade,
  -- digit: a digit stands here; none: what looks like one is none; unsure: a person cannot tell;
  -- contrast: a region without any digit; flag: a reading said to be wrong
  kind          text        not null check (kind in ('digit', 'none', 'unsure', 'contrast', 'flag')),
  -- pixels of the scan with its EXIF orientation applied, origin top left
  x             double precision not null,
  y             double precision not null,
  w             double precision not null check (w > 0),
  h             double precision not null check (h > 0),
  digit         smallint    check (digit between 0 and 9),
  is_first      boolean     not null default false,
  is_last       boolean     not null default false,
  -- digits of one number share it; null: by their marks alone
  number        uuid,
  model_version text,
  -- the line of the file it came from, cell by cell
  source        json,
  revision      integer     not null,
  changed_at    timestamptz not null default now(),
  changed_by    bigint      not null references person (id),
  constraint label_digit check ((kind = 'digit') <= (digit is not null))
);

create index label_table on label (table_id);
create index label_flags on label (table_id) where kind = 'flag';

-- Lines of label files about pages that are not here yet: they become labels when a scan of that name comes.
create table label_waiting (
  id        bigint      generated always as identity primary key,
  corpus_id bigint      not null references corpus (id) on delete cascade,
  -- the name of the page's scan, without its ending
  page_id   text        not null,
  source    json        not null,
  sent_by   bigint      not null references person (id),
  sent_at   timestamptz not null default now()
);

create index label_waiting_page on label_waiting (corpus_id, page_id);
