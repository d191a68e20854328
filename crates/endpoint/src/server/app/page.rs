//! `index.html` as it is served: with the community's name in it, and a policy that lets run only the
//! scripts that stand in it.

use std::io::Write as _;

use axum::body::Bytes;
use axum::http::HeaderValue;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use yishi_sync::wire::digest;

use super::{File, PAGE};

/// What stands before the community's name; the name goes on to the next `<`.
const MARKER: &str = "data-community>";

/// A page made for one community.
pub(super) struct Page {
    pub(super) community: String,
    pub(super) file: File,
    pub(super) policy: HeaderValue,
}

impl Page {
    pub(super) fn new(template: &str, community: &str) -> Self {
        let html = named(template, community);
        let policy = HeaderValue::from_str(&policy(&html)).expect("a policy is plain text");
        let (gzip, brotli) = (gzip(html.as_bytes()), brotli(html.as_bytes()));
        let file = File::new(PAGE, html.into(), gzip, brotli);
        Self {
            community: community.to_owned(),
            file,
            policy,
        }
    }
}

fn named(template: &str, community: &str) -> String {
    let name = community
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let mut parts = template.split(MARKER);
    let mut html = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        html.push_str(MARKER);
        html.push_str(&name);
        html.push_str(part.find('<').map_or("", |end| &part[end..]));
    }
    html
}

fn policy(html: &str) -> String {
    let hashes: String = inline_scripts(html)
        .map(|script| format!(" 'sha256-{}'", STANDARD.encode(digest(script.as_bytes()).0)))
        .collect();
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; \
         object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// The texts of the scripts that stand in the page itself.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(script)
    })
}

fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn brotli(bytes: &[u8]) -> Option<Bytes> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters).ok()?;
    Some(compressed.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_escaped_and_put_wherever_it_is_marked() {
        let template = "<title data-community>旧</title><b data-community>旧</b><i>旧</i>";
        assert_eq!(
            named(template, "A<b>&C"),
            "<title data-community>A&lt;b&gt;&amp;C</title><b data-community>A&lt;b&gt;&amp;C</b><i>旧</i>"
        );
    }

    #[test]
    fn only_scripts_within_the_page_are_named_in_its_policy() {
        let html = "<script>alert(1)</script><script src=\"a.js\"></script><script type=module>let a</script>";
        assert_eq!(
            inline_scripts(html).collect::<Vec<_>>(),
            ["alert(1)", "let a"]
        );
        // The digest of `alert(1)`, as browsers print it.
        assert!(policy(html).contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"));
    }
}
