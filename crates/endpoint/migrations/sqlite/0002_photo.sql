-- Photos. Their bytes stand in the object store, each under a name of its own (`object`): bytes that were sent
-- again after they had been forgotten are another object, so forgetting one never takes the other.

create table photo (
    community blob not null,
    sha256    blob not null,
    object    blob not null,
    size      integer not null,
    sent_at   integer not null,
    primary key (community, sha256)
) strict, without rowid;

-- Who has sent it.
create table photo_sender (
    community blob not null,
    sha256    blob not null,
    member    blob not null,
    primary key (community, sha256, member)
) strict, without rowid;

-- Whom the events are for that name it; here also before the photo itself arrives.
create table photo_audience (
    community blob not null,
    sha256    blob not null,
    audience  text not null,
    primary key (community, sha256, audience)
) strict, without rowid;
