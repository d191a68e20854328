//! Pokes: soon, seldom, only for those who have something to fetch, and never more than they may fetch.

use std::time::{Duration, Instant};

use reqwest::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::audience::open_motion;
use crate::phone::{Phone, opinion_body};
use crate::place::{small, until};

/// An open stream, and all that came over it.
struct Line {
    stream: Response,
    raw: String,
    read: usize,
}

impl Line {
    async fn open(phone: &Phone) -> Self {
        let mut line = Self {
            stream: phone.live().await,
            raw: String::new(),
            read: 0,
        };
        assert_eq!(line.block().await.unwrap(), ": open");
        line
    }

    /// The next block of lines; none at the end.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.raw[self.read..].find("\n\n") {
                let block = self.raw[self.read..self.read + end].to_owned();
                self.read += end + 2;
                return Some(block);
            }
            let chunk = self.stream.chunk().await.ok().flatten()?;
            self.raw.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// What the next poke says; none at the end.
    async fn poke(&mut self) -> Option<Value> {
        let patience = Duration::from_secs(20);
        let block = tokio::time::timeout(patience, self.block()).await;
        let block = block.expect("neither a poke nor an end")?;
        let data = block.strip_prefix("event: poke\ndata: ").unwrap();
        Some(serde_json::from_str(data).unwrap())
    }

    /// All pokes up to the one that holds this text.
    async fn pokes_until(&mut self, text: &str) -> Vec<Value> {
        let mut pokes = Vec::new();
        while !self.raw.contains(text) {
            pokes.push(self.poke().await.unwrap());
        }
        pokes
    }

    /// Whether nothing is poked for that long.
    async fn is_quiet(&mut self, time: Duration) -> bool {
        tokio::time::timeout(time, self.poke()).await.is_err()
    }
}

#[tokio::test]
async fn a_poke_says_what_a_pull_would_bring() {
    let (endpoint, _folder) = small(&[]);
    let mut author = endpoint.phone("resident").await;
    let mut reader = endpoint.phone("merchant").await;
    reader.pull().await;
    let seen = reader.cursors["public"];
    let stream = reader.live().await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let mut line = Line::open(&reader).await;
    author.raise("一\n二").await;
    let told = line.poke().await.unwrap();
    let answer = reader.sync(&[]).await.unwrap();
    for field in ["epoch", "cursors", "events"] {
        assert_eq!(told[field], answer[field], "{field}");
    }
    assert_eq!(told["after"], seen);
    assert_eq!(told["events"].as_array().unwrap().len(), 1);
    author.raise("三").await;
    let next = line.poke().await.unwrap();
    assert_eq!(next["after"], told["cursors"]["public"]);
}

#[tokio::test]
async fn what_is_too_much_for_a_poke_is_only_announced() {
    let (endpoint, _folder) = small(&[]);
    let mut author = endpoint.phone("resident").await;
    let reader = endpoint.phone("merchant").await;
    let mut line = Line::open(&reader).await;
    let text = "长".repeat(200);
    let many: Vec<Value> = (0..40)
        .map(|_| author.command("raise_opinion", &opinion_body(Uuid::now_v7(), &text)))
        .collect();
    author.sync(&many).await.unwrap();
    assert_eq!(line.poke().await.unwrap(), json!({}));
    author.raise("短").await;
    let told = line.poke().await.unwrap();
    assert_eq!(
        told["events"].as_array().unwrap().len(),
        1,
        "it goes on behind"
    );
}

#[tokio::test]
async fn no_line_ever_carries_what_is_outside_its_audiences() {
    let (endpoint, _folder) = small(&[]);
    let [mut staff, mut voter] = [
        endpoint.phone("committee").await,
        endpoint.phone("resident").await,
    ];
    let mut followed = Vec::new();
    for phone in [
        staff.clone(),
        voter.clone(),
        endpoint.phone("housemate").await,
        endpoint.phone("representative").await,
        endpoint.phone("merchant").await,
    ] {
        let mut phone = phone;
        phone.pull().await;
        followed.push((Line::open(&phone).await, phone));
    }
    let body = json!({ "opinion": Uuid::now_v7(), "text": "匿名意见", "category": "other", "anonymous": true });
    let anonymous = voter.command("raise_opinion", &body);
    let cause = anonymous["id"].as_str().unwrap().to_owned();
    voter.sync(&[anonymous]).await.unwrap();
    let home = json!({ "household": Uuid::now_v7(), "building": 99, "unit": 1, "room": "1", "area": null });
    staff.give("record_household", &home).await;
    let motion = open_motion(&mut staff).await;
    let ballot = json!({ "motion": motion, "choice": ["reject"] });
    voter.give("cast_ballot", &ballot).await;
    staff.raise("到此为止").await;

    let mut homes = 0;
    for (line, phone) in &mut followed {
        let told = line.pokes_until("到此为止").await;
        let events: Vec<Value> = told
            .iter()
            .flat_map(|poke| {
                poke["events"]
                    .as_array()
                    .expect("few enough to be told")
                    .clone()
            })
            .collect();
        let (held, before) = (phone.cursors.clone(), phone.events.len());
        for event in &events {
            let mut audiences = event["audiences"].as_array().unwrap().iter();
            let entitled = audiences.any(|name| held.contains_key(name.as_str().unwrap()));
            assert!(entitled, "{event} came to {held:?}");
        }
        phone.pull().await;
        assert_eq!(events, phone.events[before..], "a pull brings the same");

        let is_staff = phone.member == staff.member;
        let knows_author = is_staff || phone.member == voter.member;
        let shares_home = phone.bodies("ballot_cast").len() == 1;
        for (secret, entitled) in [
            ("opinion_authored", knows_author),
            (&cause, knows_author),
            ("household_recorded", is_staff),
            ("\"reject\"", shares_home),
            ("electorate_frozen", false),
            ("invitation", false),
            ("token", false),
        ] {
            assert_eq!(
                line.raw.contains(secret),
                entitled,
                "{secret}: {}",
                line.raw
            );
        }
        homes += usize::from(shares_home);
    }
    assert_eq!(homes, 2, "the voter and the one who lives there too");
}

#[tokio::test]
async fn who_loses_a_role_is_told_nothing_that_it_was_for() {
    let (endpoint, _folder) = small(&[]);
    let mut staff = endpoint.phone("committee").await;
    let mut phone = endpoint.phone("resident").await;
    staff.pull().await;
    let record = staff
        .bodies("member_recorded")
        .into_iter()
        .find(|body| body["member"] == phone.member.as_str());
    let mut record = record.unwrap().clone();
    let secret = |room: &str| json!({ "household": Uuid::now_v7(), "building": 99, "unit": 1, "room": room, "area": null });
    let mut line = Line::open(&phone).await;

    record["roles"] = json!(["resident", "committee"]);
    staff.give("record_member", &record).await;
    assert_eq!(
        line.poke().await.unwrap(),
        json!({}),
        "a new role brings its past"
    );
    phone.pull().await;
    staff.give("record_household", &secret("first")).await;
    let told = line.poke().await.unwrap();
    assert_eq!(told["events"][0]["body"]["room"], "first");

    // Stored together: when there is something to tell, the role is gone already.
    record["roles"] = json!(["resident"]);
    let commands = [
        staff.command("record_household", &secret("second")),
        staff.command("record_member", &record),
    ];
    staff.sync(&commands).await.unwrap();
    assert_eq!(
        line.poke().await.unwrap(),
        json!({}),
        "who has lost one must ask"
    );
    let answer = phone.sync(&[]).await.unwrap();
    assert_eq!(answer["revoked"], json!(["patrol", "staff"]));
    staff.give("record_household", &secret("third")).await;
    staff.raise("给大家的").await;
    let told = line.poke().await.unwrap();
    assert_eq!(told["events"][0]["body"]["text"], "给大家的");
    assert_eq!(told["cursors"].get("staff"), None);
    assert!(
        !line.raw.contains("second") && !line.raw.contains("third"),
        "{}",
        line.raw
    );
}

#[tokio::test]
async fn what_is_for_others_pokes_nobody_else() {
    let (endpoint, _folder) = small(&[]);
    let mut staff = endpoint.phone("committee").await;
    let merchant = endpoint.phone("merchant").await;
    let (mut of_staff, mut of_merchant) = (Line::open(&staff).await, Line::open(&merchant).await);
    let home = json!({ "household": Uuid::now_v7(), "building": 99, "unit": 1, "room": "1", "area": null });
    staff.give("record_household", &home).await;
    of_staff.poke().await.unwrap();
    assert!(of_merchant.is_quiet(Duration::from_millis(500)).await);
}

#[tokio::test]
async fn the_first_poke_comes_at_once_and_a_series_at_most_each_quarter_of_a_second() {
    let (endpoint, _folder) = small(&[]);
    let mut author = endpoint.phone("resident").await;
    let reader = endpoint.phone("merchant").await;
    let mut line = Line::open(&reader).await;
    let began = Instant::now();
    let writing = tokio::spawn(async move {
        while began.elapsed() < Duration::from_secs(1) {
            author.raise("一").await;
        }
        author.n
    });
    let mut pokes = 0;
    while !writing.is_finished() {
        line.poke().await.unwrap();
        pokes += 1;
    }
    let commands = writing.await.unwrap();
    assert!(
        commands > 5,
        "{commands} commands in a second are too few to tell"
    );
    assert!(
        (2..=8).contains(&pokes),
        "{pokes} pokes for {commands} commands in {:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn the_stream_ends_when_its_device_is_removed() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    phone.pull().await;
    let device = phone.bodies("device_joined")[0]["device"].clone();
    let mut line = Line::open(&phone).await;
    until("the connection is counted", async || {
        (endpoint.figure("yishi_live_connections").await > 0.0).then_some(())
    })
    .await;
    let command = phone.command("remove_device", &json!({ "device": device }));
    phone.sync(&[command]).await.unwrap();
    assert_eq!(line.poke().await, None);
    until("the connection is gone", async || {
        (endpoint.figure("yishi_live_connections").await == 0.0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn live_streams_do_not_hold_up_the_end() {
    let (mut endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    let mut line = Line::open(&phone).await;
    let command = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "一"));
    phone.sync(&[command]).await.unwrap();
    let began = Instant::now();
    assert!(endpoint.stop().success());
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    while line.poke().await.is_some() {}
}
