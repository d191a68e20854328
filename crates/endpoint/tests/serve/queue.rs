//! Many phones at once: one transaction for many commands.

use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::phone::opinion_body;
use crate::place::small;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pushes_that_wait_are_stored_together() {
    const PHONES: usize = 40;
    const ROUNDS: usize = 10;
    let (endpoint, _folder) = small(&[]);
    let phone = endpoint.phone("resident").await;
    let batches_before = endpoint.figure("yishi_batches_total").await;
    let mut phones = JoinSet::new();
    for _ in 0..PHONES {
        // Each a browser of its own of the same member.
        let mut phone = phone.clone();
        phone.client = Uuid::now_v7();
        phones.spawn(async move {
            for _ in 0..ROUNDS {
                phone.raise("一").await;
            }
        });
    }
    phones.join_all().await;
    let batches = endpoint.figure("yishi_batches_total").await - batches_before;
    let commands = endpoint
        .figure("yishi_commands_total{outcome=\"accepted\"}")
        .await;
    assert!(
        (commands - (PHONES * ROUNDS) as f64).abs() < 0.5,
        "{commands}"
    );
    assert!(
        batches < commands / 2.0,
        "{batches} transactions for {commands} commands"
    );

    let mut reader = phone.clone();
    reader.pull().await;
    assert_eq!(reader.bodies("opinion_raised").len(), PHONES * ROUNDS);
}

#[tokio::test]
async fn a_push_that_is_refused_leaves_its_neighbours_in_the_batch_alone() {
    let (endpoint, _folder) = small(&[]);
    let phone = endpoint.phone("resident").await;
    let mut phones = JoinSet::new();
    for number in 0..20 {
        let mut phone = phone.clone();
        phone.client = Uuid::now_v7();
        phones.spawn(async move {
            if number % 2 == 0 {
                phone.n = 5; // a gap
                let command = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "缺"));
                assert_eq!(
                    phone.sync(&[command]).await.unwrap_err().code(),
                    "client_gap"
                );
            } else {
                phone.raise("好").await;
            }
        });
    }
    phones.join_all().await;
    let mut reader = phone.clone();
    reader.pull().await;
    let texts: Vec<&Value> = reader
        .bodies("opinion_raised")
        .into_iter()
        .map(|body| &body["text"])
        .collect();
    assert_eq!(texts, vec![&json!("好"); 10]);
}

#[tokio::test]
async fn what_falls_due_happens_with_nobody_connected() {
    let (endpoint, _folder) = small(&[]);
    let mut staff = endpoint.phone("committee").await;
    // The clock plans the next monthly meetings within its first second.
    let meetings = crate::place::until("meetings are planned", async || {
        staff.pull().await;
        let planned = staff.bodies("meeting_planned").len();
        (planned > 0).then_some(planned)
    })
    .await;
    assert_eq!(meetings, 3);
}
