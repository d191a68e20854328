//! Bad input of every kind gets its own clear answer, and nothing is lost.

use std::io::Write as _;

use serde_json::json;
use uuid::Uuid;

use crate::phone::{Phone, checked, command, http, opinion_body};
use crate::place::{Endpoint, answer, small};

#[tokio::test]
async fn what_is_not_the_protocols_json_is_malformed() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    let no_count =
        json!({ "protocol": 1, "client": Uuid::now_v7(), "push": [{ "n": -1 }] }).to_string();
    let bodies: [Vec<u8>; 7] = [
        b"".to_vec(),
        b"hello".to_vec(),
        b"[1, 2".to_vec(),
        b"{}".to_vec(),
        b"{\"protocol\":1}".to_vec(),
        vec![0xff, 0xfe, 0x00],
        no_count.into_bytes(),
    ];
    for body in bodies {
        let problem = phone.post(body.clone()).await.unwrap_err();
        assert_eq!(
            (problem.status, problem.code()),
            (400, "malformed"),
            "{body:?}"
        );
        let joined = phone
            .http
            .post(format!("{}/v1/join", endpoint.url()))
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(checked(joined).await.unwrap_err().code(), "malformed");
    }
    let broken = phone
        .http
        .post(format!("{}/v1/sync", endpoint.url()))
        .bearer_auth(&phone.token);
    let broken = broken
        .header("content-encoding", "gzip")
        .body("not gzip at all")
        .send()
        .await
        .unwrap();
    assert_eq!(checked(broken).await.unwrap_err().code(), "malformed");
    phone.raise("一切照常").await;
}

#[tokio::test]
async fn a_body_beyond_1_mib_is_too_large_also_when_it_was_sent_small() {
    let (endpoint, _folder) = small(&[]);
    let phone = endpoint.phone("resident").await;
    let problem = phone.post(vec![b' '; (1 << 20) + 1]).await.unwrap_err();
    assert_eq!((problem.status, problem.code()), (413, "body_too_large"));
    assert_eq!(problem.body["detail"]["most"], 1 << 20);

    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b' '; 64 << 20]).unwrap();
    let request = phone
        .http
        .post(format!("{}/v1/sync", endpoint.url()))
        .bearer_auth(&phone.token);
    let request = request
        .header("content-encoding", "gzip")
        .body(bomb.finish().unwrap());
    let problem = checked(request.send().await.unwrap()).await.unwrap_err();
    assert_eq!((problem.status, problem.code()), (413, "body_too_large"));
}

#[tokio::test]
async fn a_wrong_token_is_told_on_every_call() {
    let (endpoint, _folder) = small(&[]);
    let phone = endpoint.phone("resident").await;
    let url = endpoint.url();
    for header in [
        None,
        Some("Bearer"),
        Some("Bearer 123"),
        Some("Basic abc"),
        Some("Bearer \u{4e2d}"),
    ] {
        for request in [
            phone.http.post(format!("{url}/v1/sync")),
            phone.http.get(format!("{url}/v1/live")),
            phone.http.get(format!("{url}/v1/blobs/{}", "0".repeat(64))),
        ] {
            let request = match header {
                Some(header) => request.header("authorization", header.as_bytes()),
                None => request,
            };
            let problem = checked(request.send().await.unwrap()).await.unwrap_err();
            assert_eq!(
                (problem.status, problem.code()),
                (401, "unknown_token"),
                "{header:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_removed_device_is_out() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    phone.pull().await;
    let device = phone.bodies("device_joined")[0]["device"].clone();
    let command = phone.command("remove_device", &json!({ "device": device }));
    // The answer to the removal itself still arrives.
    phone.sync(&[command]).await.unwrap();
    assert_eq!(phone.sync(&[]).await.unwrap_err().code(), "unknown_token");
}

#[tokio::test]
async fn a_device_whose_answer_was_lost_joins_with_the_same_token_again() {
    let (endpoint, _folder) = small(&[]);
    let (url, code) = (endpoint.url(), endpoint.code("resident"));
    let own = json!({ "code": code, "device": "test", "token": "a1".repeat(32) });
    let first = Phone::join_with(url, own.clone()).await.unwrap();
    let again = Phone::join_with(url, own).await.unwrap();
    assert_eq!(
        (&again.member, &again.token),
        (&first.member, &"a1".repeat(32))
    );
    let other = json!({ "code": code, "device": "test", "token": "b2".repeat(32) });
    let refused = Phone::join_with(url, other).await.unwrap_err();
    assert_eq!(refused.code(), "invitation_spent");
    let short = json!({ "code": code, "device": "test", "token": "a1" });
    assert_eq!(
        Phone::join_with(url, short).await.unwrap_err().code(),
        "malformed"
    );
}

#[tokio::test]
async fn a_spent_an_expired_and_a_mistyped_invitation_are_told_apart() {
    let (endpoint, folder) = small(&[]);
    let url = endpoint.url();
    let code = endpoint.code("resident");
    // Typed as people type.
    let typed = format!(
        " {}-{} ",
        &code[..5].to_lowercase(),
        &code[5..].replace('0', "o").replace('1', "l")
    );
    Phone::join(url, &typed).await.unwrap();
    let spent = Phone::join(url, code).await.unwrap_err();
    assert_eq!((spent.status, spent.code()), (422, "invitation_spent"));

    let data = folder.path().to_str().unwrap();
    let printed = answer(&[
        "invite",
        "--role",
        "merchant",
        "--valid-days",
        "0",
        "--data",
        data,
    ]);
    let expired = Phone::join(url, printed.lines().nth(1).unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        (expired.status, expired.code()),
        (422, "invitation_expired")
    );
    assert!(expired.body["detail"]["expired_at"].is_string());

    for mistyped in [
        "",
        "0000000000",
        "中文",
        "way too long to be one of our codes",
    ] {
        let unknown = Phone::join(url, mistyped).await.unwrap_err();
        assert_eq!(
            (unknown.status, unknown.code()),
            (422, "unknown_invitation"),
            "{mistyped}"
        );
    }
}

#[tokio::test]
async fn an_unknown_address_or_method_is_not_found() {
    let (endpoint, _folder) = small(&[]);
    let http = http();
    for path in [
        "/",
        "/v1",
        "/v1/nothing",
        "/v2/sync",
        "/../../etc/passwd",
        "/v1/sync",
    ] {
        let response = http
            .get(format!("{}{path}", endpoint.url()))
            .send()
            .await
            .unwrap();
        let problem = checked(response).await.unwrap_err();
        assert_eq!(
            (problem.status, problem.code()),
            (404, "not_found"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_blob_that_is_not_there_is_not_found() {
    let (endpoint, _folder) = small(&[]);
    let phone = endpoint.phone("resident").await;
    for name in ["0".repeat(64), "A".repeat(64), "..%2f..%2fetc".to_owned()] {
        let request = phone
            .http
            .get(format!("{}/v1/blobs/{name}", endpoint.url()))
            .bearer_auth(&phone.token);
        assert_eq!(
            checked(request.send().await.unwrap())
                .await
                .unwrap_err()
                .code(),
            "not_found"
        );
    }
}

#[tokio::test]
async fn a_full_disk_is_told_loses_nothing_and_is_over_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut endpoint = Endpoint::start(folder.path(), &["--database-max-mib", "1"]);
    let mut phone = endpoint.phone("resident").await;
    let mut accepted = 0;
    let (full, push) = loop {
        let push: Vec<_> = (1..=100)
            .map(|n| {
                command(
                    accepted + n,
                    "raise_opinion",
                    &opinion_body(Uuid::now_v7(), &"长".repeat(400)),
                )
            })
            .collect();
        match phone.sync(&push).await {
            Ok(_) => accepted += 100,
            Err(problem) => break (problem, push),
        }
        assert!(accepted < 10_000, "a mebibyte is never full");
    };
    assert_eq!((full.status, full.code()), (507, "storage_full"));
    assert!(full.retry_after.is_some());
    // What is there can still be read, and nothing of the push is.
    phone.pull().await;
    assert_eq!(phone.bodies("opinion_raised").len() as u64, accepted);
    assert!(endpoint.stop().success());

    let endpoint = Endpoint::start(folder.path(), &[]);
    let mut phone = phone.at(endpoint.url());
    phone.sync(&push).await.unwrap();
    phone.pull().await;
    assert_eq!(phone.bodies("opinion_raised").len() as u64, accepted + 100);
}
