//! Several processes on one log.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;
use yishi_endpoint::testing::postgres::Cluster;
use yishi_sync::wire::digest;

use crate::phone::{Phone, command, opinion_body};
use crate::place::{Endpoint, answer, small, until};

fn database() -> String {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    let cluster = CLUSTER
        .get_or_init(|| Cluster::start(&["fsync=off"]).unwrap_or_else(|why| panic!("{why}")));
    cluster
        .create_database(&format!("serve_{}", Uuid::now_v7().simple()))
        .unwrap()
}

fn two_nodes(folder: &Path) -> [Endpoint; 2] {
    let database = database();
    // One after the other, so that one of them creates the community.
    [
        Endpoint::start_on(&database, folder, &[]),
        Endpoint::start_on(&database, folder, &[]),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_write_one_log_without_gap_or_twin() {
    let folder = tempfile::tempdir().unwrap();
    let nodes = two_nodes(folder.path());
    let phone = nodes[0].phone("resident").await;
    let mut phones = JoinSet::new();
    for number in 0..12 {
        let mut phone = phone.clone();
        phone.client = Uuid::now_v7();
        let urls = [nodes[0].url().to_owned(), nodes[1].url().to_owned()];
        phones.spawn(async move {
            for round in 0..8 {
                // From node to node, as behind a balancer that knows nothing of phones.
                phone = phone.at(&urls[(number + round) % 2]);
                let command = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "一"));
                // Under contention a node may ask to come again: the same push is then safe.
                while phone
                    .sync(std::slice::from_ref(&command))
                    .await
                    .is_err_and(|problem| {
                        assert_eq!(problem.code(), "unavailable");
                        true
                    })
                {}
            }
        });
    }
    phones.join_all().await;
    let mut logs = Vec::new();
    for node in &nodes {
        let mut reader = phone.clone().at(node.url());
        // A node looks each second for what the other has appended.
        until("all opinions are at this node", async || {
            reader.pull().await;
            (reader.bodies("opinion_raised").len() >= 96).then_some(())
        })
        .await;
        logs.push(reader.events);
    }
    assert_eq!(logs[0], logs[1]);
    assert_eq!(
        logs[0]
            .iter()
            .filter(|event| event["type"] == "opinion_raised")
            .count(),
        96
    );
}

#[tokio::test]
async fn a_phone_that_changes_the_node_is_known_there_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let nodes = two_nodes(folder.path());
    let mut staff = nodes[0].phone("committee").await;
    for _ in 0..5 {
        // The invitation, the token and the count of the rejections are known to the other node only.
        let code = invitation(&mut staff).await;
        let mut phone = Phone::join(nodes[1].url(), &code)
            .await
            .unwrap()
            .at(nodes[0].url());
        let lost = phone.command("second_opinion", &json!({ "opinion": Uuid::now_v7() }));
        phone.sync(&[lost]).await.unwrap();
        let mut phone = phone.at(nodes[1].url());
        let next = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "换了节点"));
        let answer = phone.sync(&[next]).await.unwrap();
        assert_eq!(
            (&answer["accepted_through"], &answer["rejected"]),
            (&json!(2), &Value::Null)
        );
    }
}

/// A fresh invitation for the staff member, issued as the app does it.
async fn invitation(staff: &mut Phone) -> String {
    let random = Uuid::now_v7().simple().to_string().to_uppercase();
    let code = &random[random.len() - 10..];
    let body = json!({
        "invitation": Uuid::now_v7(), "member": staff.member, "code": digest(code.as_bytes()),
        "expires_at": "2099-01-01T00:00:00Z",
    });
    staff.give("issue_invitation", &body).await;
    code.to_owned()
}

#[tokio::test]
async fn news_of_one_node_poke_the_phones_of_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let nodes = two_nodes(folder.path());
    let mut author = nodes[0].phone("resident").await;
    let reader = nodes[1].phone("merchant").await;
    let mut stream = reader.live().await;
    author.raise("一").await;
    until("a poke", async || {
        let chunk = stream.chunk().await.unwrap().unwrap();
        String::from_utf8_lossy(&chunk)
            .contains("poke")
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_the_command_line_imports_reaches_phones_of_a_running_endpoint() {
    let (endpoint, folder) = small(&[]);
    let data = folder.path().to_str().unwrap();
    let mut staff = endpoint.phone("committee").await;
    staff.pull().await;
    let roster = folder.path().join("more.csv");
    std::fs::write(
        &roster,
        "姓名,楼栋,单元,房号,身份,年龄\n新住户,88,1,101,居民,30\n",
    )
    .unwrap();
    answer(&["import", "roster", roster.to_str().unwrap(), "--data", data]);
    // The next push is decided on a log that moved on, long before anybody looked.
    let push = [command(
        1,
        "raise_opinion",
        &opinion_body(Uuid::now_v7(), "一"),
    )];
    let pushed = staff.sync(&push).await.unwrap();
    assert_eq!(pushed["accepted_through"], 1);
    until("the new neighbour is known", async || {
        staff.pull().await;
        staff
            .bodies("member_recorded")
            .iter()
            .any(|body| body["name"] == "新住户")
            .then_some(())
    })
    .await;
}
