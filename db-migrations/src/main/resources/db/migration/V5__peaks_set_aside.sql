-- How many peaks were too unsure for the lonely place they stood in, and count as no digits.
alter table reading add column aside integer not null default 0;
