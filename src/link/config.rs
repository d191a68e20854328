//! `config.json` beside the page: which endpoint this copy of the app belongs to.

use gloo::net::http::Request;
use serde::Deserialize;
use yishi_sync::wire::from_json;

use super::abort::Deadline;

/// What `config.json` says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Config {
    /// The endpoint's address: empty for the one that served the page, none for the demonstration.
    #[serde(default)]
    pub(crate) endpoint: Option<String>,
    /// The community's name, shown before anything is known.
    #[serde(default)]
    pub(crate) name: String,
}

/// Reads `config.json`. Nothing if it cannot be had: without a network, or if it is not there.
pub(crate) async fn read() -> Option<Config> {
    let deadline = Deadline::after(15_000);
    let response = Request::get("./config.json")
        .abort_signal(deadline.signal().as_ref())
        .send()
        .await
        .ok()?;
    if !response.ok() {
        return None;
    }
    from_json(&response.text().await.ok()?).ok()
}
