//! Votes at the endpoint: sealed ones in its database, on several nodes, through a crash; the close by the clock; and
//! one vote as a file that another program counts again.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;
use yishi_endpoint::testing::postgres::Cluster;
use yishi_sync::wire::digest;

use crate::phone::Phone;
use crate::place::{Endpoint, answer, complaint, small, until};

/// Phones of so many homes, each of another one.
async fn homes(staff: &mut Phone, count: usize) -> Vec<Phone> {
    staff.pull().await;
    let (mut seen, mut members) = (BTreeSet::new(), Vec::new());
    for body in staff.bodies("member_recorded") {
        let home = body["household"].as_str();
        if body["born"].as_u64().unwrap() < 2000 && home.is_some_and(|home| seen.insert(home)) {
            members.push(body["member"].clone());
        }
    }
    let mut phones = Vec::new();
    for member in members.into_iter().take(count) {
        let random = Uuid::now_v7().simple().to_string().to_uppercase();
        let code = random[random.len() - 10..].to_owned();
        let invitation = json!({
            "invitation": Uuid::now_v7(), "member": member, "code": digest(code.as_bytes()),
            "expires_at": "2099-01-01T00:00:00Z",
        });
        staff.give("issue_invitation", &invitation).await;
        phones.push(Phone::join(&staff.url, &code).await.unwrap());
    }
    assert_eq!(phones.len(), count);
    phones
}

/// A vote of the homes that is open until a time.
async fn open(staff: &mut Phone, question: &str, sealed: bool, closes_at: &str) -> Uuid {
    staff.pull().await;
    let meeting = staff.bodies("meeting_planned")[0]["meeting"].clone();
    let (topic, motion) = (Uuid::now_v7(), Uuid::now_v7());
    let scheduled =
        json!({ "topic": topic, "title": "选楼长", "opinion": null, "meeting": meeting });
    staff.give("schedule_topic", &scheduled).await;
    let noticed = json!({
        "motion": motion, "topic": topic, "question": question,
        "options": { "choose": { "most": 1, "of": ["张三", "李四"] } },
        "electorate": { "kind": "households", "place": "everywhere" },
        "rule": "simple_majority", "sealed": sealed, "opens_at": null, "closes_at": closes_at,
    });
    staff.give("notice_motion", &noticed).await;
    staff
        .give("open_motion", &json!({ "motion": motion }))
        .await;
    motion
}

fn ballot(motion: Uuid, option: u8) -> Value {
    let mut random = [0; 16];
    getrandom::fill(&mut random).unwrap();
    let seal = uuid::Builder::from_random_bytes(random).into_uuid();
    json!({ "motion": motion, "choice": [{ "option": option }], "seal": seal })
}

/// In so many seconds.
fn soon(seconds: i64) -> String {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let at = yishi_domain::Timestamp(i64::try_from(now.as_millis()).unwrap());
    at.plus_seconds(seconds).to_string()
}

async fn closed(reader: &mut Phone, motion: Uuid) -> Value {
    until("the vote is closed", async || {
        reader.pull().await;
        let mut closed = reader.bodies("motion_closed").into_iter();
        closed
            .find(|body| body["motion"] == motion.to_string())
            .cloned()
    })
    .await
}

/// The text that a slip begins with, wherever it stands in the files of the database.
fn slips_in(folder: &Path) -> usize {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let of_database = files.filter(|path| path.to_string_lossy().contains("yishi.sqlite"));
    of_database
        .map(|path| {
            let bytes = std::fs::read(path).unwrap();
            let begin = b"{\"choice\":[{\"option\"";
            bytes
                .windows(begin.len())
                .filter(|part| part == begin)
                .count()
        })
        .sum()
}

#[tokio::test]
async fn a_sealed_vote_leaves_who_said_what_neither_in_an_export_nor_after_the_close_in_the_database()
 {
    let (endpoint, folder) = small(&[]);
    let data = folder.path().to_str().unwrap();
    let mut staff = endpoint.phone("committee").await;
    let mut phones = homes(&mut staff, 6).await;
    let motion = open(&mut staff, "谁当楼长?", true, "2099-01-01T00:00:00Z").await;
    for (number, phone) in (0..).zip(&mut phones) {
        phone.give("cast_ballot", &ballot(motion, 1)).await;
        phone
            .give("cast_ballot", &ballot(motion, number % 2 + 1))
            .await;
    }
    assert!(slips_in(folder.path()) >= 6, "they lie in the box");
    let export = |name: &str| {
        let out = folder.path().join(name);
        answer(&["export", out.to_str().unwrap(), "--data", data]);
        out
    };
    let events = std::fs::read_to_string(export("before").join("events.jsonl")).unwrap();
    assert!(events.contains("participation_recorded"));
    for secret in ["{\"option\"", "\"seal\"", "receipt"] {
        assert!(!events.contains(secret), "{secret}");
    }

    staff
        .give("close_motion", &json!({ "motion": motion }))
        .await;
    let result = closed(&mut phones[0], motion).await;
    assert_eq!(result["tally"]["participants"]["heads"], 6);
    let counts: Vec<&Value> = result["options"].as_array().unwrap().iter().collect();
    assert_eq!(
        (&counts[0]["heads"], &counts[1]["heads"]),
        (&json!(3), &json!(3))
    );
    assert_eq!(slips_in(folder.path()), 0, "nor in its write-ahead log");
    let after = export("after");
    let events = std::fs::read_to_string(after.join("events.jsonl")).unwrap();
    for secret in ["{\"option\"", "\"seal\"", "receipt"] {
        assert!(!events.contains(secret), "{secret}");
    }
    let file = std::fs::read_to_string(after.join(format!("votes/{motion}.json"))).unwrap();
    let file: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(file["ballots"].as_array().unwrap().len(), 6);
    assert!(
        file["ballots"]
            .as_array()
            .unwrap()
            .iter()
            .all(|b| b["voter"] == Value::Null)
    );
}

#[tokio::test]
async fn a_sealed_vote_outlives_a_crash_a_restart_and_a_restore() {
    let (mut endpoint, folder) = small(&[]);
    let data = folder.path().to_str().unwrap().to_owned();
    let mut staff = endpoint.phone("committee").await;
    let mut phones = homes(&mut staff, 6).await;
    let motion = open(&mut staff, "谁当楼长?", true, "2099-01-01T00:00:00Z").await;
    for phone in &mut phones[..4] {
        phone.give("cast_ballot", &ballot(motion, 1)).await;
    }
    endpoint.kill();
    endpoint = Endpoint::start(folder.path(), &[]);
    phones[4] = phones[4].clone().at(endpoint.url());
    phones[4].give("cast_ballot", &ballot(motion, 2)).await;
    let backup = folder.path().join("backup");
    answer(&["backup", backup.to_str().unwrap(), "--data", &data]);
    endpoint.stop();
    answer(&["restore", backup.to_str().unwrap(), "--data", &data]);
    endpoint = Endpoint::start(folder.path(), &[]);
    let mut staff = staff.at(endpoint.url());
    (staff.epoch, staff.client, staff.n) = (Value::Null, Uuid::now_v7(), 0);
    staff.cursors.clear();
    staff
        .give("close_motion", &json!({ "motion": motion }))
        .await;
    let result = closed(&mut staff, motion).await;
    assert_eq!(result["tally"]["participants"]["heads"], 5);
    assert_eq!(result["chosen"], json!([1]));
}

#[tokio::test]
async fn the_slips_that_one_node_has_taken_are_counted_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(&["fsync=off"]).unwrap();
    let database = cluster.create_database("votes").unwrap();
    let nodes = [
        Endpoint::start_on(&database, folder.path(), &[]),
        Endpoint::start_on(&database, folder.path(), &[]),
    ];
    let mut staff = nodes[0].phone("committee").await;
    let phones = homes(&mut staff, 7).await;
    let motion = open(&mut staff, "谁当楼长?", true, "2099-01-01T00:00:00Z").await;
    for (number, mut phone) in phones.into_iter().enumerate() {
        for round in 0..2 {
            phone = phone.at(nodes[(number + round) % 2].url());
            phone.give("cast_ballot", &ballot(motion, 2)).await;
        }
    }
    let mut staff = staff.at(nodes[1].url());
    staff
        .give("close_motion", &json!({ "motion": motion }))
        .await;
    let result = closed(&mut staff, motion).await;
    assert_eq!(result["tally"]["participants"]["heads"], 7);
    assert_eq!(result["options"][1]["heads"], 7);
}

#[tokio::test]
async fn a_vote_closes_at_its_time_with_nobody_connected_and_by_no_phones_clock() {
    let (endpoint, folder) = small(&[]);
    let data = folder.path().to_str().unwrap();
    let mut staff = endpoint.phone("committee").await;
    let mut phones = homes(&mut staff, 3).await;
    let closes_at = soon(3);
    let motion = open(&mut staff, "自动截止?", false, &closes_at).await;
    let closing: yishi_domain::Timestamp = closes_at.parse().unwrap();
    let now = || soon(0).parse::<yishi_domain::Timestamp>().unwrap();
    // A phone whose clock is a year ahead, and says that all is over long since: its ballot is in time.
    let mut early = phones[0].command("cast_ballot", &ballot(motion, 1));
    early["at"] = json!("2098-01-01T00:00:00Z");
    let answered = phones[0].sync(&[early]).await.unwrap();
    assert_eq!(answered["rejected"], Value::Null, "{answered}");
    // In the last second.
    let last = closing.0 - now().0 - 300;
    tokio::time::sleep(Duration::from_millis(u64::try_from(last.max(0)).unwrap())).await;
    phones[1].give("cast_ballot", &ballot(motion, 2)).await;
    assert!(now() < closing, "the test itself is late");
    let rest = closing.0 - now().0;
    tokio::time::sleep(Duration::from_millis(u64::try_from(rest).unwrap())).await;
    // In the first moment after it, from a phone whose clock says that it is in time.
    let mut late = phones[2].command("cast_ballot", &ballot(motion, 1));
    late["at"] = json!("2020-01-01T00:00:00Z");
    let answered = phones[2].sync(&[late]).await.unwrap();
    assert_eq!(
        answered["rejected"][0]["code"], "motion_closed",
        "{answered}"
    );
    // Nobody asks the endpoint for anything: its database says that it has closed the vote.
    drop((staff, phones));
    let listed = until("the vote is listed as closed", async || {
        let listed = answer(&["vote", "list", "--data", data]);
        (!listed.is_empty()).then_some(listed)
    })
    .await;
    assert!(listed.contains("自动截止?"), "{listed}");
    let file: Value =
        serde_json::from_str(&answer(&["vote", "export", "自动截止", "--data", data])).unwrap();
    assert_eq!(file["published"]["tally"]["participants"]["heads"], 2);
}

#[tokio::test]
async fn another_program_counts_what_the_command_line_exports() {
    let (endpoint, folder) = small(&[]);
    let data = folder.path().to_str().unwrap();
    let mut staff = endpoint.phone("committee").await;
    let mut phones = homes(&mut staff, 6).await;
    let (first, second) = (
        open(&mut staff, "第一件?", false, "2099-01-01T00:00:00Z").await,
        open(&mut staff, "第二件?", true, "2099-01-01T00:00:00Z").await,
    );
    for (number, phone) in (0..).zip(&mut phones) {
        for motion in [first, second] {
            phone
                .give("cast_ballot", &ballot(motion, u8::from(number > 3) + 1))
                .await;
        }
    }
    for motion in [first, second] {
        staff
            .give("close_motion", &json!({ "motion": motion }))
            .await;
    }
    let listed = answer(&["vote", "list", "--data", data]);
    assert_eq!(listed.lines().count(), 2, "{listed}");
    let mut files = Vec::new();
    for (vote, format) in [
        (first.to_string(), "json"),
        (first.to_string(), "csv"),
        ("第二件".to_owned(), "json"),
        ("第二件".to_owned(), "csv"),
    ] {
        let file = folder.path().join(format!("{}.{format}", files.len()));
        let file = file.to_str().unwrap().to_owned();
        answer(&[
            "vote", "export", &vote, "--format", format, "--out", &file, "--data", data,
        ]);
        files.push(file);
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recount.py");
    let output = Command::new("python3")
        .arg(script)
        .args(&files)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let lines = String::from_utf8(output.stdout).unwrap();
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["agrees"], true, "{line}");
        assert_eq!(line["counted"]["chosen"], json!([1]), "{line}");
    }
    assert_eq!(lines.lines().count(), 4);
    let said = complaint(&["vote", "export", "件", "--data", data]);
    assert!(said.contains("give the id"), "{said}");
    let said = complaint(&["vote", "export", "没有这件", "--data", data]);
    assert!(said.contains("no closed vote"), "{said}");
}
