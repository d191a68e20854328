//! What `public/photo.js` makes of files, in its worker and without one.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;

use super::super::maker::{self, Made};
use super::camera::{as_taken, file, kinds, noise, picture, seen, set_up};

/// As the page is, and where workers are missing, cannot draw, or cannot be loaded.
const PLACES: [&str; 4] = [
    "",
    "if (typeof document !== 'undefined') delete self.Worker;",
    "if (typeof document === 'undefined') delete self.OffscreenCanvas;",
    "if (typeof document === 'undefined') throw new Error('no worker');",
];

async fn make(bytes: &[u8]) -> Result<Made, String> {
    maker::make(&file(bytes), |_| ()).await
}

fn colours(names: [&str; 4]) -> Vec<String> {
    names.map(str::to_owned).into()
}

#[wasm_bindgen_test]
async fn a_photo_becomes_small_wherever_it_is_made() {
    let worker = js_sys::Reflect::get(&js_sys::global(), &"Worker".into()).unwrap();
    for place in PLACES {
        set_up(place).await;
        let taken = as_taken(&picture("image/jpeg", 4_000, 3_000).await, 1, true);
        let made = make(&taken).await.unwrap();
        let (width, height, found) = seen(&made.photo).await;
        assert_eq!((width, height), (1_600, 1_200), "{place}");
        assert_eq!(found, colours(["red", "green", "blue", "white"]));
        let (width, height, found) = seen(&made.thumbnail).await;
        assert_eq!((width, height), (427, 320), "{place}");
        assert_eq!(found, colours(["red", "green", "blue", "white"]));
        js_sys::Reflect::set(&js_sys::global(), &"Worker".into(), &worker).unwrap();
    }
}

#[wasm_bindgen_test]
async fn what_the_camera_wrote_is_gone() {
    set_up("").await;
    let plain = picture("image/jpeg", 800, 600).await;
    for little in [true, false] {
        let taken = as_taken(&plain, 6, little);
        let holds = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
        for word in [&b"Exif"[..], b"SPY", b"GPSLatitude", b"SECRET"] {
            assert!(holds(&taken, word));
        }
        let made = make(&taken).await.unwrap();
        for bytes in [&made.photo, &made.thumbnail] {
            for word in [&b"Exif"[..], b"SPY", b"GPSLatitude", b"SECRET", b"xmpmeta"] {
                assert!(!holds(bytes, word));
            }
            // No application's segment but JFIF's, a colour profile's and Adobe's, and no comment.
            let allowed = |kind: &u8| {
                [0xe0, 0xe2, 0xee].contains(kind) || !(0xe0..=0xef).contains(kind) && *kind != 0xfe
            };
            assert!(kinds(bytes).iter().all(allowed), "{:x?}", kinds(bytes));
        }
    }
}

#[wasm_bindgen_test]
async fn every_photo_is_the_right_way_up() {
    // Exif 2.32, orientation: where the first row and column of the stored picture are to be seen.
    let upright = [
        (1, ["red", "green", "blue", "white"]),
        (2, ["green", "red", "white", "blue"]),
        (3, ["white", "blue", "green", "red"]),
        (4, ["blue", "white", "red", "green"]),
        (5, ["red", "blue", "green", "white"]),
        (6, ["blue", "red", "white", "green"]),
        (7, ["white", "green", "blue", "red"]),
        (8, ["green", "white", "red", "blue"]),
    ];
    let plain = picture("image/jpeg", 400, 300).await;
    for place in &PLACES[..3] {
        let worker = js_sys::Reflect::get(&js_sys::global(), &"Worker".into()).unwrap();
        set_up(place).await;
        for (orientation, expected) in upright {
            let made = make(&as_taken(&plain, orientation, true)).await.unwrap();
            let (width, height, found) = seen(&made.photo).await;
            assert_eq!(found, colours(expected), "held as {orientation}");
            let lies = orientation > 4;
            assert_eq!((width, height), if lies { (300, 400) } else { (400, 300) });
            let (_, _, found) = seen(&made.thumbnail).await;
            assert_eq!(found, colours(expected), "held as {orientation}");
        }
        js_sys::Reflect::set(&js_sys::global(), &"Worker".into(), &worker).unwrap();
    }
}

#[wasm_bindgen_test]
async fn even_noise_fits() {
    set_up("").await;
    let taken = noise(3_000, 2_000).await;
    assert!(taken.len() > 3_000_000, "{}", taken.len());
    let made = make(&taken).await.unwrap();
    assert!(made.photo.len() <= 300_000, "{}", made.photo.len());
    let (width, height, _) = seen(&made.photo).await;
    assert!(width <= 1_600 && height <= 1_600 && width >= 400);
}

#[wasm_bindgen_test]
async fn small_photos_stay_as_large_as_they_are_and_other_kinds_become_jpeg() {
    set_up("").await;
    for kind in ["image/png", "image/webp"] {
        let made = make(&picture(kind, 300, 200).await).await.unwrap();
        let (width, height, found) = seen(&made.photo).await;
        assert_eq!((width, height), (300, 200));
        assert_eq!(found, colours(["red", "green", "blue", "white"]));
        kinds(&made.photo);
    }
    let thin = make(&picture("image/png", 9_000, 3).await).await.unwrap();
    let (width, height, _) = seen(&thin.photo).await;
    assert_eq!((width, height), (1_600, 1));
}

#[wasm_bindgen_test]
async fn the_small_picture_comes_first() {
    set_up("").await;
    let taken = file(&picture("image/jpeg", 2_000, 1_500).await);
    let early = Rc::new(RefCell::new(None));
    let told = Rc::clone(&early);
    let made = maker::make(&taken, move |thumbnail| {
        *told.borrow_mut() = Some(thumbnail);
    });
    let made = made.await.unwrap();
    assert_eq!(early.borrow().as_ref(), Some(&made.thumbnail));
}

#[wasm_bindgen_test]
async fn what_is_no_photo_is_told_by_its_cause() {
    let jpeg = picture("image/jpeg", 800, 600).await;
    let mut heic = vec![0, 0, 0, 24];
    heic.extend_from_slice(b"ftypheic\0\0\0\0mif1heic");
    heic.resize(4_000, 7);
    let cases: [(&[u8], &str); 6] = [
        (b"", "photo_empty"),
        (b"%PDF-1.7 this is a letter", "not_an_image"),
        (&[0xff, 0xd8, 0xff, 0xe1, 0xff], "not_an_image"),
        (&jpeg[..200], "not_an_image"),
        (&heic, "photo_heic"),
        (&vec![0; (64 << 20) + 1], "photo_too_large"),
    ];
    for place in &PLACES[..2] {
        let worker = js_sys::Reflect::get(&js_sys::global(), &"Worker".into()).unwrap();
        set_up(place).await;
        for (bytes, code) in &cases {
            let refused = make(bytes).await.err();
            assert_eq!(refused.as_deref(), Some(*code), "{place}");
        }
        // And the next one is made.
        assert!(make(&jpeg).await.is_ok());
        js_sys::Reflect::set(&js_sys::global(), &"Worker".into(), &worker).unwrap();
    }
}

#[wasm_bindgen_test]
async fn several_at_once_are_made_one_after_the_other() {
    set_up("").await;
    let photos = [
        picture("image/jpeg", 640, 480).await,
        b"no photo".to_vec(),
        picture("image/png", 480, 640).await,
    ];
    let all = futures_util::future::join_all(photos.iter().map(|bytes| make(bytes))).await;
    assert_eq!(seen(&all[0].as_ref().unwrap().photo).await.0, 640);
    assert_eq!(all[1].as_ref().err().unwrap(), "not_an_image");
    assert_eq!(seen(&all[2].as_ref().unwrap().photo).await.0, 480);
}

#[wasm_bindgen_test]
async fn a_small_picture_is_made_of_what_was_fetched() {
    set_up("").await;
    let photo = picture("image/jpeg", 1_600, 1_200).await;
    let thumbnail = maker::shrink(&photo).await.unwrap();
    assert_eq!(seen(&thumbnail).await.1, 320);
    assert!(maker::shrink(b"no photo").await.is_none());
}

#[wasm_bindgen_test]
async fn where_its_file_cannot_be_had_there_is_no_photo_and_a_reason() {
    set_up("").await;
    let missing =
        js_sys::Function::new_no_args("return Promise.reject(new TypeError('no network'))");
    js_sys::Reflect::set(&js_sys::global(), &"yishiPhoto".into(), &missing).unwrap();
    let photo = picture("image/jpeg", 8, 8).await;
    assert_eq!(
        make(&photo).await.err().as_deref(),
        Some("photo_not_loaded")
    );
    // As soon as it can be had there is.
    set_up("").await;
    assert!(make(&photo).await.is_ok());
}
