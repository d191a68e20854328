//! Pokes: the endpoint says that there is news, never what. An `EventSource` cannot send the token in a
//! header, so the stream of server-sent events is read by hand.

use std::rc::{Rc, Weak};

use gloo::net::http::RequestBuilder;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::ReadableStreamDefaultReader;

use super::abort::Deadline;
use super::endpoint::Endpoint;

/// Milliseconds without a sign of life, after which the line counts as dead; the endpoint sends one every 20 s.
const SILENCE: u32 = 50_000;

/// An open line to the endpoint; closed when dropped.
pub(crate) struct Live {
    _open: Rc<Deadline>,
}

impl Live {
    /// Opens a line. `poked` is called at each poke, and `ended` once when the line is cut.
    pub(crate) fn open(
        endpoint: &Endpoint,
        poked: impl Fn() + 'static,
        ended: impl FnOnce() + 'static,
    ) -> Self {
        let open = Rc::new(Deadline::never());
        let signal = open.signal();
        let request = endpoint
            .signed(RequestBuilder::new(&endpoint.url("/v1/live")))
            .abort_signal(signal.as_ref());
        let watched = Rc::downgrade(&open);
        spawn_local(async move {
            let _ = follow(request, &poked, &watched).await;
            // A line that this side closed on purpose is nobody's news; one that went silent is.
            if watched.strong_count() > 0 {
                ended();
            }
        });
        Self { _open: open }
    }
}

async fn follow(request: RequestBuilder, poked: &impl Fn(), open: &Weak<Deadline>) -> Option<()> {
    let response = request
        .send()
        .await
        .ok()
        .filter(gloo::net::http::Response::ok)?;
    // What happened between the last sync and now was poked to nobody.
    poked();
    let reader: ReadableStreamDefaultReader = response.body()?.get_reader().dyn_into().ok()?;
    loop {
        // Not held while waiting, so that closing the line drops it.
        let silence = open.upgrade()?.within(SILENCE);
        let chunk = JsFuture::from(reader.read()).await.ok()?;
        drop(silence);
        let get = |name: &str| js_sys::Reflect::get(&chunk, &JsValue::from_str(name)).ok();
        if get("done")?.is_truthy() {
            return None;
        }
        let bytes = js_sys::Uint8Array::new(&get("value")?).to_vec();
        // Keep-alives are comment lines; a poke says `event: poke`. A poke cut in two by the network is
        // made good by the next sync.
        if bytes.windows(4).any(|window| window == b"poke") {
            poked();
        }
    }
}
