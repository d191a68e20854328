//! Pokes: the endpoint says that there is news, never what. An `EventSource` cannot send the token in a
//! header, so the stream of server-sent events is read by hand.

use std::rc::Rc;

use gloo::net::http::RequestBuilder;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::ReadableStreamDefaultReader;

use super::abort::Deadline;
use super::endpoint::Endpoint;

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
        spawn_local(async move {
            let _ = follow(request, &poked).await;
            // A line that this side closed on purpose is nobody's news.
            if !signal.is_some_and(|signal| signal.aborted()) {
                ended();
            }
        });
        Self { _open: open }
    }
}

async fn follow(request: RequestBuilder, poked: &impl Fn()) -> Option<()> {
    let response = request
        .send()
        .await
        .ok()
        .filter(gloo::net::http::Response::ok)?;
    // What happened between the last sync and now was poked to nobody.
    poked();
    let reader: ReadableStreamDefaultReader = response.body()?.get_reader().dyn_into().ok()?;
    loop {
        let chunk = JsFuture::from(reader.read()).await.ok()?;
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
