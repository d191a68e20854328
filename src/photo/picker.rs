//! Choosing photos for a form: with the camera or from the phone's album.

use std::rc::Rc;
use std::time::Duration;

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

/// How soon it is looked again whether photos are made.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// After a photo was taken out of a form, until the draft has been stored without it.
const LEFT: Duration = Duration::from_secs(1);

/// The photos that a form holds; copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Picked {
    session: Session,
    most: usize,
    ready: RwSignal<Vec<Digest>>,
    making: RwSignal<Vec<Making>, LocalStorage>,
    /// Somebody waits until none is being made any more.
    waits: RwSignal<bool>,
    /// Why there are not as many photos as were chosen.
    refused: RwSignal<Option<String>>,
    /// That the phone has hardly any room.
    room: RwSignal<Option<String>>,
}

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
            waits: RwSignal::new(false),
            refused: RwSignal::new(None),
            room: RwSignal::new(None),
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

    /// Whether a photo is being made small.
    pub(crate) fn is_making(self) -> bool {
        let making = self.making.try_with_untracked(|making| !making.is_empty());
        making.unwrap_or_default()
    }

    /// Does something with the photos, as soon as none is being made any more. Until then it [`Self::waits`].
    pub(crate) fn when_ready(self, then: impl FnOnce() + 'static) {
        self.wait(Box::new(then));
    }

    fn wait(self, then: Box<dyn FnOnce()>) {
        let making = self.making.try_with_untracked(|making| !making.is_empty());
        let Some(making) = making else {
            // The form was left.
            return;
        };
        self.waits.set(making);
        if making {
            set_timeout(move || self.wait(then), LOOK_AGAIN);
        } else {
            then();
        }
    }

    /// Whether something is to be done as soon as all are made.
    pub(crate) fn waits(self) -> bool {
        self.waits.get()
    }

    fn refuse(self, text: String) {
        self.refused.update(|refused| match refused {
            Some(texts) => *texts = format!("{texts}\n{text}"),
            None => *refused = Some(text),
        });
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
        self.refused.set(None);
        let mut taken = Vec::new();
        for file in chosen {
            if untrack(|| self.is_full()) {
                self.refuse(t().photo.too_many(self.most));
                break;
            }
            let id = next_id();
            self.making
                .update(|making| making.push(Making { id, picture: None }));
            taken.push((id, file));
        }
        spawn_local(async move {
            for (id, file) in taken {
                self.make(id, file).await;
                // The form may have been left; what is stored and in no draft is swept away.
                if self.making.try_with_untracked(|_| ()).is_none() {
                    break;
                }
            }
        });
    }

    async fn make(self, id: u32, file: File) {
        let early = move |thumbnail: Vec<u8>| {
            let picture = Picture::of(&thumbnail);
            let _ = self.making.try_update(|making| {
                let making = making.iter_mut().find(|making| making.id == id);
                making.map(|making| making.picture = picture)
            });
        };
        let taken = self.session.take_photo(&file, early).await;
        match taken {
            Ok(photo) => self.ready.update(|ready| {
                if !ready.contains(&photo) {
                    ready.push(photo);
                }
            }),
            Err(refusal) => self.refuse(t().photo.refused(file.name(), refusal.text())),
        }
        self.making
            .update(|making| making.retain(|one| one.id != id));
        self.look_for_room();
    }

    fn remove(self, photo: Digest) {
        self.ready.update(|ready| ready.retain(|one| *one != photo));
        let forget = move || spawn_local(self.session.let_go_photo(photo));
        set_timeout(forget, LEFT);
    }

    fn look_for_room(self) {
        spawn_local(async move {
            let text = match Space::look().await.few_photos() {
                None => None,
                Some(0) => Some(t().photo.no_room().to_owned()),
                Some(few) => Some(t().photo.little_room(few)),
            };
            let _ = self.room.try_set(text);
        });
    }
}

/// The photos of a form, and the two ways to more of them.
#[component]
pub(crate) fn PhotoPicker(
    /// What it holds
    picked: Picked,
    /// What they are photos of, if that has to be said
    #[prop(optional)]
    title: &'static str,
    /// What they are for, in place of what it says of photos of a matter
    #[prop(optional)]
    hint: &'static str,
    /// Whether there has to be one
    #[prop(optional)]
    needed: bool,
) -> View {
    let texts = t().photo;
    let or = |said: &'static str, otherwise| match said {
        "" => otherwise,
        said => said,
    };
    let (title, hint) = (or(title, texts.title()), or(hint, texts.hint()));
    let number = match needed {
        true => texts.needed(picked.most),
        false => texts.optional(picked.most),
    };
    let open = RwSignal::new(None::<usize>);
    let room = move || {
        let text = picked.room.get()?;
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
        <div class="field" role="group" aria-label=title>
            <p class="photo-label"><strong>{title}</strong> <small>{number}</small></p>
            <small>{hint}</small>
            <ul class="photos">
                <For each=move || picked.ready.get() key=|photo| photo.0 let:photo>
                    {ready(photo)}
                </For>
                {move || picked.making.get().into_iter().map(making).collect_view()}
            </ul>
            {ways}
            {room}
            <Refused error=picked.refused.into() />
            {move || view! { <Viewer photos=picked.ready.get() open /> }}
        </div>
    }
}

fn next_id() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
