-- The log of each community and what hangs on it. Every key begins with the community, so that the
-- tables can be distributed by it. Texts that are only compared are stored in the byte order.

create table community (
    id       uuid not null primary key,
    name     text not null,
    epoch    uuid not null,
    head     bigint not null,
    settings text not null
);

create table event (
    community uuid not null,
    seq       bigint not null,
    body      text not null,
    primary key (community, seq)
);

-- The index for pulls: an event without an audience has no row here and so never leaves.
create table event_audience (
    community uuid not null,
    audience  text collate "C" not null,
    seq       bigint not null,
    primary key (community, audience, seq)
);

-- `head` is the log's head after the append that stored the command: what another node wrote since
-- then is found by it. An id may stand here twice: after a restore a phone sends its commands again
-- under a new client and the same ids.
create table command (
    community uuid not null,
    head      bigint not null,
    client    uuid not null,
    n         bigint not null,
    id        uuid not null,
    member    uuid,
    digest    bytea not null,
    outcome   text,
    primary key (community, head, client, n),
    unique (community, client, n)
);

create table blob (
    community  uuid not null,
    sha256     bytea not null,
    audience   text not null,
    media_type text not null,
    bytes      bytea not null,
    primary key (community, sha256)
);

create table snapshot (
    community   uuid not null primary key,
    head        bigint not null,
    fingerprint text not null,
    bytes       bytea not null
);
