-- Parts of a page that were read at a scale of their own: of each x, y, width, height (pixels of the scan), scale and margin (cells).
alter table reading add column insets double precision[] not null default '{}';

-- The same as a table shows them, without the margin; null until it has been read.
alter table scanned_table add column other_sizes double precision[];
