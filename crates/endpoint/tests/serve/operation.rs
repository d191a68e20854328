//! What whoever runs the endpoint sees of it.

use std::collections::BTreeSet;
use std::net::TcpListener;

use serde_json::Value;

use crate::phone::http;
use crate::place::{Endpoint, complaint, program, run, small, until};

const OPENAPI: &str = include_str!("../../openapi.json");

#[tokio::test]
async fn health_readiness_and_figures_are_there() {
    let (endpoint, _folder) = small(&[]);
    for (path, text) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
        let response = http()
            .get(format!("{}{path}", endpoint.url()))
            .send()
            .await
            .unwrap();
        assert_eq!(
            (
                response.status().as_u16(),
                response.text().await.unwrap().as_str()
            ),
            (200, text)
        );
    }
    let mut phone = endpoint.phone("resident").await;
    phone.raise("一").await;
    phone.client = uuid::Uuid::nil();
    phone.n = 8;
    let gap = phone.command("raise_opinion", &serde_json::json!({}));
    phone.sync(&[gap]).await.unwrap_err();
    for (name, least) in [
        ("yishi_commands_total{outcome=\"accepted\"}", 1.0),
        ("yishi_batches_total", 1.0),
        ("yishi_batch_commands_count", 1.0),
        ("yishi_sync_seconds_count", 1.0),
        ("yishi_problems_total{code=\"client_gap\"}", 1.0),
        ("yishi_live_connections", 0.0),
    ] {
        assert!(endpoint.figure(name).await >= least, "{name}");
    }
}

#[tokio::test]
async fn the_calendar_goes_on_while_nobody_is_there() {
    let (endpoint, _folder) = small(&[]);
    let mut seen = Vec::new();
    until("the calendar goes on", async || {
        let text = endpoint.metrics().await;
        let mut lines = text.lines();
        let line = lines.find(|line| line.starts_with("yishi_calendar_seconds{"))?;
        seen.push(line.rsplit(' ').next()?.parse::<f64>().unwrap());
        (seen.last() > seen.first()).then_some(())
    })
    .await;
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    let behind = now.as_secs_f64() - seen.last().unwrap();
    assert!((0.0..3_600.0).contains(&behind), "{behind} s behind");
}

#[tokio::test]
async fn the_description_names_every_call_and_every_code() {
    let (endpoint, _folder) = small(&[]);
    let served = http()
        .get(format!("{}/openapi.json", endpoint.url()))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(served, OPENAPI);
    let description: Value = serde_json::from_str(OPENAPI).unwrap();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let http = http();
    let mut calls = BTreeSet::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            calls.insert(format!("{} {path}", method.to_uppercase()));
            assert!(
                operation["summary"].is_string() && operation["responses"].is_object(),
                "{method} {path}"
            );
            let address = format!(
                "{}{}",
                endpoint.url(),
                path.replace("{sha256}", &"0".repeat(64))
                    .replace("{secret}", &"0".repeat(64))
            );
            let method = reqwest::Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let status = http
                .request(method, address)
                .send()
                .await
                .unwrap()
                .status()
                .as_u16();
            assert!(
                operation["responses"][status.to_string()].is_object(),
                "{path} answers {status}"
            );
        }
    }
    let expected = [
        "GET /healthz",
        "GET /metrics",
        "GET /openapi.json",
        "GET /readyz",
        "GET /v1/blobs/{sha256}",
        "GET /v1/calendar/{secret}.ics",
        "GET /v1/live",
        "POST /v1/join",
        "POST /v1/sync",
        "PUT /v1/blobs/{sha256}",
    ];
    assert_eq!(
        calls.iter().map(String::as_str).collect::<Vec<_>>(),
        expected
    );
    for reference in OPENAPI
        .split("\"#/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(
            description.pointer(&format!("/{reference}")).is_some(),
            "{reference}"
        );
    }
    let named: BTreeSet<&str> =
        description["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]
            .as_array()
            .unwrap()
            .iter()
            .map(|code| code.as_str().unwrap())
            .collect();
    for code in [
        "unknown_invitation",
        "invitation_spent",
        "invitation_expired",
    ] {
        assert!(
            yishi_domain::Rejection::CODES.contains(&code) && named.contains(code),
            "{code}"
        );
    }
}

#[test]
fn a_taken_port_is_told_with_a_code_of_its_own() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(&["serve", "--listen", &address, "--database", "memory"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains(&format!(
            "port {} of 127.0.0.1 is taken",
            taken.local_addr().unwrap().port()
        )),
        "{said}"
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn options_come_from_flags_then_the_environment_then_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("yishi.toml");
    let [flags, environment, in_file] =
        ["flags", "environment", "file"].map(|name| folder.path().join(name));
    std::fs::write(
        &file,
        format!("data = {in_file:?}\nlog = \"json\"\n[serve]\nlisten = \"127.0.0.1:0\"\n"),
    )
    .unwrap();
    let create = |arguments: &[&str], data: Option<&str>| {
        let mut command = program();
        command
            .args(["community", "create", "--name", "试"])
            .args(arguments)
            .env("YISHI_CONFIG", &file);
        if let Some(data) = data {
            command.env("YISHI_DATA", data);
        }
        assert!(command.status().unwrap().success());
    };
    create(&[], None);
    assert!(in_file.join("yishi.sqlite").exists());
    create(&[], environment.to_str());
    assert!(environment.join("yishi.sqlite").exists());
    create(&["--data", flags.to_str().unwrap()], environment.to_str());
    assert!(flags.join("yishi.sqlite").exists());

    std::fs::write(&file, "databse = \"memory\"\n").unwrap();
    let said = complaint(&["community", "list", "--config", file.to_str().unwrap()]);
    assert!(
        said.contains("is no configuration") && said.contains("databse"),
        "{said}"
    );
}

#[test]
fn the_log_may_be_json() {
    let folder = tempfile::tempdir().unwrap();
    let mut endpoint = Endpoint::start(folder.path(), &["--log", "json"]);
    assert!(endpoint.stop().success());
    for line in endpoint.log().lines() {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        assert!(entry["level"].is_string() && entry["timestamp"].is_string());
    }
}

#[test]
fn the_empty_sample_lets_in_the_committee_alone() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("e.sqlite").display());
    let mut first = program();
    first.args([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--sample",
        "empty",
        "--links",
        "--json",
        "--database",
        &database,
    ]);
    first
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null());
    let mut child = first.spawn().unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(
        &mut std::io::BufReader::new(child.stdout.take().unwrap()),
        &mut line,
    )
    .unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        ready["links"]
            .as_object()
            .unwrap()
            .keys()
            .collect::<Vec<_>>(),
        ["committee"]
    );
}

#[tokio::test]
async fn a_second_start_lets_in_the_same_people_with_fresh_links() {
    let (mut endpoint, folder) = small(&[]);
    let before = endpoint.phone("resident").await.member;
    let old = endpoint.ready().clone();
    assert!(endpoint.stop().success());
    let endpoint = Endpoint::start(folder.path(), &[]);
    assert_ne!(endpoint.ready()["links"], old["links"]);
    assert_eq!(endpoint.phone("resident").await.member, before);
    let spare = old["links"]["housemate"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap();
    crate::phone::Phone::join(endpoint.url(), spare)
        .await
        .unwrap();
}
