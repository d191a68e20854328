//! The rules of the protocol, one by one.

use std::collections::BTreeMap;
use std::io::Write as _;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::phone::{Phone, command, opinion_body};
use crate::place::{answer, small};

#[tokio::test]
async fn rule_1_every_audience_has_its_cursor_and_all_move_forward_together() {
    let (endpoint, _folder) = small(&[]);
    let mut resident = endpoint.phone("resident").await;
    resident.pull().await;
    let names: Vec<&str> = resident
        .cursors
        .keys()
        .map(|name| name.split(':').next().unwrap())
        .collect();
    assert_eq!(names, ["household", "member", "public"]);
    let before = resident.cursors["public"];
    assert!(resident.cursors.values().all(|cursor| *cursor == before));
    resident.raise("楼道灯不亮").await;
    assert!(resident.cursors.values().all(|cursor| *cursor > before));

    // Each event came once, in order, and each is for this phone.
    let seqs: Vec<u64> = resident
        .events
        .iter()
        .map(|event| event["seq"].as_u64().unwrap())
        .collect();
    assert!(seqs.is_sorted_by(|a, b| a < b));
    for event in &resident.events {
        let audiences = event["audiences"].as_array().unwrap();
        assert!(
            audiences
                .iter()
                .any(|a| resident.cursors.contains_key(a.as_str().unwrap())),
            "{event}"
        );
    }
}

#[tokio::test]
async fn rule_1_a_new_audience_is_filled_and_a_lost_one_is_revoked() {
    let (endpoint, _folder) = small(&[]);
    let mut staff = endpoint.phone("committee").await;
    let mut resident = endpoint.phone("resident").await;
    staff.pull().await;
    resident.pull().await;
    let record = staff
        .bodies("member_recorded")
        .into_iter()
        .find(|body| body["member"] == resident.member.as_str());
    let mut record = record.unwrap().clone();
    let homes_before = resident.bodies("household_recorded").len();

    record["roles"] = json!(["resident", "committee"]);
    staff.give("record_member", &record).await;
    resident.pull().await;
    assert!(resident.cursors.contains_key("staff"));
    assert!(
        resident.bodies("household_recorded").len() > homes_before + 10,
        "the past of staff came too"
    );

    record["roles"] = json!(["resident"]);
    staff.give("record_member", &record).await;
    let answer = resident.sync(&[]).await.unwrap();
    assert_eq!(answer["revoked"], json!(["patrol", "staff"]));
    assert!(!resident.cursors.contains_key("staff"));
}

#[tokio::test]
async fn rule_2_a_repeated_push_is_acknowledged_and_not_applied_again() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    let good = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "一"));
    let bad = phone.command("second_opinion", &json!({ "opinion": Uuid::now_v7() }));
    let push = [good, bad];
    let first = phone.sync(&push).await.unwrap();
    let again = phone.sync(&push).await.unwrap();
    assert_eq!(first["accepted_through"], 2);
    assert_eq!(again["accepted_through"], 2);
    assert_eq!(
        again["rejected"], first["rejected"],
        "the rejection is told again"
    );
    assert_eq!(again["events"], json!([]));
    assert_eq!(phone.bodies("opinion_raised").len(), 1);
}

#[tokio::test]
async fn rule_2_a_gap_and_another_content_are_refused_with_nothing_applied() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    phone.raise("一").await;
    let body = |text| opinion_body(Uuid::now_v7(), text);

    let gap = phone
        .sync(&[
            command(2, "raise_opinion", &body("二")),
            command(4, "raise_opinion", &body("四")),
        ])
        .await;
    let gap = gap.unwrap_err();
    assert_eq!(
        (gap.status, gap.code(), &gap.body["detail"]["expected"]),
        (409, "client_gap", &json!(3))
    );

    let twin = phone
        .sync(&[
            command(1, "raise_opinion", &body("另一个")),
            command(2, "raise_opinion", &body("二")),
        ])
        .await;
    let twin = twin.unwrap_err();
    assert_eq!(
        (twin.status, twin.code(), &twin.body["detail"]["n"]),
        (409, "conflicting_duplicate", &json!(1))
    );

    phone.pull().await;
    assert_eq!(phone.bodies("opinion_raised").len(), 1);
}

#[tokio::test]
async fn rule_2_a_client_belongs_to_one_member() {
    let (endpoint, _folder) = small(&[]);
    let mut resident = endpoint.phone("resident").await;
    resident.raise("一").await;
    let mut housemate = endpoint.phone("housemate").await;
    housemate.client = resident.client;
    assert_eq!(
        housemate.sync(&[]).await.unwrap_err().code(),
        "client_taken"
    );
}

#[tokio::test]
async fn rule_3_one_poisoned_command_does_not_block_the_rest() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    let before = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "之前"));
    let unknown = phone.command("fly_to_the_moon", &json!({}));
    let malformed = phone.command("raise_opinion", &json!({ "opinion": 7 }));
    let refused = phone.command(
        "set_meeting_plan",
        &json!({ "plan": { "nth": 1, "weekday": "monday", "minute": 0, "place": "x" } }),
    );
    let after = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "之后"));
    let answer = phone
        .sync(&[before, unknown, malformed, refused, after])
        .await
        .unwrap();
    assert_eq!(answer["accepted_through"], 5);
    let rejected: Vec<(u64, &str)> = answer["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| (each["n"].as_u64().unwrap(), each["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        rejected,
        [
            (2, "unknown_command"),
            (3, "malformed_command"),
            (4, "not_allowed")
        ]
    );
    assert_eq!(phone.bodies("opinion_raised").len(), 2);
}

#[tokio::test]
async fn rule_4_the_answer_to_a_push_carries_what_it_caused() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    let command = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "一"));
    let answer = phone.sync(std::slice::from_ref(&command)).await.unwrap();
    let causes: Vec<&Value> = answer["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| &event["cause"])
        .collect();
    assert!(causes.contains(&&command["id"]));
}

#[tokio::test]
async fn rule_5_after_a_restore_what_was_lost_is_sent_again_and_nothing_twice() {
    let (mut endpoint, folder) = small(&[]);
    let data = folder.path().to_str().unwrap();
    let backup = folder.path().join("backup").to_str().unwrap().to_owned();
    let mut phone = endpoint.phone("resident").await;
    let kept = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "备份之前"));
    phone.sync(std::slice::from_ref(&kept)).await.unwrap();
    answer(&["backup", &backup, "--data", data]);
    let lost = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "备份之后"));
    phone.sync(std::slice::from_ref(&lost)).await.unwrap();
    let old_epoch = phone.epoch.clone();
    assert!(endpoint.stop().success());

    answer(&["restore", &backup, "--data", data]);
    let endpoint = crate::place::Endpoint::start(folder.path(), &[]);
    let mut phone = phone.at(endpoint.url());
    let unknown = phone.sync(&[]).await.unwrap_err();
    assert_eq!((unknown.status, unknown.code()), (409, "unknown_epoch"));
    assert_ne!(unknown.body["detail"]["epoch"], old_epoch);

    // A new client, from 0, the same commands under the same ids.
    (phone.client, phone.epoch, phone.cursors, phone.events) =
        (Uuid::now_v7(), Value::Null, BTreeMap::new(), vec![]);
    let again = [kept, lost].into_iter().zip(1..).map(|(mut command, n)| {
        command["n"] = json!(n);
        command
    });
    let answer = phone.sync(&again.collect::<Vec<_>>()).await.unwrap();
    assert_eq!(answer["rejected"], Value::Null);
    phone.pull().await;
    let texts: Vec<&Value> = phone
        .bodies("opinion_raised")
        .into_iter()
        .map(|body| &body["text"])
        .collect();
    assert_eq!(texts, ["备份之前", "备份之后"]);
}

#[tokio::test]
async fn rule_5_a_cursor_from_the_future_is_another_log() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    phone.pull().await;
    phone.cursors.insert("public".to_owned(), 1_000_000);
    assert_eq!(phone.sync(&[]).await.unwrap_err().code(), "unknown_epoch");
}

#[tokio::test]
async fn rule_6_other_versions_of_the_protocol_are_told_so() {
    let (endpoint, _folder) = small(&[]);
    let phone = endpoint.phone("resident").await;
    for (protocol, status, code) in [(0, 426, "client_too_old"), (2, 400, "protocol_unknown")] {
        // What a later version puts in the rest is unknown here.
        let problem = phone
            .post(json!({ "protocol": protocol, "something": "new" }).to_string())
            .await
            .unwrap_err();
        assert_eq!((problem.status, problem.code()), (status, code));
        assert_eq!(problem.body["detail"]["protocol"], 1);
    }
}

#[tokio::test]
async fn rule_7_a_push_holds_at_most_200_commands() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    let many = |count: u64| -> Vec<Value> {
        (1..=count)
            .map(|n| command(n, "raise_opinion", &opinion_body(Uuid::now_v7(), "一")))
            .collect()
    };
    let problem = phone.sync(&many(201)).await.unwrap_err();
    assert_eq!((problem.status, problem.code()), (400, "too_many_commands"));
    assert_eq!(
        phone.sync(&many(200)).await.unwrap()["accepted_through"],
        200
    );
}

#[tokio::test]
async fn rule_7_an_answer_holds_at_most_1000_events_and_says_that_there_are_more() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    for _ in 0..6 {
        let push: Vec<Value> = (0..200)
            .map(|_| phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "一")))
            .collect();
        phone.sync(&push).await.unwrap();
    }
    let all = phone.events.len();
    let mut fresh = phone.clone();
    (fresh.cursors, fresh.events) = (BTreeMap::new(), vec![]);
    let first = fresh.sync(&[]).await.unwrap();
    assert_eq!(
        (first["events"].as_array().unwrap().len(), &first["more"]),
        (1_000, &json!(true))
    );
    fresh.pull().await;
    let seqs = |phone: &Phone| {
        phone
            .events
            .iter()
            .map(|event| event["seq"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(fresh.events.len(), all);
    assert_eq!(seqs(&fresh), seqs(&phone));

    // The asked limit holds too, from memory and from the storage.
    for cursors in [
        BTreeMap::new(),
        phone
            .cursors
            .keys()
            .map(|name| (name.clone(), phone.cursors["public"] - 50))
            .collect(),
    ] {
        let mut request = phone.request(&[]);
        (request["limit"], request["cursors"]) = (json!(7), json!(cursors));
        let few = phone.post(request.to_string()).await.unwrap();
        assert_eq!(
            (few["events"].as_array().unwrap().len(), &few["more"]),
            (7, &json!(true))
        );
    }
}

#[tokio::test]
async fn rule_7_syncs_of_one_device_and_failed_joins_of_one_address_are_limited() {
    let (endpoint, _folder) = small(&["--syncs-per-minute", "5", "--failed-joins-per-hour", "3"]);
    let mut resident = endpoint.phone("resident").await;
    let mut staff = endpoint.phone("committee").await;
    for _ in 0..5 {
        resident.sync(&[]).await.unwrap();
    }
    let problem = resident.sync(&[]).await.unwrap_err();
    assert_eq!((problem.status, problem.code()), (429, "too_many_requests"));
    assert!(
        (1..=13).contains(&problem.retry_after.unwrap()),
        "{problem:?}"
    );
    staff.sync(&[]).await.unwrap();

    for _ in 0..3 {
        assert_eq!(
            Phone::join(endpoint.url(), "0000000000")
                .await
                .unwrap_err()
                .code(),
            "unknown_invitation"
        );
    }
    let problem = Phone::join(endpoint.url(), "0000000000").await.unwrap_err();
    assert_eq!((problem.status, problem.code()), (429, "too_many_requests"));
    assert!(problem.retry_after.unwrap() > 600, "{problem:?}");
    let barred = Phone::join(endpoint.url(), endpoint.code("merchant"))
        .await
        .unwrap_err();
    assert_eq!(barred.code(), "too_many_requests");
}

#[tokio::test]
async fn rule_8_the_clock_of_the_phone_orders_nothing() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    let mut late = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "一"));
    late["at"] = json!("2001-01-01T00:00:00Z");
    let answer = phone.sync(&[late]).await.unwrap();
    let raised = phone
        .events
        .iter()
        .find(|event| event["type"] == "opinion_raised")
        .unwrap();
    assert!(raised["at"].as_str().unwrap() > "2025", "{raised}");
    assert!(answer["now"].as_str() >= raised["at"].as_str());
}

#[tokio::test]
async fn rule_9_only_configured_origins_may_call_and_tokens_stand_in_the_header_only() {
    let (endpoint, _folder) = small(&["--cors-origins", "https://a.example,https://b.example"]);
    let phone = endpoint.phone("resident").await;
    for (origin, allowed) in [("https://b.example", true), ("https://evil.example", false)] {
        let preflight = phone
            .http
            .request(
                reqwest::Method::OPTIONS,
                format!("{}/v1/sync", endpoint.url()),
            )
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization")
            .send()
            .await
            .unwrap();
        let granted = preflight
            .headers()
            .get("access-control-allow-origin")
            .map(|v| v.to_str().unwrap().to_owned());
        assert_eq!(granted.as_deref(), allowed.then_some(origin));
    }
    let in_address = format!("{}/v1/live?token={}", endpoint.url(), phone.token);
    assert_eq!(
        phone.http.get(in_address).send().await.unwrap().status(),
        401
    );
    let cookie = phone
        .http
        .get(format!("{}/v1/live", endpoint.url()))
        .header("cookie", format!("token={}", phone.token));
    assert_eq!(cookie.send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn requests_and_answers_may_be_compressed() {
    let (endpoint, _folder) = small(&[]);
    let phone = endpoint.phone("committee").await;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder
        .write_all(phone.request(&[]).to_string().as_bytes())
        .unwrap();
    let body = encoder.finish().unwrap();
    for encoding in ["br", "gzip"] {
        let request = phone
            .http
            .post(format!("{}/v1/sync", endpoint.url()))
            .bearer_auth(&phone.token);
        let request = request
            .header("content-encoding", "gzip")
            .header("accept-encoding", encoding);
        let response = request.body(body.clone()).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-encoding"], encoding);
        assert!(response.bytes().await.unwrap().len() < 20_000);
    }
}
