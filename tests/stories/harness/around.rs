//! What stands around the browsers: networks, servers and clocks.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use yishi_tests::{Clock, Proxy, Server, ServerOptions, StaticServer};

use super::site;

/// Answers every piece that it receives with the same piece.
async fn echo() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut read, mut write) = stream.split();
                tokio::io::copy(&mut read, &mut write).await
            });
        }
    });
    Ok(port)
}

async fn say(stream: &mut TcpStream, word: &[u8]) -> std::io::Result<Vec<u8>> {
    stream.write_all(word).await?;
    let mut answer = vec![0; word.len()];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn a_cut_network_resets_what_is_open_and_refuses_what_is_new() -> Result<()> {
    let network = Proxy::start(echo().await?).await?;
    let address = ("127.0.0.1", network.port());
    let mut stream = TcpStream::connect(address).await?;
    assert_eq!(say(&mut stream, b"vote").await?, b"vote");
    assert_eq!(
        (network.sent(), network.received(), network.connections()),
        (4, 4, 1)
    );

    network.cut().await;
    let error = stream.read_exact(&mut [0]).await.expect_err("cut").kind();
    assert_eq!(error, std::io::ErrorKind::ConnectionReset);
    let error = TcpStream::connect(address).await.expect_err("cut").kind();
    assert_eq!(error, std::io::ErrorKind::ConnectionRefused);

    network.restore().await?;
    let mut stream = TcpStream::connect(address).await?;
    assert_eq!(say(&mut stream, b"again").await?, b"again");
    assert_eq!(network.sent(), 9);
    Ok(())
}

#[tokio::test]
async fn a_slow_network_delays_each_direction() -> Result<()> {
    let network = Proxy::start(echo().await?).await?;
    network.delay(Duration::from_millis(120));
    let mut stream = TcpStream::connect(("127.0.0.1", network.port())).await?;
    let began = Instant::now();
    say(&mut stream, b"there and back").await?;
    assert!(
        began.elapsed() >= Duration::from_millis(240),
        "{:?}",
        began.elapsed()
    );
    Ok(())
}

#[tokio::test]
async fn a_static_server_has_no_rules_but_files() -> Result<()> {
    let files = site()?;
    let server =
        StaticServer::serve_configured(files.path(), "in/a/folder", &json!({ "endpoint": null }))
            .await?;
    let get = async |path: &str| -> Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).await?;
        stream
            .write_all(
                format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes(),
            )
            .await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    };
    assert!(get("/in/a/folder/").await?.contains("提交意见"));
    assert!(
        get("/in/a/folder/config.json")
            .await?
            .ends_with(r#"{"endpoint":null}"#)
    );
    for missing in [
        "/",
        "/in/a/folder/some/route",
        "/in/a/folder/../../Cargo.toml",
        "/in/a/folder//etc/passwd",
    ] {
        assert!(get(missing).await?.starts_with("HTTP/1.1 404"), "{missing}");
    }
    Ok(())
}

/// Stands for an endpoint: says that it is ready at the address that it was told, and what it found in its data.
const ENDPOINT: &str = r#"#!/bin/bash
while (($#)); do case "$1" in --listen) at="http://$2" ;; --data) data="$2" ;; esac; shift; done
before="$(cat "$data/kept" 2>/dev/null)"; echo -n x >>"$data/kept"
trap 'echo bye >&2; exit 3' TERM
echo "{\"url\": \"$at/\", \"endpoint\": \"$at\", \"links\": {\"resident\": \"$at/#/join/${before}CODE\"}}"
echo "a later line"
while true; do sleep 0.05; done
"#;

#[tokio::test]
async fn an_endpoint_is_stopped_killed_and_started_on_its_data() -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::ExitStatusExt;

    let folder = tempfile::tempdir()?;
    let binary = folder.path().join("endpoint");
    std::fs::write(&binary, ENDPOINT)?;
    std::fs::set_permissions(&binary, std::fs::Permissions::from_mode(0o755))?;
    let options = ServerOptions {
        binary: Some(binary),
        ..ServerOptions::default()
    };
    let mut server = Server::start(folder.path(), options).await?;
    let port = server.port();
    assert_eq!(server.code("resident")?, "CODE");
    assert!(server.link("merchant").is_err());
    let network = Proxy::start(port).await?;
    assert_eq!(
        server.link_by(&network, "resident")?,
        format!("{}/#/join/CODE", network.url())
    );

    assert_eq!(server.stop().await?.code(), Some(3));
    server.start_again().await?;
    assert_eq!((server.code("resident")?, server.port()), ("xCODE", port));
    assert_eq!(server.kill()?.signal(), Some(9));
    server.start_again().await?;
    assert_eq!(server.code("resident")?, "xxCODE");
    assert!(server.logged()?.contains("bye"));
    Ok(())
}

#[tokio::test]
async fn a_turned_clock_is_the_endpoints_without_a_restart() -> Result<()> {
    let mut clock = Clock::new()?;
    let data = TempDir::new()?;
    let options = ServerOptions {
        app: None,
        environment: clock.environment()?,
        ..ServerOptions::default()
    };
    let server = Server::start(data.path(), options).await?;
    let before = year(server.port()).await?;
    clock.forward(Duration::from_secs(366 * 86_400))?;
    let after = year(server.port()).await?;
    anyhow::ensure!(after == before + 1, "from {before} to {after}");
    Ok(())
}

/// The year in the `Date` of an answer.
async fn year(port: u16) -> Result<u32> {
    let mut line = TcpStream::connect(("127.0.0.1", port)).await?;
    let request = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    line.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    line.read_to_string(&mut answer).await?;
    // Date: Mon, 23 Nov 2026 08:49:37 GMT
    let date = answer
        .lines()
        .find_map(|line| line.strip_prefix("date: "))
        .with_context(|| format!("no date in {answer}"))?;
    let year = date.split(' ').nth(3).context("a date has a year")?;
    Ok(year.parse()?)
}
