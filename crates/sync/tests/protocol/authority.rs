//! The authority's side, asked in raw JSON as any client may ask it.

use crate::kit::{MONDAY, Town};
use serde_json::{Value, json};
use yishi_domain::ClientId;
use yishi_sync::{LocalEndpoint, MOST_BYTES, MOST_COMMANDS, Problem};

/// A request of one client.
struct Client {
    id: ClientId,
    epoch: Value,
}

impl Client {
    fn new(town: &mut Town) -> Self {
        Self {
            id: ClientId(town.id()),
            epoch: Value::Null,
        }
    }

    fn request(&self, push: &[Value]) -> String {
        json!({"protocol": 1, "client": self.id.to_string(), "epoch": self.epoch, "cursors": {}, "push": push}).to_string()
    }
}

fn opinion(town: &mut Town, n: u64, text: &str) -> Value {
    let (id, opinion) = (town.id(), town.id());
    json!({"n": n, "id": id, "at": "2020-01-01T00:00:00Z", "type": "raise_opinion", "v": 1,
        "body": {"opinion": opinion, "text": text, "category": "other", "anonymous": false}})
}

fn ask(town: &mut Town, client: &Client, push: &[Value]) -> Result<Value, Problem> {
    let answer = town.ask(town.resident, &client.request(push))?;
    Ok(serde_json::from_str(&answer).unwrap())
}

fn head(town: &Town) -> u64 {
    town.endpoint.authority().head()
}

fn codes(answer: &Value) -> Vec<(u64, String)> {
    let rejected = answer["rejected"].as_array().cloned().unwrap_or_default();
    rejected
        .iter()
        .map(|r| {
            (
                r["n"].as_u64().unwrap(),
                r["code"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

#[test]
fn a_command_sent_again_is_acknowledged_again_and_applied_once() {
    let mut town = Town::new(1);
    let client = Client::new(&mut town);
    let push = [opinion(&mut town, 1, "灯"), opinion(&mut town, 2, "")];
    let first = ask(&mut town, &client, &push).unwrap();
    let after = head(&town);
    let second = ask(&mut town, &client, &push).unwrap();
    assert_eq!(head(&town), after);
    assert_eq!(codes(&first), [(2, "text_empty".into())]);
    assert_eq!(
        (&first["accepted_through"], &first["rejected"]),
        (&second["accepted_through"], &second["rejected"])
    );
    assert_eq!(first["accepted_through"], 2);
}

#[test]
fn a_rejection_is_final_and_does_not_block_the_next() {
    let mut town = Town::new(1);
    let client = Client::new(&mut town);
    let push = [
        opinion(&mut town, 1, " "),
        opinion(&mut town, 2, "灯"),
        opinion(&mut town, 3, "\n"),
    ];
    let answer = ask(&mut town, &client, &push).unwrap();
    assert_eq!(
        codes(&answer),
        [(1, "text_empty".into()), (3, "text_empty".into())]
    );
    assert_eq!(answer["rejected"][0]["detail"], json!({"field": "text"}));
    assert_eq!(answer["accepted_through"], 3);
    assert_eq!(town.endpoint.authority().state().council.opinions.len(), 1);
}

#[test]
fn what_cannot_be_understood_is_rejected_by_itself_and_does_not_block_the_next() {
    let mut town = Town::new(1);
    let client = Client::new(&mut town);
    let with = |mut command: Value, key: &str, value: Value| {
        command[key] = value;
        command
    };
    let push = [
        with(
            opinion(&mut town, 1, "灯"),
            "type",
            "fly_to_the_moon".into(),
        ),
        with(opinion(&mut town, 2, "灯"), "v", 9.into()),
        with(opinion(&mut town, 3, "灯"), "body", json!({"opinion": 5})),
        with(opinion(&mut town, 4, "灯"), "body", json!([])),
        with(opinion(&mut town, 5, "灯"), "body", Value::Null),
        opinion(&mut town, 6, "灯"),
    ];
    let answer = ask(&mut town, &client, &push).unwrap();
    let expected = [
        "unknown_command",
        "unknown_command",
        "malformed_command",
        "malformed_command",
        "malformed_command",
    ];
    assert_eq!(
        codes(&answer),
        (1..).zip(expected.map(str::to_owned)).collect::<Vec<_>>()
    );
    assert_eq!(answer["accepted_through"], 6);
    assert_eq!(town.endpoint.authority().state().council.opinions.len(), 1);
    let again = ask(&mut town, &client, &push).unwrap();
    assert_eq!(codes(&again), codes(&answer));
}

#[test]
fn client_gap_applies_nothing() {
    let mut town = Town::new(1);
    let client = Client::new(&mut town);
    let before = head(&town);
    for push in [
        vec![opinion(&mut town, 2, "灯")],
        vec![opinion(&mut town, 1, "灯"), opinion(&mut town, 3, "灯")],
        vec![opinion(&mut town, 0, "灯")],
        vec![opinion(&mut town, u64::MAX, "灯")],
    ] {
        let problem = ask(&mut town, &client, &push).unwrap_err();
        assert!(matches!(problem, Problem::ClientGap { .. }), "{problem}");
        assert_eq!(head(&town), before);
    }
    let gap = [opinion(&mut town, 5, "灯")];
    assert_eq!(
        ask(&mut town, &client, &gap).unwrap_err(),
        Problem::ClientGap { expected: 1 }
    );
}

#[test]
fn conflicting_duplicate_applies_nothing() {
    let mut town = Town::new(1);
    let client = Client::new(&mut town);
    let first = opinion(&mut town, 1, "灯");
    ask(&mut town, &client, std::slice::from_ref(&first)).unwrap();
    let before = head(&town);
    let other_content = {
        let mut changed = first.clone();
        changed["body"]["text"] = "另一盏灯".into();
        changed
    };
    let other_id = opinion(&mut town, 1, "灯");
    let twice = opinion(&mut town, 2, "灯");
    let twice_changed = {
        let mut changed = twice.clone();
        changed["n"] = 3.into();
        changed["body"]["text"] = "另一盏灯".into();
        changed
    };
    let reused = {
        let mut changed = other_content.clone();
        changed["n"] = 2.into();
        changed
    };
    for (push, n) in [
        (vec![other_content], 1),
        (vec![other_id], 1),
        (vec![twice, twice_changed], 3),
        (vec![reused], 2),
    ] {
        let with_more: Vec<Value> = push
            .into_iter()
            .chain([opinion(&mut town, n + 1, "水")])
            .collect();
        assert_eq!(
            ask(&mut town, &client, &with_more).unwrap_err(),
            Problem::ConflictingDuplicate { n }
        );
        assert_eq!(head(&town), before);
    }
}

#[test]
fn a_clients_count_belongs_to_one_member() {
    let mut town = Town::new(1);
    let client = Client::new(&mut town);
    let push = [opinion(&mut town, 1, "灯")];
    ask(&mut town, &client, &push).unwrap();
    let before = head(&town);
    let next = [opinion(&mut town, 2, "水")];
    let taken = town.ask(town.author, &client.request(&next)).unwrap_err();
    assert_eq!(taken, Problem::ClientTaken);
    assert_eq!(head(&town), before);
}

#[test]
fn known_commands_under_a_new_client_id_are_settled_as_before() {
    let mut town = Town::new(1);
    let (old, new) = (Client::new(&mut town), Client::new(&mut town));
    let mut push = vec![
        opinion(&mut town, 1, "灯"),
        opinion(&mut town, 2, ""),
        opinion(&mut town, 3, "水"),
    ];
    ask(&mut town, &old, &push).unwrap();
    let before = head(&town);
    push.remove(0);
    push[0]["n"] = 1.into();
    push[1]["n"] = 2.into();
    push.push(opinion(&mut town, 3, "电"));
    let answer = ask(&mut town, &new, &push).unwrap();
    assert_eq!(
        codes(&answer),
        [(1, "text_empty".into())],
        "under its new count"
    );
    assert_eq!(head(&town), before + 1);
}

#[test]
fn an_answer_settles_no_more_than_its_push_held() {
    let mut town = Town::new(1);
    let client = Client::new(&mut town);
    let push = [
        opinion(&mut town, 1, "灯"),
        opinion(&mut town, 2, "水"),
        opinion(&mut town, 3, ""),
    ];
    ask(&mut town, &client, &push).unwrap();
    // The third was rejected; who asks about the first only is not told, so it must not take it for settled.
    let answer = ask(&mut town, &client, &push[..1]).unwrap();
    assert_eq!(answer["accepted_through"], 1);
    // A phone that was set back counts its next command as 1 while the answer is on its way.
    assert_eq!(ask(&mut town, &client, &[]).unwrap()["accepted_through"], 0);
}

#[test]
fn times_are_the_authoritys() {
    let mut town = Town::new(1);
    let client = Client::new(&mut town);
    let push = [opinion(&mut town, 1, "灯")];
    let answer = ask(&mut town, &client, &push).unwrap();
    assert_eq!(answer["now"], MONDAY.to_string());
    assert_eq!(
        answer["events"].as_array().unwrap().last().unwrap()["at"],
        MONDAY.to_string()
    );
}

#[test]
fn events_come_in_order_and_in_pages() {
    let mut town = Town::new(1);
    let client = Client::new(&mut town);
    let push: Vec<Value> = (1..=20).map(|n| opinion(&mut town, n, "灯")).collect();
    ask(&mut town, &client, &push).unwrap();
    let (mut cursors, mut seqs) = (json!({}), Vec::new());
    for _ in 0..100 {
        let request =
            json!({"protocol": 1, "client": client.id.to_string(), "cursors": cursors, "limit": 3});
        let answer: Value =
            serde_json::from_str(&town.ask(town.resident, &request.to_string()).unwrap()).unwrap();
        let events = answer["events"].as_array().unwrap();
        assert!(events.len() <= 3);
        seqs.extend(events.iter().map(|event| event["seq"].as_u64().unwrap()));
        cursors = answer["cursors"].clone();
        if answer["more"] == false {
            break;
        }
    }
    assert!(seqs.is_sorted_by(|a, b| a < b), "{seqs:?}");
    let all: Value = serde_json::from_str(&town.pull(town.resident)).unwrap();
    assert_eq!(seqs.len(), all["events"].as_array().unwrap().len());
    assert!(
        cursors
            .as_object()
            .unwrap()
            .values()
            .all(|c| c.as_u64() == Some(head(&town))),
        "{cursors}"
    );
}

#[test]
fn another_log_is_named() {
    let mut town = Town::new(1);
    let mut client = Client::new(&mut town);
    let epoch = town.endpoint.authority().epoch();
    client.epoch = town.id().to_string().into();
    assert_eq!(
        ask(&mut town, &client, &[]).unwrap_err(),
        Problem::UnknownEpoch { epoch }
    );
    // Who has seen more than there is has seen another log, whatever it is called.
    let ahead = json!({"protocol": 1, "client": client.id.to_string(), "epoch": epoch.to_string(), "cursors": {"public": 1_000}});
    assert_eq!(
        town.ask(town.resident, &ahead.to_string()).unwrap_err(),
        Problem::UnknownEpoch { epoch }
    );
}

#[test]
fn unusable_requests_are_answered_by_a_clear_code() {
    let mut town = Town::new(1);
    let client = town.id();
    let before = head(&town);
    let too_many: Vec<Value> = (1..=201).map(|n| opinion(&mut town, n, "灯")).collect();
    let with = |more: Value| {
        let mut request = json!({"protocol": 1, "client": client});
        for (key, value) in more.as_object().unwrap() {
            request[key] = value.clone();
        }
        request.to_string()
    };
    for (request, code) in [
        (String::new(), "malformed"),
        ("你好".into(), "malformed"),
        ("[]".into(), "malformed"),
        ("{}".into(), "malformed"),
        (
            format!("{}{}", "[".repeat(5_000), "]".repeat(5_000)),
            "malformed",
        ),
        (with(json!({"client": "me"})), "malformed"),
        (with(json!({"cursors": {"public": -1}})), "malformed"),
        (with(json!({"cursors": {"public": 1.5}})), "malformed"),
        (with(json!({"push": [{}]})), "malformed"),
        (
            with(
                json!({"push": [{"n": 1, "id": "x", "at": "yesterday", "type": "t", "v": 1, "body": {}}]}),
            ),
            "malformed",
        ),
        (with(json!({"push": too_many})), "too_many_commands"),
        (with(json!({"protocol": 0})), "client_too_old"),
        (
            with(json!({"protocol": 2, "client": {"of": "the future"}})),
            "protocol_unknown",
        ),
        (
            with(json!({"padding": " ".repeat(MOST_BYTES)})),
            "body_too_large",
        ),
    ] {
        let problem = town.ask(town.resident, &request).unwrap_err();
        assert_eq!(
            problem.code(),
            code,
            "{}",
            request.chars().take(200).collect::<String>()
        );
        assert_eq!(head(&town), before);
    }
    let most: Vec<Value> = too_many.into_iter().take(MOST_COMMANDS).collect();
    assert!(
        town.ask(town.resident, &with(json!({"push": most})))
            .is_ok()
    );
}

#[test]
fn a_restart_from_the_log_knows_what_was_known() {
    let mut town = Town::new(1);
    let client = Client::new(&mut town);
    let push = [opinion(&mut town, 1, "灯"), opinion(&mut town, 2, "")];
    let first = ask(&mut town, &client, &push).unwrap();
    let (epoch, head) = (town.endpoint.authority().epoch(), head(&town));
    let commands = town.endpoint.settled().len();
    let restarted: LocalEndpoint = town.endpoint.restored(head, commands, epoch);
    assert!(restarted.authority().state() == town.endpoint.authority().state());
    assert_eq!(restarted.authority().head(), head);
    town.endpoint = restarted;
    let again = ask(&mut town, &client, &push).unwrap();
    assert_eq!(again, first);
    assert_eq!(town.endpoint.authority().head(), head);
}

#[test]
fn an_append_that_failed_is_undone_by_going_back_to_the_clone() {
    let mut town = Town::new(1);
    let client = Client::new(&mut town);
    let before = town.clone();
    let push = [opinion(&mut town, 1, "灯")];
    let first = ask(&mut town, &client, &push).unwrap();
    town = before;
    assert_eq!(town.endpoint.authority().last_n(client.id), 0);
    let second = ask(&mut town, &client, &push).unwrap();
    assert_eq!(first["cursors"], second["cursors"]);
}
