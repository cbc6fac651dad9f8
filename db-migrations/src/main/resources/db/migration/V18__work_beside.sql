-- A second queue, like the first: for work that takes hours and has a thread of its own, so that nobody waits behind it.

create table scheduled_tasks_beside (like scheduled_tasks including all);
