-- Photos. Their bytes stand in the object store, each under a name of its own (`object`): bytes that were sent
-- again after they had been forgotten are another object, so forgetting one never takes the other.

create table photo (
    community uuid not null,
    sha256    bytea not null,
    object    uuid not null,
    size      bigint not null,
    sent_at   bigint not null,
    primary key (community, sha256)
);

-- Who has sent it.
create table photo_sender (
    community uuid not null,
    sha256    bytea not null,
    member    uuid not null,
    primary key (community, sha256, member)
);

-- Whom the events are for that name it; here also before the photo itself arrives.
create table photo_audience (
    community uuid not null,
    sha256    bytea not null,
    audience  text collate "C" not null,
    primary key (community, sha256, audience)
);
