-- The ballot box: what sealed ballots say, from casting to the close, and never in the log. Of an owner one slip a
-- motion; without a rowid, so that nothing here tells the order in which they came.

create table slip (
    community blob not null,
    motion    blob not null,
    owner     blob not null,
    body      text not null,
    primary key (community, motion, owner)
) strict, without rowid;
