//! Pokes: soon, seldom, and only for those who have something to fetch.

use std::time::{Duration, Instant};

use reqwest::Response;
use serde_json::json;
use uuid::Uuid;

use crate::phone::opinion_body;
use crate::place::{small, until};

/// Reads until a poke, the end of the stream (none) or the end of patience.
async fn poke(stream: &mut Response) -> Option<()> {
    let mut text = String::new();
    tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let chunk = stream.chunk().await.ok().flatten()?;
            text.push_str(std::str::from_utf8(&chunk).unwrap());
            if text.contains("event: poke") {
                return Some(());
            }
        }
    })
    .await
    .expect("neither a poke nor an end")
}

/// Whether nothing is poked for that long.
async fn is_quiet(stream: &mut Response, time: Duration) -> bool {
    let mut text = String::new();
    let _ = tokio::time::timeout(time, async {
        while let Ok(Some(chunk)) = stream.chunk().await {
            text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    })
    .await;
    !text.contains("poke")
}

#[tokio::test]
async fn a_poke_says_that_there_is_news_and_not_what() {
    let (endpoint, _folder) = small(&[]);
    let mut author = endpoint.phone("resident").await;
    let reader = endpoint.phone("merchant").await;
    let mut stream = reader.live().await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let opened = String::from_utf8(stream.chunk().await.unwrap().unwrap().to_vec()).unwrap();
    assert!(opened.starts_with(": open"), "{opened}");
    author.raise("秘密不在这里").await;
    let chunk = stream.chunk().await.unwrap().unwrap();
    assert_eq!(&chunk[..], b"event: poke\ndata: {}\n\n");
}

#[tokio::test]
async fn what_is_for_others_pokes_nobody_else() {
    let (endpoint, _folder) = small(&[]);
    let mut staff = endpoint.phone("committee").await;
    let merchant = endpoint.phone("merchant").await;
    let (mut of_staff, mut of_merchant) = (staff.live().await, merchant.live().await);
    let home = json!({ "household": Uuid::now_v7(), "building": 99, "unit": 1, "room": "1", "area": null });
    staff.give("record_household", &home).await;
    poke(&mut of_staff).await.unwrap();
    assert!(is_quiet(&mut of_merchant, Duration::from_millis(500)).await);
}

#[tokio::test]
async fn the_first_poke_comes_at_once_and_a_series_at_most_each_quarter_of_a_second() {
    let (endpoint, _folder) = small(&[]);
    let mut author = endpoint.phone("resident").await;
    let reader = endpoint.phone("merchant").await;
    let mut stream = reader.live().await;
    let began = Instant::now();
    let writing = tokio::spawn(async move {
        while began.elapsed() < Duration::from_secs(1) {
            author.raise("一").await;
        }
        author.n
    });
    let mut pokes = 0;
    while !writing.is_finished() {
        poke(&mut stream).await.unwrap();
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
    let mut stream = phone.live().await;
    until("the connection is counted", async || {
        (endpoint.figure("yishi_live_connections").await > 0.0).then_some(())
    })
    .await;
    let command = phone.command("remove_device", &json!({ "device": device }));
    phone.sync(&[command]).await.unwrap();
    assert_eq!(poke(&mut stream).await, None);
    until("the connection is gone", async || {
        (endpoint.figure("yishi_live_connections").await == 0.0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn live_streams_do_not_hold_up_the_end() {
    let (mut endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    let mut stream = phone.live().await;
    let command = phone.command("raise_opinion", &opinion_body(Uuid::now_v7(), "一"));
    phone.sync(&[command]).await.unwrap();
    let began = Instant::now();
    assert!(endpoint.stop().success());
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    while poke(&mut stream).await.is_some() {}
}
