-- The class that came second at each digit's place, and its activation: 0 where no other class saw anything. Readings made before
-- have none.
alter table reading
  add column runner_classes     smallint[],
  add column runner_confidences real[],
  add constraint reading_runners check (
    num_nulls(runner_classes, runner_confidences) in (0, 2)
    and (runner_classes is null or cardinality(runner_classes) = cardinality(classes)
      and cardinality(runner_confidences) = cardinality(classes)));
