//! Killed in the middle of the work: what was acknowledged is there, and once.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;
use yishi_endpoint::storage::{Storage, open};

use crate::phone::{Phone, opinion_body};
use crate::place::{Endpoint, small};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_no_acknowledged_command_is_lost_and_none_comes_twice() {
    const PHONES: usize = 8;
    let (mut endpoint, folder) = small(&[]);
    let first = endpoint.phone("resident").await;
    let acknowledged = Arc::new(Mutex::new(Vec::<String>::new()));
    let mut phones: Vec<Phone> = (0..PHONES)
        .map(|_| Phone {
            client: Uuid::now_v7(),
            ..first.clone()
        })
        .collect();
    // What each phone has sent and not seen acknowledged.
    let mut waiting: Vec<Option<Value>> = vec![None; PHONES];
    for round in 0..4_u64 {
        let mut running = JoinSet::new();
        for (number, (phone, waits)) in phones.drain(..).zip(waiting.drain(..)).enumerate() {
            let (acknowledged, url) = (acknowledged.clone(), endpoint.url().to_owned());
            running
                .spawn(async move { (number, work(phone.at(&url), waits, &acknowledged).await) });
        }
        tokio::time::sleep(Duration::from_millis(150 + 70 * round)).await;
        endpoint.kill();
        let mut ended: BTreeMap<usize, (Phone, Option<Value>)> =
            running.join_all().await.into_iter().collect();
        (phones, waiting) = (0..PHONES)
            .map(|number| ended.remove(&number).unwrap())
            .unzip();
        endpoint = Endpoint::start(folder.path(), &[]);
    }
    // The last word of each phone.
    for (phone, waits) in phones.into_iter().zip(waiting) {
        let Some(command) = waits else { continue };
        let mut phone = phone.at(endpoint.url());
        phone.sync(std::slice::from_ref(&command)).await.unwrap();
        acknowledged
            .lock()
            .unwrap()
            .push(command["body"]["opinion"].as_str().unwrap().to_owned());
    }
    let mut reader = Phone {
        events: vec![],
        cursors: BTreeMap::new(),
        ..first
    }
    .at(endpoint.url());
    reader.pull().await;
    let mut stored: Vec<&str> = reader
        .bodies("opinion_raised")
        .into_iter()
        .map(|body| body["opinion"].as_str().unwrap())
        .collect();
    let mut sent = acknowledged.lock().unwrap().clone();
    stored.sort_unstable();
    sent.sort_unstable();
    assert!(
        sent.len() > PHONES,
        "only {} commands were sent",
        sent.len()
    );
    assert_eq!(stored, sent);
}

/// Gives one command after the other until the endpoint is gone; hands back what is not acknowledged.
async fn work(
    mut phone: Phone,
    mut waits: Option<Value>,
    acknowledged: &Mutex<Vec<String>>,
) -> (Phone, Option<Value>) {
    loop {
        let command = waits
            .take()
            .unwrap_or_else(|| phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "一")));
        let mut request = phone.request(std::slice::from_ref(&command));
        request["limit"] = json!(1);
        let sent = phone
            .http
            .post(format!("{}/v1/sync", phone.url))
            .bearer_auth(&phone.token);
        let Ok(response) = sent.body(request.to_string()).send().await else {
            return (phone, Some(command));
        };
        if !response.status().is_success() || response.bytes().await.is_err() {
            return (phone, Some(command));
        }
        acknowledged
            .lock()
            .unwrap()
            .push(command["body"]["opinion"].as_str().unwrap().to_owned());
    }
}

async fn storage(folder: &Path) -> Arc<dyn Storage> {
    open(&format!("sqlite:{}", folder.join("yishi.sqlite").display()))
        .await
        .unwrap()
}

#[tokio::test]
async fn an_endpoint_that_stops_answers_what_waits_and_starts_from_its_snapshot() {
    let (mut endpoint, folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    phone.raise("一").await;
    endpoint.ask_to_stop();
    assert!(endpoint.ended().success());
    assert!(endpoint.log().contains("stopped"));

    let storage = storage(folder.path()).await;
    let community = storage.communities().await.unwrap().remove(0);
    let snapshot = storage.snapshot(community.id).await.unwrap().unwrap();
    assert_eq!(
        (snapshot.head, snapshot.fingerprint.as_str()),
        (community.head, yishi_domain::FINGERPRINT)
    );
    storage.close().await;

    let endpoint = Endpoint::start(folder.path(), &[]);
    let mut phone = phone.at(endpoint.url());
    phone.raise("二").await;
    phone.pull().await;
    assert_eq!(phone.bodies("opinion_raised").len(), 2);
}

#[tokio::test]
async fn a_snapshot_of_other_code_is_not_trusted() {
    let (mut endpoint, folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    phone.raise("一").await;
    assert!(endpoint.stop().success());
    let storage = storage(folder.path()).await;
    let community = storage.communities().await.unwrap().remove(0);
    let mut snapshot = storage.snapshot(community.id).await.unwrap().unwrap();
    "another version".clone_into(&mut snapshot.fingerprint);
    snapshot.bytes.clear();
    storage.put_snapshot(community.id, snapshot).await.unwrap();
    storage.close().await;
    let endpoint = Endpoint::start(folder.path(), &[]);
    phone.at(endpoint.url()).raise("二").await;
}
