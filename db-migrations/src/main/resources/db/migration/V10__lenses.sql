-- Networks that people brought to look at pairs with; the one that ships needs no row. The files lie in the folder of networks.
create table lens (
  -- hash of the file and of how the network looks
  id            text        primary key,
  name          text        not null,
  -- SHA-256 of a file that was sent, or the name of one that was put into the folder
  file          text        not null,
  layer         text        not null,
  sees          text        not null check (sees in ('ink', 'grey', 'plain', 'imagenet')),
  -- of the pictures it takes; null where it takes any
  height        integer     check (height > 0),
  width         integer     check (width > 0),
  side          integer     not null check (side > 0),
  -- vgg16, or one number for all layers
  gamma         text        not null,
  person_id     bigint      not null references person (id),
  registered_at timestamptz not null default now()
);
