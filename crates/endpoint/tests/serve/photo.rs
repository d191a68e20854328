//! Photos: sent by those who took them, seen by those who may see what names them.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode};
use reqwest::Response;
use serde_json::json;
use uuid::Uuid;
use yishi_sync::wire::digest;

use crate::phone::{Phone, Problem, checked};
use crate::place::{Endpoint, answer, program, small};

/// Bytes that begin as a JPEG does; others for each seed.
fn jpeg(seed: u8, length: usize) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    let pattern = (0..=u8::MAX).cycle().map(|n| n.wrapping_mul(31) ^ seed);
    bytes.extend(pattern.take(length - 4));
    bytes
}

fn name(bytes: &[u8]) -> String {
    digest(bytes).to_string()
}

async fn put_as(phone: &Phone, name: &str, bytes: Vec<u8>) -> Result<(), Problem> {
    let request = phone.http.put(format!("{}/v1/blobs/{name}", phone.url));
    let request = request.bearer_auth(&phone.token).body(bytes);
    let response = request.send().await.unwrap();
    if response.status() == StatusCode::NO_CONTENT {
        return Ok(());
    }
    Err(checked(response).await.unwrap_err())
}

async fn put(phone: &Phone, bytes: &[u8]) -> Result<(), Problem> {
    put_as(phone, &name(bytes), bytes.to_vec()).await
}

async fn ask(phone: &Phone, method: Method, bytes: &[u8]) -> Response {
    let address = format!("{}/v1/blobs/{}", phone.url, name(bytes));
    let request = phone.http.request(method, address);
    request.bearer_auth(&phone.token).send().await.unwrap()
}

/// The photo as the phone gets it; nothing if it is not there for this phone.
async fn get(phone: &Phone, bytes: &[u8]) -> Option<Vec<u8>> {
    let response = ask(phone, Method::GET, bytes).await;
    if response.status() == StatusCode::OK {
        return Some(response.bytes().await.unwrap().to_vec());
    }
    let problem = checked(response).await.unwrap_err();
    assert_eq!((problem.status, problem.code()), (404, "not_found"));
    None
}

/// Raises an opinion with photos.
async fn raise(phone: &mut Phone, photos: &[&[u8]]) {
    let photos: Vec<String> = photos.iter().map(|bytes| name(bytes)).collect();
    let body = json!({
        "opinion": Uuid::now_v7(), "text": "楼道的灯坏了", "category": "facilities",
        "anonymous": true, "photos": photos,
    });
    let mut command = phone.command("raise_opinion", &body);
    command["v"] = 2.into();
    let answer = phone.sync(&[command]).await.unwrap();
    assert!(answer.get("rejected").is_none(), "{answer}");
}

#[tokio::test]
async fn a_photo_is_for_its_sender_and_then_for_whoever_may_see_what_names_it() {
    let (endpoint, _folder) = small(&[]);
    let mut author = endpoint.phone("resident").await;
    let other = endpoint.phone("representative").await;
    let photo = jpeg(1, 300_000);
    put(&author, &photo).await.unwrap();
    assert_eq!(get(&author, &photo).await.as_deref(), Some(&photo[..]));
    assert_eq!(get(&other, &photo).await, None, "nobody else knows of it");

    raise(&mut author, &[&photo]).await;
    let response = ask(&other, Method::GET, &photo).await;
    assert_eq!(response.status(), StatusCode::OK);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/jpeg");
    assert_eq!(
        header("cache-control"),
        "private, max-age=31536000, immutable"
    );
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-length"), "300000");
    assert!(header("content-security-policy").contains("default-src 'none'"));
    let tag = header("etag");
    let again = other
        .http
        .get(format!("{}/v1/blobs/{}", other.url, name(&photo)));
    let again = again.bearer_auth(&other.token).header("if-none-match", tag);
    assert_eq!(
        again.send().await.unwrap().status(),
        StatusCode::NOT_MODIFIED
    );
}

#[tokio::test]
async fn a_photo_that_is_named_before_it_arrives_is_there_once_it_has() {
    let (endpoint, _folder) = small(&[]);
    let mut author = endpoint.phone("resident").await;
    let other = endpoint.phone("representative").await;
    let photo = jpeg(2, 5_000);
    raise(&mut author, &[&photo]).await;
    assert_eq!(get(&other, &photo).await, None);
    assert_eq!(get(&author, &photo).await, None);
    put(&author, &photo).await.unwrap();
    assert_eq!(get(&other, &photo).await.as_deref(), Some(&photo[..]));
}

#[tokio::test]
async fn the_same_photo_again_is_answered_the_same_whoever_sends_it() {
    let (endpoint, folder) = small(&[]);
    let author = endpoint.phone("resident").await;
    let other = endpoint.phone("representative").await;
    let photo = jpeg(3, 5_000);
    let head = ask(&author, Method::HEAD, &photo).await;
    assert_eq!(head.status(), StatusCode::NOT_FOUND);
    let sending = (0..6).map(|n| {
        let (phone, photo) = (
            if n % 2 == 0 {
                author.clone()
            } else {
                other.clone()
            },
            photo.clone(),
        );
        tokio::spawn(async move { put(&phone, &photo).await })
    });
    for sent in sending.collect::<Vec<_>>() {
        sent.await.unwrap().unwrap();
    }
    put(&author, &photo).await.unwrap();
    let head = ask(&author, Method::HEAD, &photo).await;
    assert_eq!(head.status(), StatusCode::OK);
    assert_eq!(head.headers()["content-length"], "5000");
    // Who has shown the bytes knows them.
    assert!(get(&other, &photo).await.is_some());
    let communities = std::fs::read_dir(folder.path().join("photos")).unwrap();
    let objects: usize = communities
        .map(|community| {
            std::fs::read_dir(community.unwrap().path())
                .unwrap()
                .count()
        })
        .sum();
    assert_eq!(objects, 1, "each photo is kept once");
}

#[tokio::test]
async fn what_is_no_photo_is_refused_by_its_own_code() {
    let (endpoint, folder) = small(&[]);
    let phone = endpoint.phone("resident").await;
    let photo = jpeg(4, 5_000);
    let refused = async |name: &str, bytes: Vec<u8>| {
        let problem = put_as(&phone, name, bytes).await.unwrap_err();
        (problem.status, problem.code().to_owned())
    };
    let code = |status: u16, code: &str| (status, code.to_owned());

    let wrong = refused(&name(&photo), jpeg(5, 5_000)).await;
    assert_eq!(wrong, code(422, "wrong_digest"));
    let cut = refused(&name(&photo), photo[..2_000].to_vec()).await;
    assert_eq!(cut, code(422, "wrong_digest"));
    for text in [
        "",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        "<html>",
        "GIF89a",
        "%PDF-1.7",
    ] {
        let refused = refused(&name(text.as_bytes()), text.into()).await;
        assert_eq!(refused, code(415, "not_an_image"), "{text}");
    }
    let large = jpeg(6, (1 << 20) + 1);
    assert_eq!(
        refused(&name(&large), large).await,
        code(413, "body_too_large")
    );
    for address in ["x", &"A".repeat(64), &"0".repeat(63)] {
        assert_eq!(
            refused(address, photo.clone()).await,
            code(404, "not_found")
        );
    }
    let stranger = Phone {
        token: "0".repeat(64),
        ..phone.clone()
    };
    let problem = put(&stranger, &photo).await.unwrap_err();
    assert_eq!((problem.status, problem.code()), (401, "unknown_token"));

    let kept = std::fs::read_dir(folder.path().join("photos")).unwrap();
    assert_eq!(kept.count(), 0, "nothing of it was kept");
    let largest = jpeg(7, 1 << 20);
    put(&phone, &largest).await.unwrap();
    assert!(get(&phone, &largest).await.is_some());
}

#[tokio::test]
async fn nothing_is_kept_of_a_photo_that_was_cut_and_it_may_come_again() {
    let (endpoint, _folder) = small(&[]);
    let phone = endpoint.phone("resident").await;
    let photo = jpeg(8, 200_000);
    let address = endpoint.url().strip_prefix("http://").unwrap();
    for sent in [0, 1, 100_000, 199_999] {
        let mut line = TcpStream::connect(address).unwrap();
        let head = format!(
            "PUT /v1/blobs/{} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n",
            name(&photo),
            phone.token,
            photo.len(),
        );
        line.write_all(head.as_bytes()).unwrap();
        line.write_all(&photo[..sent]).unwrap();
        line.shutdown(std::net::Shutdown::Write).unwrap();
        let mut said = String::new();
        let _ = line.read_to_string(&mut said);
        assert!(!said.contains(" 204 "), "{said}");
        assert_eq!(get(&phone, &photo).await, None, "{sent}");
    }
    put(&phone, &photo).await.unwrap();
    assert_eq!(get(&phone, &photo).await.as_deref(), Some(&photo[..]));
}

#[tokio::test]
async fn one_device_sends_no_more_than_its_share_and_others_go_on() {
    let (endpoint, _folder) = small(&["--photo-mib-per-hour", "1"]);
    let phone = endpoint.phone("resident").await;
    put(&phone, &jpeg(9, 700_000)).await.unwrap();
    let problem = put(&phone, &jpeg(10, 700_000)).await.unwrap_err();
    assert_eq!((problem.status, problem.code()), (429, "too_many_requests"));
    let wait = problem.retry_after.unwrap();
    assert!((600..=3_600).contains(&wait), "{wait}");
    put(&phone, &jpeg(11, 100_000)).await.unwrap();
    let other = endpoint.phone("representative").await;
    put(&other, &jpeg(12, 700_000)).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_told_and_over_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let photos = folder.path().join("photos");
    // No file may grow beyond 64 kB: what a process is told then is what it is told of a full disk.
    let mut limited = std::process::Command::new("env");
    limited.args(["--ignore-signal=XFSZ", "prlimit", "--fsize=65536"]);
    limited
        .arg(program().get_program())
        .args(program().get_args());
    let place = photos.to_str().unwrap();
    let endpoint = Endpoint::start_as(limited, "memory", folder.path(), &["--photos", place]);
    let phone = endpoint.phone("resident").await;
    let (large, small) = (jpeg(13, 300_000), jpeg(14, 30_000));
    let full = put(&phone, &large).await.unwrap_err();
    assert_eq!((full.status, full.code()), (507, "storage_full"));
    assert!(full.retry_after.is_some());
    assert_eq!(get(&phone, &large).await, None);
    put(&phone, &small).await.unwrap();
    assert!(get(&phone, &small).await.is_some());
    let communities = std::fs::read_dir(&photos).unwrap();
    let objects: usize = communities
        .map(|community| {
            std::fs::read_dir(community.unwrap().path())
                .unwrap()
                .count()
        })
        .sum();
    assert_eq!(objects, 1, "nothing is left of what found no room");
}

#[tokio::test]
async fn an_acknowledged_photo_survives_the_end_of_the_process() {
    let (mut endpoint, folder) = small(&[]);
    let phone = endpoint.phone("resident").await;
    let photo = jpeg(15, 200_000);
    put(&phone, &photo).await.unwrap();
    endpoint.kill();
    let endpoint = Endpoint::start(folder.path(), &[]);
    let phone = phone.at(endpoint.url());
    assert_eq!(get(&phone, &photo).await.as_deref(), Some(&photo[..]));
}

#[tokio::test]
async fn a_backup_and_an_export_hold_the_photos() {
    let (mut endpoint, folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    let photo = jpeg(16, 50_000);
    put(&phone, &photo).await.unwrap();
    raise(&mut phone, &[&photo]).await;
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let data = at("");
    answer(&["backup", &at("copy"), "--data", &data]);
    answer(&["export", &at("export"), "--data", &data]);
    let exported = std::fs::read(folder.path().join("export/blobs").join(name(&photo))).unwrap();
    assert_eq!(exported, photo);
    let manifest = std::fs::read_to_string(folder.path().join("export/manifest.json")).unwrap();
    assert!(manifest.contains("\"photos\": 1"), "{manifest}");
    assert!(endpoint.stop().success());

    std::fs::remove_dir_all(folder.path().join("photos")).unwrap();
    std::fs::remove_file(folder.path().join("yishi.sqlite")).unwrap();
    answer(&["restore", &at("copy"), "--data", &data]);
    let endpoint = Endpoint::start(folder.path(), &[]);
    let phone = phone.at(endpoint.url());
    assert_eq!(get(&phone, &photo).await.as_deref(), Some(&photo[..]));
}

type Bucket = Arc<Mutex<HashMap<String, Bytes>>>;

/// As much of S3 as photos need, and it believes every signature.
async fn bucket(
    State(bucket): State<Bucket>,
    method: Method,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, HeaderMap, Bytes) {
    assert!(
        headers.contains_key("authorization"),
        "{method} {key} is not signed"
    );
    let mut objects = bucket.lock().unwrap();
    let mut answer = HeaderMap::new();
    answer.insert("etag", "\"1\"".parse().unwrap());
    answer.insert(
        "last-modified",
        "Mon, 23 Nov 2026 01:02:03 GMT".parse().unwrap(),
    );
    match method {
        Method::PUT => {
            objects.insert(key, body);
            (StatusCode::OK, answer, Bytes::new())
        }
        _ => match objects.get(&key) {
            Some(bytes) => (StatusCode::OK, answer, bytes.clone()),
            None => (StatusCode::NOT_FOUND, answer, Bytes::new()),
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_may_stand_in_a_store_that_speaks_s3() {
    let objects = Bucket::default();
    let router = axum::Router::new()
        .route("/{*key}", axum::routing::any(bucket))
        .with_state(objects.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, router).into_future());
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("yishi.sqlite").display());
    let mut command = program();
    command
        .env("AWS_ENDPOINT", address)
        .env("AWS_ALLOW_HTTP", "true")
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test");
    let place = ["--photos", "s3://community/yishi"];
    let endpoint = Endpoint::start_as(command, &database, folder.path(), &place);
    let phone = endpoint.phone("resident").await;
    let photo = jpeg(17, 100_000);
    assert_eq!(get(&phone, &photo).await, None);
    put(&phone, &photo).await.unwrap();
    put(&phone, &photo).await.unwrap();
    assert_eq!(get(&phone, &photo).await.as_deref(), Some(&photo[..]));
    let keys: Vec<String> = objects.lock().unwrap().keys().cloned().collect();
    assert_eq!(keys.len(), 1);
    assert!(keys[0].starts_with("community/yishi/"), "{keys:?}");
    assert!(!folder.path().join("photos").exists());
}
