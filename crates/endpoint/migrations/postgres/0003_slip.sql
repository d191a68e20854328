-- The ballot box: what sealed ballots say, from casting to the close, and never in the log. Of an owner one slip a
-- motion.

create table slip (
    community uuid not null,
    motion    uuid not null,
    owner     uuid not null,
    body      text not null,
    primary key (community, motion, owner)
);
