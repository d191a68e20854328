//! Choosing photos for a form: with the camera or from the phone's album.

use std::rc::Rc;

use crate::view::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, File, HtmlInputElement};
use yishi_domain::Digest;

use super::picture::{Look, Picture, Seen, face};
use super::viewer::Viewer;
use crate::form::Refused;
use crate::session::{Session, Space};
use crate::text::t;
use crate::ui::Icon;

/// The photos that a form holds; copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Picked {
    session: Session,
    most: usize,
    ready: RwSignal<Vec<Digest>>,
    making: RwSignal<Vec<Making>, LocalStorage>,
    /// What was to be done as soon as none is being made.
    then: RwSignal<Option<Then>, LocalStorage>,
    refused: RwSignal<Vec<String>>,
    few: RwSignal<Option<u64>>,
}

type Then = Rc<dyn Fn()>;

/// A photo that is being made small.
#[derive(Clone)]
struct Making {
    id: u32,
    picture: Option<Rc<Picture>>,
}

impl Picked {
    /// None yet; at most so many.
    pub(crate) fn new(session: Session, most: usize) -> Self {
        let picked = Self {
            session,
            most,
            ready: RwSignal::new(Vec::new()),
            making: RwSignal::new_local(Vec::new()),
            then: RwSignal::new_local(None),
            refused: RwSignal::new(Vec::new()),
            few: RwSignal::new(None),
        };
        picked.look_for_room();
        picked
    }

    /// Their names, in order; reactive. They are stored on this phone, so a draft may name them.
    pub(crate) fn names(self) -> Vec<Digest> {
        self.ready.get()
    }

    /// Holds these, which a draft or an earlier report has named.
    pub(crate) fn hold(self, photos: Vec<Digest>) {
        self.ready.set(photos);
    }

    /// Does something with the photos, as soon as none is being made any more.
    pub(crate) fn when_ready(self, then: impl Fn() + 'static) {
        if self.making.with_untracked(Vec::is_empty) {
            then();
        } else {
            self.then.set(Some(Rc::new(then)));
        }
    }

    /// Whether something is to be done as soon as all are made.
    pub(crate) fn waits(self) -> Signal<bool> {
        Signal::derive(move || self.then.with(Option::is_some))
    }

    fn is_full(self) -> bool {
        self.ready.with(Vec::len) + self.making.with(Vec::len) >= self.most
    }

    /// Takes what was chosen.
    fn take(self, event: &Event) {
        let Some(input) = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        let chosen: Vec<File> = input
            .files()
            .map(|files| (0..files.length()).filter_map(|n| files.get(n)).collect())
            .unwrap_or_default();
        // The same one may be chosen again.
        input.set_value("");
        self.refused.set(Vec::new());
        for file in chosen {
            if untrack(|| self.is_full()) {
                let most = t().photo.too_many(self.most);
                return self.refused.update(|texts| texts.push(most));
            }
            self.make(file);
        }
    }

    fn make(self, file: File) {
        let id = next_id();
        self.making
            .update(|making| making.push(Making { id, picture: None }));
        let early = move |thumbnail: Vec<u8>| {
            let picture = Picture::of(&thumbnail);
            let _ = self.making.try_update(|making| {
                let making = making.iter_mut().find(|making| making.id == id);
                making.map(|making| making.picture = picture)
            });
        };
        spawn_local(async move {
            let taken = self.session.take_photo(&file, early).await;
            // The form may have been left meanwhile; what is stored and in no draft is swept away.
            if self.making.try_with_untracked(|_| ()).is_none() {
                return;
            }
            match taken {
                Ok(photo) => self.ready.update(|ready| {
                    if !ready.contains(&photo) {
                        ready.push(photo);
                    }
                }),
                Err(refusal) => {
                    let text = t().photo.refused(file.name(), refusal.text());
                    self.refused.update(|texts| texts.push(text));
                }
            }
            self.making
                .update(|making| making.retain(|one| one.id != id));
            self.look_for_room();
            if self.making.with_untracked(Vec::is_empty)
                && let Some(then) = self.then.get_untracked()
            {
                self.then.set(None);
                then();
            }
        });
    }

    fn remove(self, photo: Digest) {
        self.ready.update(|ready| ready.retain(|one| *one != photo));
        // After the draft has been stored without it.
        let forget = move || spawn_local(self.session.let_go_photo(photo));
        set_timeout(forget, std::time::Duration::from_secs(1));
    }

    fn look_for_room(self) {
        spawn_local(async move {
            let few = Space::look().await.few_photos();
            let _ = self.few.try_set(few);
        });
    }
}

/// The photos of a form, and the two ways to more of them.
#[component]
pub(crate) fn PhotoPicker(
    /// What it holds
    picked: Picked,
) -> View {
    let texts = t().photo;
    let open = RwSignal::new(None::<usize>);
    let refused = Signal::derive(move || {
        let text = picked.refused.with(|texts| texts.join("\n"));
        (!text.is_empty()).then_some(text)
    });
    let room = move || {
        let text = match picked.few.get()? {
            0 => t().photo.no_room().to_owned(),
            few => t().photo.little_room(few),
        };
        Some(view! { <p class="hint photo-room" role="status"><Icon name="warn" />{text}</p> })
    };
    let ways = move || {
        if picked.is_full() {
            return view! { <p class="hint">{t().photo.full(picked.most)}</p> };
        }
        let take = move |event: Event| picked.take(&event);
        view! {
            <div class="row">
                <label class="button">
                    <input type="file" class="unseen" accept="image/*" capture="environment" on:change=take />
                    <Icon name="camera" />
                    <span>{t().photo.camera()}</span>
                </label>
                <label class="button">
                    <input type="file" class="unseen" accept="image/*" multiple on:change=take />
                    <Icon name="photo" />
                    <span>{t().photo.album()}</span>
                </label>
            </div>
        }
    };
    let ready = move |photo: Digest| {
        let look = Look::at(picked.session, photo, true);
        let place = move || {
            picked
                .ready
                .with(|all| all.iter().position(|one| *one == photo))
                .unwrap_or_default()
        };
        let words = move || t().photo.nth(place() + 1, picked.ready.with(Vec::len));
        view! {
            <li>
                <button type="button" class="photo" on:click=move |_| open.set(Some(untrack(place)))>
                    {move || face(look.seen(), words())}
                </button>
                <button
                    type="button"
                    class="photo-remove"
                    aria-label=move || t().photo.remove(place() + 1)
                    on:click=move |_| picked.remove(photo)
                >
                    <Icon name="close" />
                </button>
            </li>
        }
    };
    let making = move |making: Making| {
        let seen = making.picture.map_or(Seen::Loading, Seen::Picture);
        view! {
            <li>
                <span class="photo making" role="status">
                    {face(seen, String::new())}
                    <span class="photo-mark">{t().photo.making()}</span>
                </span>
            </li>
        }
    };
    view! {
        <div class="field" role="group" aria-label=texts.title()>
            <p class="photo-label"><strong>{texts.title()}</strong> <small>{texts.optional(picked.most)}</small></p>
            <small>{texts.hint()}</small>
            <ul class="photos">
                <For each=move || picked.ready.get() key=|photo| photo.0 let:photo>
                    {ready(photo)}
                </For>
                {move || picked.making.get().into_iter().map(making).collect_view()}
            </ul>
            {ways}
            {room}
            <Refused error=refused />
            {move || view! { <Viewer photos=picked.ready.get() open /> }}
        </div>
    }
}

fn next_id() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
