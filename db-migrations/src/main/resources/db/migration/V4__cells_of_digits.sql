-- Where each digit peaked on the digit map: explanations down to pixels start from these cells.
-- Readings can be made again from the scans, and are at the next start: nothing is lost with them.
delete from reading;

alter table reading
  add column cell_rows    integer[] not null,
  add column cell_columns integer[] not null,
  add constraint reading_cells check (
    cardinality(cell_rows) = cardinality(classes) and cardinality(cell_columns) = cardinality(classes));
