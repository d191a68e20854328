//! The built app, served beside the protocol: read once at the start, so that a build that goes on
//! meanwhile is never served in halves.

mod page;

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use yishi_sync::Problem;
use yishi_sync::wire::digest;

use super::Server;
use super::failure::Failure;
use page::Page;

const PAGE: &str = "index.html";
const CONFIG: &str = "config.json";
/// A service worker lives by the policy of its own file: it must fetch the files of the app.
const FILE_POLICY: &str = "default-src 'self'; frame-ancestors 'none'";

/// The files of the app.
pub(super) struct App {
    files: HashMap<String, File>,
    template: Option<String>,
    page: RwLock<Option<Arc<Page>>>,
}

/// One file, with its compressed forms.
pub(super) struct File {
    plain: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
    tag: HeaderValue,
    media_type: HeaderValue,
    cache: HeaderValue,
}

impl App {
    /// Reads a folder.
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        let mut contents = HashMap::new();
        collect(folder, "", &mut contents)?;
        let template = contents
            .remove(PAGE)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        if template.is_none() {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                "there is no index.html; build the app first",
            ));
        }
        let names: Vec<String> = contents
            .keys()
            .filter(|name| !is_compressed(name))
            .cloned()
            .collect();
        let mut files = HashMap::new();
        for name in names {
            let gzip = contents.get(&format!("{name}.gz")).cloned();
            let brotli = contents.get(&format!("{name}.br")).cloned();
            if let Some(plain) = contents.get(&name) {
                files.insert(name.clone(), File::new(&name, plain.clone(), gzip, brotli));
            }
        }
        Ok(Self {
            files,
            template,
            page: RwLock::default(),
        })
    }

    /// The page for a community of that name.
    fn page(&self, name: &str) -> Option<Arc<Page>> {
        let known = self
            .page
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(page) = known.filter(|page| page.community == name) {
            return Some(page);
        }
        let page = Arc::new(Page::new(self.template.as_ref()?, name));
        *self.page.write().unwrap_or_else(PoisonError::into_inner) = Some(page.clone());
        Some(page)
    }
}

impl File {
    fn new(name: &str, plain: Bytes, gzip: Option<Bytes>, brotli: Option<Bytes>) -> Self {
        let tag = format!("W/\"{}\"", &digest(&plain).to_string()[..32]);
        Self {
            tag: HeaderValue::from_str(&tag).expect("hexadecimal digits are plain text"),
            plain,
            gzip,
            brotli,
            media_type: HeaderValue::from_static(media_type(name)),
            cache: HeaderValue::from_static(cache(name)),
        }
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
        let same = asked
            .get(header::IF_NONE_MATCH)
            .and_then(|tags| tags.to_str().ok())
            .is_some_and(|tags| {
                let own = self
                    .tag
                    .to_str()
                    .unwrap_or_default()
                    .trim_start_matches("W/");
                tags.split(',')
                    .any(|tag| tag.trim().trim_start_matches("W/") == own)
            });
        let mut response = if same {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let (encoding, bytes) = match (&self.brotli, &self.gzip) {
                (Some(brotli), _) if accepts(asked, "br") => (Some("br"), brotli),
                (_, Some(gzip)) if accepts(asked, "gzip") => (Some("gzip"), gzip),
                _ => (None, &self.plain),
            };
            let mut response = bytes.clone().into_response();
            if let Some(encoding) = encoding {
                response
                    .headers_mut()
                    .insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, self.media_type.clone());
            response
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.tag.clone());
        headers.insert(header::CACHE_CONTROL, self.cache.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(FILE_POLICY),
        );
        response
    }
}

/// Answers every address that the protocol does not use.
pub(super) async fn file<B>(
    State(server): State<Arc<Server>>,
    request: Request<B>,
) -> Result<Response, Failure> {
    let app = server.app.as_ref().ok_or(Problem::NotFound)?;
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(Problem::NotFound.into());
    }
    let name = request.uri().path().trim_start_matches('/');
    match name {
        "" | PAGE => {
            let page = app
                .page(&community_name(&server))
                .ok_or(Problem::NotFound)?;
            let mut response = page.file.answer(request.headers());
            response
                .headers_mut()
                .insert(header::CONTENT_SECURITY_POLICY, page.policy.clone());
            Ok(response)
        }
        CONFIG => {
            let config = serde_json::json!({ "endpoint": "", "name": community_name(&server) });
            Ok(File::new(CONFIG, config.to_string().into(), None, None).answer(request.headers()))
        }
        _ => Ok(app
            .files
            .get(name)
            .ok_or(Problem::NotFound)?
            .answer(request.headers())),
    }
}

/// Headers for every answer.
pub(super) async fn secure<B>(mut response: axum::http::Response<B>) -> axum::http::Response<B> {
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; frame-ancestors 'none'",
        ));
    response
}

/// The community's name, as long as one is served here; several cannot stand on one page.
fn community_name(server: &Server) -> String {
    let communities = server.communities.all();
    let mut all = communities.values();
    match (all.next(), all.next()) {
        (Some(only), None) => only.view().state().community.name.clone(),
        _ => "议事".to_owned(),
    }
}

fn collect(folder: &Path, prefix: &str, contents: &mut HashMap<String, Bytes>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let name = format!("{prefix}{name}");
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), contents)?;
        } else {
            contents.insert(name, fs::read(entry.path())?.into());
        }
    }
    Ok(())
}

fn is_compressed(name: &str) -> bool {
    [".br", ".gz"].iter().any(|ending| name.ends_with(ending))
}

fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    let values = asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|offer| {
        let (name, quality) = offer.split_once(';').unwrap_or((offer, ""));
        let refused = quality.trim().trim_start_matches("q=").parse() == Ok(0.0);
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A file whose name holds a hash of its content never changes; every other is asked for again.
fn cache(name: &str) -> &'static str {
    let is_hash =
        |part: &str| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    if name.split(['-', '_', '.', '/']).any(is_hash) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(cache("yishi-9f86d081884c7d65.js").contains("immutable"));
        assert!(cache("yishi-9f86d081884c7d65_bg.wasm").contains("immutable"));
        for name in [
            "index.html",
            "sw.js",
            "config.json",
            "manifest.webmanifest",
            "icons/icon-192.png",
        ] {
            assert_eq!(cache(name), "no-cache", "{name}");
        }
    }

    #[test]
    fn an_encoding_that_is_refused_is_not_used() {
        let mut asked = HeaderMap::new();
        asked.insert(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static("gzip;q=1.0, br;q=0"),
        );
        assert!(accepts(&asked, "gzip"));
        assert!(!accepts(&asked, "br"));
    }
}
