//! What never reaches a phone that may not see it, looked for in the raw JSON.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::phone::{Phone, checked};
use crate::place::small;

#[tokio::test]
async fn the_author_of_an_anonymous_opinion_reaches_staff_and_the_author_only() {
    let (endpoint, _folder) = small(&[]);
    let mut author = endpoint.phone("resident").await;
    let body = json!({ "opinion": Uuid::now_v7(), "text": "匿名意见", "category": "other", "anonymous": true });
    let command = author.command("raise_opinion", &body);
    let id = command["id"].as_str().unwrap().to_owned();
    author.sync(&[command]).await.unwrap();
    assert_eq!(author.bodies("opinion_authored").len(), 1);

    for (role, knows) in [
        ("committee", true),
        ("housemate", false),
        ("representative", false),
        ("merchant", false),
    ] {
        let mut phone = endpoint.phone(role).await;
        let text = raw(&mut phone).await;
        assert!(text.contains("匿名意见"), "{role}");
        let raised = phone
            .events
            .iter()
            .find(|event| event["type"] == "opinion_raised")
            .unwrap();
        assert_eq!(
            (&raised["by"], &raised["body"]["author"]),
            (&Value::Null, &Value::Null)
        );
        if knows {
            assert_eq!(
                phone.bodies("opinion_authored")[0]["member"],
                author.member.as_str()
            );
        } else {
            assert!(
                !text.contains("opinion_authored") && !text.contains(&id),
                "{role}"
            );
            // The housemate knows the author as a person of the own home.
            assert!(
                role == "housemate" || !text.contains(&author.member),
                "{role}"
            );
        }
    }
}

#[tokio::test]
async fn a_running_vote_shows_turnout_only_and_ballots_reach_the_own_home_only() {
    let (endpoint, _folder) = small(&[]);
    let mut staff = endpoint.phone("committee").await;
    let mut voter = endpoint.phone("resident").await;
    let mut housemate = endpoint.phone("housemate").await;
    let mut merchant = endpoint.phone("merchant").await;
    let motion = open_motion(&mut staff).await;
    voter
        .give(
            "cast_ballot",
            &json!({ "motion": motion, "choice": ["reject"] }),
        )
        .await;

    raw(&mut housemate).await;
    assert_eq!(
        housemate.bodies("ballot_cast").len(),
        1,
        "the home's members share its ballot"
    );
    for phone in [&mut staff, &mut merchant] {
        let text = raw(phone).await;
        assert!(text.contains("ballot_counted"));
        for secret in [
            "ballot_cast",
            "\"reject\"",
            "electorate_frozen",
            "motion_closed",
            "tally",
        ] {
            assert!(!text.contains(secret), "{secret}");
        }
    }

    staff
        .give("close_motion", &json!({ "motion": motion }))
        .await;
    merchant.pull().await;
    let closed = merchant.bodies("motion_closed")[0].clone();
    let sha256 = closed["ballots"]["sha256"].as_str().unwrap();
    let blob = |phone: &Phone| {
        phone
            .http
            .get(format!("{}/v1/blobs/{sha256}", phone.url))
            .bearer_auth(&phone.token)
    };
    let published = blob(&merchant).send().await.unwrap();
    assert!(
        published.headers()["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    let tag = published.headers()["etag"].clone();
    let ballots = published.bytes().await.unwrap();
    assert_eq!(yishi_sync::wire::digest(&ballots).to_string(), sha256);
    assert_eq!(
        yishi_sync::wire::parse_ballots(&ballots)
            .unwrap()
            .ballots
            .len(),
        1
    );
    assert_eq!(
        blob(&merchant)
            .header("if-none-match", tag)
            .send()
            .await
            .unwrap()
            .status(),
        304
    );
}

#[tokio::test]
async fn nothing_that_opens_a_door_ever_leaves() {
    let (endpoint, _folder) = small(&["--log-filter", "debug"]);
    let code = endpoint.code("committee").to_owned();
    let mut staff = endpoint.phone("committee").await;
    let digests =
        [&code, &staff.token].map(|secret| yishi_sync::wire::digest(secret.as_bytes()).to_string());
    let text = raw(&mut staff).await;
    for secret in [
        "invitation_issued",
        "invitation_spent",
        "token_granted",
        &digests[0],
        &digests[1],
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
    let log = endpoint.log();
    assert!(
        log.contains("/v1/sync"),
        "requests are logged at this level"
    );
    for secret in [&code, &staff.token, &digests[0], &digests[1]] {
        assert!(!log.contains(secret.as_str()), "{log}");
    }
}

#[tokio::test]
async fn another_community_of_the_same_endpoint_is_another_world() {
    let (endpoint, folder) = small(&[]);
    let data = folder.path().to_str().unwrap();
    let mut resident = endpoint.phone("resident").await;
    resident.raise("甲社区的事").await;
    crate::place::answer(&["community", "create", "--name", "乙社区", "--data", data]);
    let roster = folder.path().join("roster.csv");
    std::fs::write(
        &roster,
        "姓名,楼栋,单元,房号,身份,年龄\n赵一,1,1,101,居委会,40\n",
    )
    .unwrap();
    crate::place::answer(&[
        "import",
        "roster",
        roster.to_str().unwrap(),
        "--community",
        "乙社区",
        "--data",
        data,
    ]);
    let printed = crate::place::answer(&[
        "invite",
        "--member",
        "赵一",
        "--community",
        "乙社区",
        "--data",
        data,
    ]);
    // The server is told by nobody; it finds the community when the code is shown.
    let mut other = Phone::join(endpoint.url(), printed.lines().nth(1).unwrap())
        .await
        .unwrap();
    let text = raw(&mut other).await;
    assert!(text.contains("乙社区") && !text.contains("甲社区的事"));
    let unknown = other
        .http
        .get(format!("{}/v1/blobs/{}", other.url, "0".repeat(64)))
        .bearer_auth(&other.token);
    assert_eq!(
        checked(unknown.send().await.unwrap())
            .await
            .unwrap_err()
            .code(),
        "not_found"
    );
}

/// Everything that comes to the phone, as it comes.
async fn raw(phone: &mut Phone) -> String {
    let mut all = String::new();
    loop {
        let request = phone
            .http
            .post(format!("{}/v1/sync", phone.url))
            .bearer_auth(&phone.token);
        let text = request
            .body(phone.request(&[]).to_string())
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let answer: Value = serde_json::from_str(&text).unwrap();
        phone.keep(&answer);
        all.push_str(&text);
        if answer["more"] != true {
            return all;
        }
    }
}

pub(crate) async fn open_motion(staff: &mut Phone) -> Uuid {
    staff.pull().await;
    let meeting = staff.bodies("meeting_planned")[0]["meeting"].clone();
    let (topic, motion) = (Uuid::now_v7(), Uuid::now_v7());
    staff
        .give(
            "schedule_topic",
            &json!({ "topic": topic, "title": "加装电梯", "opinion": null, "meeting": meeting }),
        )
        .await;
    staff
        .give(
            "notice_motion",
            &json!({
                "motion": motion, "topic": topic, "question": "是否加装电梯?",
                "electorate": { "kind": "households", "place": "everywhere" },
                "rule": "simple_majority", "opens_at": null, "closes_at": "2099-01-01T00:00:00Z",
            }),
        )
        .await;
    staff
        .give("open_motion", &json!({ "motion": motion }))
        .await;
    motion
}
