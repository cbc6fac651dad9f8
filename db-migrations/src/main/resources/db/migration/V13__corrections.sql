-- Corrected digits, and what they are corrected from.

-- The class that came second at each digit's place, and its activation: 0 where no other class saw anything. Readings made before
-- have none.
alter table reading
  add column runner_classes     smallint[],
  add column runner_confidences real[],
  add constraint reading_runners check (
    num_nulls(runner_classes, runner_confidences) in (0, 2)
    and (runner_classes is null or cardinality(runner_classes) = cardinality(classes)
      and cardinality(runner_confidences) = cardinality(classes)));

-- What the labels of a table make of what a version read in it: the vector that ranks. Computed from reading and labels in the
-- transaction that changes either; digits and places follow from the same and are not stored.
create table corrected_reading (
  table_id       bigint  not null references scanned_table (id) on delete cascade,
  model_version  text    not null references model_version (version),
  -- of the table's labels that count in it
  label_revision integer not null,
  -- how many differ from what was read: of another class, added, taken away
  digits         integer not null,
  -- null: nothing differs, and the reading's own are meant
  bigrams        integer,
  phi            real[]  check (cardinality(phi) = 100),
  primary key (table_id, model_version),
  constraint corrected_reading_whole check (num_nulls(bigrams, phi) in (0, 2) and (digits > 0) <= (phi is not null))
);
