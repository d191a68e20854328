-- An append as one statement, which is a transaction of its own: whoever inserts a row here appends. The lists are JSON:
-- events `[seq, body]`, audiences `[audience, seq]`, commands `[client, n, id, member, digest, outcome]` with bytes in
-- hexadecimal.

create view append (community, expected, head, events, audiences, commands) as
    select null, null, null, null, null, null where false;

create trigger append_at_once instead of insert on append begin
    select raise(abort, 'the log has another head') where not exists
        (select 1 from community where id = new.community and head = new.expected);
    update community set head = new.head where id = new.community;
    insert into event (community, seq, body)
        select new.community, value ->> 0, value ->> 1 from json_each(new.events);
    insert into event_audience (community, audience, seq)
        select new.community, value ->> 0, value ->> 1 from json_each(new.audiences);
    insert into command (community, head, client, n, id, member, digest, outcome)
        select new.community, new.head, unhex(value ->> 0), value ->> 1, unhex(value ->> 2), unhex(value ->> 3),
            unhex(value ->> 4), value ->> 5
        from json_each(new.commands);
end;
