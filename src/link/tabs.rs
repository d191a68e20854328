//! Several tabs of one phone: one of them leads and talks to the endpoint, the others follow.
//!
//! Where the browser has no Web Locks or no BroadcastChannel (old WebViews, which have no tabs either),
//! each page leads.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// What tabs tell each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum News {
    /// A command was added to the outbox.
    Queued,
    /// The endpoint answered, and what it said is stored.
    Stored,
    /// The endpoint cannot be reached.
    Offline,
    /// A tab was opened and wants to know how things stand.
    Opened,
    /// Photos were sent, or given up.
    Photos,
    /// The phone signed in or out: everything is different now.
    Changed,
}

impl News {
    fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Stored => "stored",
            Self::Offline => "offline",
            Self::Opened => "opened",
            Self::Photos => "photos",
            Self::Changed => "changed",
        }
    }

    fn of(word: &str) -> Option<Self> {
        [
            Self::Queued,
            Self::Stored,
            Self::Offline,
            Self::Opened,
            Self::Photos,
            Self::Changed,
        ]
        .into_iter()
        .find(|news| news.word() == word)
    }
}

/// When a tab becomes the leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// At once: nobody led.
    First,
    /// After another one has gone.
    Later,
}

/// This tab among the others.
#[derive(Clone)]
pub(crate) struct Tabs {
    channel: Option<BroadcastChannel>,
    /// Whether there is, or was, another one: what nobody hears is not said, each time it would cost a millisecond.
    company: Rc<Cell<bool>>,
    _heard: Rc<Closure<dyn FnMut(MessageEvent)>>,
}

impl Tabs {
    /// Joins the tabs that have the same database open. `heard` is called with what others tell; `leads`
    /// once, when this tab becomes the leader.
    pub(crate) fn join(
        name: &str,
        heard: impl Fn(News) + 'static,
        leads: impl FnOnce(Turn) + 'static,
    ) -> Self {
        let channel = BroadcastChannel::new(&format!("yishi:{name}")).ok();
        let company = Rc::new(Cell::new(false));
        let heard = Closure::<dyn FnMut(MessageEvent)>::new({
            let company = company.clone();
            move |message: MessageEvent| {
                company.set(true);
                if let Some(news) = message.data().as_string().as_deref().and_then(News::of) {
                    heard(news);
                }
            }
        });
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        }
        let others = company.clone();
        lead(&format!("yishi:{name}"), move || others.set(true), leads);
        Self {
            channel,
            company,
            _heard: Rc::new(heard),
        }
    }

    /// Whether no other tab has been heard of.
    pub(crate) fn is_alone(&self) -> bool {
        !self.company.get()
    }

    /// Tells the other tabs. The first word of each goes out in any case, so that the others know of it.
    pub(crate) fn tell(&self, news: News) {
        if !self.company.get() && !matches!(news, News::Opened | News::Changed) {
            return;
        }
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::from_str(news.word()));
        }
    }
}

/// Asks for the lock of that name and keeps it until the page goes. `others` is called if another tab has it, or if
/// nobody can say. web-sys offers Web Locks only behind an unstable flag, so they are called by name.
fn lead(name: &str, others: impl FnOnce() + 'static, leads: impl FnOnce(Turn) + 'static) {
    let get = |of: &JsValue, name: &str| {
        js_sys::Reflect::get(of, &JsValue::from_str(name))
            .ok()
            .filter(|found| !found.is_undefined())
    };
    let navigator: JsValue = leptos::prelude::window().navigator().into();
    let locks = get(&navigator, "locks");
    let request = locks
        .as_ref()
        .and_then(|locks| get(locks, "request"))
        .and_then(|f| f.dyn_into::<js_sys::Function>().ok());
    let (Some(locks), Some(request)) = (locks, request) else {
        others();
        return leads(Turn::First);
    };
    let name = JsValue::from_str(name);
    // A promise that never settles keeps the lock as long as the page lives.
    let keep = || JsValue::from(js_sys::Promise::new(&mut |_, _| {}));
    let (again, queue, wanted) = (locks.clone(), request.clone(), name.clone());
    let held = Closure::once_into_js(move |lock: JsValue| {
        if !lock.is_null() {
            leads(Turn::First);
            return keep();
        }
        others();
        let held = Closure::once_into_js(move |_lock: JsValue| {
            leads(Turn::Later);
            keep()
        });
        let _ = queue.call2(&again, &wanted, &held);
        JsValue::UNDEFINED
    });
    let at_once = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&at_once, &"ifAvailable".into(), &JsValue::TRUE);
    let _ = request.call3(&locks, &name, &at_once, &held);
}
