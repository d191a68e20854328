-- The log of each community and what hangs on it. Every key begins with the community.

create table community (
    id       blob not null primary key,
    name     text not null,
    epoch    blob not null,
    head     integer not null,
    settings text not null
) strict, without rowid;

create table event (
    community blob not null,
    seq       integer not null,
    body      text not null,
    primary key (community, seq)
) strict, without rowid;

-- The index for pulls: an event without an audience has no row here and so never leaves.
create table event_audience (
    community blob not null,
    audience  text not null,
    seq       integer not null,
    primary key (community, audience, seq)
) strict, without rowid;

-- `head` is the log's head after the append that stored the command: what another node wrote since
-- then is found by it. An id may stand here twice: after a restore a phone sends its commands again
-- under a new client and the same ids.
create table command (
    community blob not null,
    head      integer not null,
    client    blob not null,
    n         integer not null,
    id        blob not null,
    member    blob,
    digest    blob not null,
    outcome   text,
    primary key (community, head, client, n),
    unique (community, client, n)
) strict, without rowid;

create table blob (
    community  blob not null,
    sha256     blob not null,
    audience   text not null,
    media_type text not null,
    bytes      blob not null,
    primary key (community, sha256)
) strict;

create table snapshot (
    community   blob not null primary key,
    head        integer not null,
    fingerprint text not null,
    bytes       blob not null
) strict;
