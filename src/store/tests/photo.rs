//! Photos: what becomes of them as they are taken, named, sent, fetched and forgotten.

use wasm_bindgen_test::wasm_bindgen_test;
use yishi_domain::Digest;
use yishi_sync::disk::Writes;

use super::{Store, StoreError, enqueue, fresh_name, fresh_store};
use crate::store::{Photo, Standing, room};

const fn name(n: u8) -> Digest {
    Digest([n; 32])
}

/// Takes a photo of a hundred bytes.
async fn begin(store: &Store, n: u8, at: u64) {
    let photos = store.photos();
    photos.begin(name(n), &[n; 90], &[n; 10], at).await.unwrap();
}

async fn fetch(store: &Store, n: u8, at: u64) {
    let photos = store.photos();
    photos.keep(name(n), &[n; 90], &[n; 10], at).await.unwrap();
}

async fn stand(store: &Store, n: u8, standing: Standing) {
    let change = move |photo: &mut Photo| photo.standing = standing;
    store.photos().change(name(n), &change).await.unwrap();
}

/// First byte of the name of each photo, how it stands, and whether the endpoint is asked first.
async fn standings(store: &Store) -> Vec<(u8, Standing, bool)> {
    let all = store.photos().all().await.unwrap().into_iter();
    all.map(|photo| (photo.sha256.0[0], photo.standing, photo.doubt))
        .collect()
}

async fn is_whole(store: &Store, n: u8) -> bool {
    let photos = store.photos();
    let bytes = photos.bytes(name(n)).await.unwrap();
    let thumbnail = photos.thumbnail(name(n)).await.unwrap();
    match (bytes, thumbnail) {
        (Some(bytes), Some(thumbnail)) => bytes == [n; 90] && thumbnail == [n; 10],
        (None, None) => false,
        _ => panic!("half a photo"),
    }
}

#[wasm_bindgen_test]
async fn room_for_words_is_held_and_given_back_as_often_as_asked() {
    let name = fresh_name();
    for _ in 0..2 {
        room::hold(&name).await.unwrap();
        room::hold(&name).await.unwrap();
        assert!(room::let_go(&name).await.unwrap());
        assert!(!room::let_go(&name).await.unwrap());
    }
}

#[wasm_bindgen_test]
async fn a_command_and_its_photos_are_stored_in_one_step() {
    let store = fresh_store().await;
    begin(&store, 1, 10).await;
    begin(&store, 2, 11).await;
    assert!(is_whole(&store, 1).await && is_whole(&store, 2).await);
    // One of them came from another phone and is not here.
    let step = Writes {
        photos: vec![name(2), name(9)],
        ..enqueue([1])
    };
    store.write(&step).await.unwrap();
    let (begun, waiting) = (Standing::Begun, Standing::Waiting);
    assert_eq!(
        standings(&store).await,
        [(1, begun, false), (2, waiting, false)]
    );

    // A step that is too late marks nothing.
    let stale = Writes {
        photos: vec![name(1)],
        ..enqueue([7])
    };
    assert_eq!(store.write(&stale).await, Err(StoreError::Stale));
    assert_eq!(
        standings(&store).await,
        [(1, begun, false), (2, waiting, false)]
    );
}

#[wasm_bindgen_test]
async fn a_photo_that_is_named_again_is_asked_after_before_it_is_sent_again() {
    let store = fresh_store().await;
    begin(&store, 1, 10).await;
    stand(&store, 1, Standing::Sent).await;
    fetch(&store, 2, 10).await;
    begin(&store, 3, 10).await;
    stand(&store, 3, Standing::Refused).await;
    let step = Writes {
        photos: vec![name(1), name(2), name(3)],
        ..enqueue([1])
    };
    store.write(&step).await.unwrap();
    let waiting = Standing::Waiting;
    let expected = [(1, waiting, true), (2, waiting, true), (3, waiting, false)];
    assert_eq!(standings(&store).await, expected);
}

#[wasm_bindgen_test]
async fn the_same_photo_taken_again_does_not_forget_that_it_is_to_be_sent() {
    let store = fresh_store().await;
    for standing in [Standing::Waiting, Standing::Sent] {
        begin(&store, 1, 10).await;
        stand(&store, 1, standing).await;
        begin(&store, 1, 20).await;
        assert_eq!(standings(&store).await, [(1, standing, false)]);
        fetch(&store, 1, 30).await;
        assert_eq!(standings(&store).await, [(1, standing, false)]);
    }
    fetch(&store, 2, 10).await;
    begin(&store, 2, 20).await;
    assert_eq!(standings(&store).await[1], (2, Standing::Begun, false));
}

#[wasm_bindgen_test]
async fn what_was_fetched_makes_room_and_what_was_not_sent_never_does() {
    let store = fresh_store().await;
    begin(&store, 1, 1).await;
    begin(&store, 2, 2).await;
    stand(&store, 2, Standing::Waiting).await;
    begin(&store, 3, 3).await;
    stand(&store, 3, Standing::Sent).await;
    for n in 4..=6 {
        fetch(&store, n, 20 - u64::from(n)).await;
    }
    // Of 400 bytes that may go 250 stay at most: the two that nobody has looked at for longest go.
    store.photos().shrink(250).await.unwrap();
    let left = |all: Vec<(u8, Standing, bool)>| all.iter().map(|one| one.0).collect::<Vec<_>>();
    assert_eq!(left(standings(&store).await), [1, 2, 3, 4]);
    assert!(is_whole(&store, 4).await && !is_whole(&store, 5).await);
    store.photos().shrink(100).await.unwrap();
    assert_eq!(left(standings(&store).await), [1, 2, 3]);
    store.photos().shrink(0).await.unwrap();
    assert_eq!(left(standings(&store).await), [1, 2]);
    assert!(is_whole(&store, 1).await && is_whole(&store, 2).await);
}

#[wasm_bindgen_test]
async fn what_no_form_holds_any_more_is_swept_away() {
    let store = fresh_store().await;
    for n in 1..=4 {
        begin(&store, n, u64::from(n) * 10).await;
    }
    stand(&store, 4, Standing::Waiting).await;
    let draft = format!(r#"{{"text":"","photos":["{}"]}}"#, name(2));
    store.drafts().put("opinion-new", &draft).await.unwrap();

    store.photos().sweep(1_000, Some(name(2))).await.unwrap();
    store.photos().sweep(20, None).await.unwrap();
    let left: Vec<u8> = standings(&store).await.iter().map(|one| one.0).collect();
    assert_eq!(left, [2, 3, 4], "young, or in a form, or to be sent");
    store.photos().sweep(1_000, Some(name(3))).await.unwrap();
    store.drafts().remove("opinion-new").await.unwrap();
    store.photos().sweep(1_000, None).await.unwrap();
    let left: Vec<u8> = standings(&store).await.iter().map(|one| one.0).collect();
    assert_eq!(left, [4]);
    assert!(is_whole(&store, 4).await && !is_whole(&store, 3).await);
}

#[wasm_bindgen_test]
async fn photos_of_a_lost_audience_go_and_those_of_ones_own_stay() {
    let store = fresh_store().await;
    fetch(&store, 1, 10).await;
    fetch(&store, 2, 10).await;
    begin(&store, 3, 10).await;
    let revoked = Writes {
        clear_log: true,
        forget_photos: vec![name(1), name(3), name(9)],
        ..Writes::default()
    };
    store.write(&revoked).await.unwrap();
    let (fetched, begun) = (Standing::Fetched, Standing::Begun);
    assert_eq!(
        standings(&store).await,
        [(2, fetched, false), (3, begun, false)]
    );
    assert!(!is_whole(&store, 1).await && is_whole(&store, 3).await);
}

#[wasm_bindgen_test]
async fn another_log_is_asked_about_what_was_sent_and_others_photos_go() {
    let store = fresh_store().await;
    for (n, standing) in (1..).zip([Standing::Begun, Standing::Waiting, Standing::Sent]) {
        begin(&store, n, 10).await;
        stand(&store, n, standing).await;
    }
    fetch(&store, 4, 10).await;
    let changed = Writes {
        clear_log: true,
        doubt_photos: true,
        ..Writes::default()
    };
    store.write(&changed).await.unwrap();
    let waiting = Standing::Waiting;
    let expected = [
        (1, Standing::Begun, false),
        (2, waiting, false),
        (3, waiting, true),
    ];
    assert_eq!(standings(&store).await, expected);
    assert!(!is_whole(&store, 4).await);
}

#[wasm_bindgen_test]
async fn whoever_joins_next_finds_no_photos() {
    let store = fresh_store().await;
    begin(&store, 1, 10).await;
    store.begin_anew("identity", "somebody else").await.unwrap();
    assert_eq!(standings(&store).await, []);
    assert!(!is_whole(&store, 1).await);
}
