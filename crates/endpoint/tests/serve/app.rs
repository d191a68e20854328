//! The app beside the protocol, and the headers that keep it safe.

use std::fs;
use std::path::{Path, PathBuf};

use reqwest::Response;
use serde_json::json;

use crate::phone::{checked, http};
use crate::place::{Endpoint, small};

const PAGE: &str = "<!doctype html><html><head><title data-community>旧名</title>\
<script>window.a = 1;</script></head><body><b data-community>旧名</b>\
<script type=\"module\">import init from './yishi-0123456789abcdef.js'; init();</script></body></html>";

/// A folder as the build makes it.
fn dist(folder: &Path) -> PathBuf {
    let dist = folder.join("dist");
    fs::create_dir_all(dist.join("icons")).unwrap();
    for (name, content) in [
        ("index.html", PAGE),
        ("index.html.br", "an old page"),
        ("yishi-0123456789abcdef.js", "export default function () {}"),
        ("yishi-0123456789abcdef.js.br", "pretended brotli"),
        ("yishi-0123456789abcdef.js.gz", "pretended gzip"),
        ("yishi-0123456789abcdef_bg.wasm", "pretended wasm"),
        ("sw.js", "// worker"),
        ("config.json", "{\"endpoint\": null}"),
        ("manifest.webmanifest", "{}"),
        ("icons/icon.svg", "<svg/>"),
    ] {
        fs::write(dist.join(name), content).unwrap();
    }
    dist
}

async fn get(endpoint: &Endpoint, path: &str, header: (&str, &str)) -> Response {
    let request = http()
        .get(format!("{}{path}", endpoint.url()))
        .header(header.0, header.1);
    request.send().await.unwrap()
}

fn header(response: &Response, name: &str) -> String {
    response
        .headers()
        .get(name)
        .map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn the_page_carries_the_communitys_name_and_lets_run_only_its_own_scripts() {
    let folder = tempfile::tempdir().unwrap();
    let app = dist(folder.path());
    let endpoint = Endpoint::start(folder.path(), &["--app", app.to_str().unwrap()]);
    for path in ["/", "/index.html", "/?from=wechat"] {
        let page = get(&endpoint, path, ("accept-encoding", "identity")).await;
        assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
        assert_eq!(header(&page, "cache-control"), "no-cache");
        assert_eq!(header(&page, "x-content-type-options"), "nosniff");
        assert_eq!(header(&page, "referrer-policy"), "no-referrer");
        let policy = header(&page, "content-security-policy");
        for part in [
            "frame-ancestors 'none'",
            "'wasm-unsafe-eval'",
            "connect-src 'self'",
            "object-src 'none'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert_eq!(policy.matches("'sha256-").count(), 2);
        assert!(!policy.contains("script-src 'self' 'unsafe-inline'"));
        let text = page.text().await.unwrap();
        assert!(
            text.contains("<title data-community>幸福街社区</title>")
                && text.contains("<b data-community>幸福街社区</b>")
        );
    }
    // The compressed page is the page, not the file that was compressed before the name stood in it.
    let small = get(&endpoint, "/", ("accept-encoding", "br")).await;
    assert_eq!(header(&small, "content-encoding"), "br");
    let mut text = Vec::new();
    brotli::BrotliDecompress(&mut &small.bytes().await.unwrap()[..], &mut text).unwrap();
    assert!(String::from_utf8(text).unwrap().contains("幸福街社区"));

    let config = get(&endpoint, "/config.json", ("accept", "*/*")).await;
    assert_eq!(header(&config, "cache-control"), "no-cache");
    assert_eq!(
        checked(config).await.unwrap(),
        json!({ "endpoint": "", "name": "幸福街社区" })
    );
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_all_others_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let app = dist(folder.path());
    let endpoint = Endpoint::start(folder.path(), &["--app", app.to_str().unwrap()]);
    for (path, kind, for_ever) in [
        (
            "/yishi-0123456789abcdef.js",
            "text/javascript; charset=utf-8",
            true,
        ),
        ("/yishi-0123456789abcdef_bg.wasm", "application/wasm", true),
        ("/sw.js", "text/javascript; charset=utf-8", false),
        ("/manifest.webmanifest", "application/manifest+json", false),
        ("/icons/icon.svg", "image/svg+xml", false),
    ] {
        let file = get(&endpoint, path, ("accept-encoding", "identity")).await;
        assert_eq!(file.status(), 200, "{path}");
        assert_eq!(header(&file, "content-type"), kind);
        assert_eq!(
            header(&file, "cache-control").contains("immutable"),
            for_ever,
            "{path}"
        );
        assert_eq!(
            header(&file, "content-security-policy"),
            "default-src 'self'; frame-ancestors 'none'",
            "the worker must be allowed to fetch"
        );
        let again = get(&endpoint, path, ("if-none-match", &header(&file, "etag"))).await;
        assert_eq!(
            (again.status().as_u16(), again.bytes().await.unwrap().len()),
            (304, 0)
        );
    }
    for (offer, encoding, content) in [
        ("br, gzip", "br", "pretended brotli"),
        ("gzip", "gzip", "pretended gzip"),
        ("br;q=0", "", "export default function () {}"),
    ] {
        let file = get(
            &endpoint,
            "/yishi-0123456789abcdef.js",
            ("accept-encoding", offer),
        )
        .await;
        assert_eq!(header(&file, "content-encoding"), encoding);
        assert_eq!(header(&file, "vary"), "accept-encoding");
        assert_eq!(file.text().await.unwrap(), content);
    }
    let head = http()
        .head(format!("{}/sw.js", endpoint.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            head.status().as_u16(),
            header(&head, "content-length").as_str()
        ),
        (200, "9")
    );
}

#[tokio::test]
async fn nothing_beside_the_folder_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let app = dist(folder.path());
    let endpoint = Endpoint::start(folder.path(), &["--app", app.to_str().unwrap()]);
    for path in [
        "/nothing.js",
        "/index.html.br",
        "/icons",
        "/icons/",
        "/..%2fyishi.sqlite",
        "/%2e%2e/yishi.sqlite",
        "//etc/passwd",
    ] {
        let problem = checked(get(&endpoint, path, ("accept", "*/*")).await)
            .await
            .unwrap_err();
        assert_eq!(
            (problem.status, problem.code()),
            (404, "not_found"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn answers_of_the_protocol_are_not_kept_and_not_framed() {
    let (endpoint, _folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    phone.sync(&[]).await.unwrap();
    let request = phone
        .http
        .post(format!("{}/v1/sync", endpoint.url()))
        .bearer_auth(&phone.token);
    let answer = request
        .body(phone.request(&[]).to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(header(&answer, "cache-control"), "no-store");
    assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
    assert!(header(&answer, "content-security-policy").contains("frame-ancestors 'none'"));
}

#[test]
fn a_folder_without_a_page_is_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let said = crate::place::complaint(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--database",
        "memory",
        "--app",
        empty.to_str().unwrap(),
    ]);
    assert!(said.contains("there is no index.html"), "{said}");
}
