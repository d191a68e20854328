//! What a camera hands over: real JPEGs of this browser, with what cameras write beside the picture.

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Runs the body of an asynchronous JavaScript function of `input`.
pub(super) async fn run(input: &JsValue, body: &str) -> JsValue {
    let body = format!("return (async () => {{ {body} }})();");
    let promise = Function::new_with_args("input", &body)
        .call1(&JsValue::NULL, input)
        .unwrap();
    JsFuture::from(promise.dyn_into::<Promise>().unwrap())
        .await
        .unwrap()
}

/// Puts the maker where `index.html` puts it. `before` is what the worker's file begins with.
pub(super) async fn set_up(before: &str) {
    let source = format!("{before}\n{}", include_str!("../../../public/photo.js"));
    let body = "
        const url = URL.createObjectURL(new Blob([input], { type: 'text/javascript' }));
        window.yishiPhoto = () => import(url).then(() => yishiPhotos(url));";
    run(&source.into(), body).await;
    super::super::maker::forget();
}

/// A photo of this kind and size: red above left, green above right, blue below left, white below right.
pub(super) async fn picture(kind: &str, width: u32, height: u32) -> Vec<u8> {
    let body = "
        const [kind, width, height] = input;
        const canvas = Object.assign(document.createElement('canvas'), { width, height });
        const context = canvas.getContext('2d');
        [['red', 0, 0], ['lime', 1, 0], ['blue', 0, 1], ['white', 1, 1]].forEach(([colour, x, y]) => {
            context.fillStyle = colour;
            context.fillRect(x * width / 2, y * height / 2, width / 2, height / 2);
        });
        const blob = await new Promise((done) => canvas.toBlob(done, kind, 0.9));
        if (blob.type !== kind) throw new Error(`no ${kind} here`);
        return new Uint8Array(await blob.arrayBuffer());";
    let input = Array::of3(&kind.into(), &width.into(), &height.into());
    bytes(&run(&input, body).await)
}

/// A photo in which no part is like another, as hard to make small as any.
pub(super) async fn noise(width: u32, height: u32) -> Vec<u8> {
    let body = "
        const [width, height] = input;
        const canvas = Object.assign(document.createElement('canvas'), { width, height });
        const context = canvas.getContext('2d');
        const image = context.createImageData(width, height);
        let seed = 1;
        for (let at = 0; at < image.data.length; at += 1) {
            seed = Math.imul(seed, 1664525) + 1013904223;
            image.data[at] = at % 4 === 3 ? 255 : seed >>> 24;
        }
        context.putImageData(image, 0, 0);
        const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
        return new Uint8Array(await blob.arrayBuffer());";
    bytes(&run(&Array::of2(&width.into(), &height.into()), body).await)
}

/// The same JPEG as a camera writes it: how it was held, its maker, and the place where it stood, in Exif; a picture
/// editor's notes in XMP; and a comment.
pub(super) fn as_taken(jpeg: &[u8], orientation: u16, little: bool) -> Vec<u8> {
    let mut segments = Vec::new();
    segments.extend(segment(
        0xe1,
        &[b"Exif\0\0", &exif(orientation, little)[..]].concat(),
    ));
    segments.extend(segment(
        0xe1,
        b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPSLatitude 31.2304</x:xmpmeta>",
    ));
    segments.extend(segment(0xfe, b"SECRET comment"));
    [&jpeg[..2], &segments, &jpeg[2..]].concat()
}

fn segment(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, kind], &length[..], body].concat()
}

/// Exif 2.32: a TIFF with orientation, maker and a pointer to latitude.
fn exif(orientation: u16, little: bool) -> Vec<u8> {
    let two = |n: u16| match little {
        true => n.to_le_bytes(),
        false => n.to_be_bytes(),
    };
    let four = |n: u32| match little {
        true => n.to_le_bytes(),
        false => n.to_be_bytes(),
    };
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&two(tag)[..], &two(kind), &four(count), &value].concat()
    };
    let held = [two(orientation), [0, 0]].concat();
    let gps = 8 + 2 + 3 * 12 + 4;
    let degrees = gps + 2 + 2 * 12 + 4;
    [
        if little {
            b"II".to_vec()
        } else {
            b"MM".to_vec()
        },
        two(42).to_vec(),
        four(8).to_vec(),
        two(3).to_vec(),
        entry(0x010f, 2, 4, *b"SPY\0"),
        entry(0x0112, 3, 1, held.try_into().unwrap()),
        entry(0x8825, 4, 1, four(gps)),
        four(0).to_vec(),
        two(2).to_vec(),
        entry(1, 2, 2, *b"N\0\0\0"),
        entry(2, 5, 3, four(degrees)),
        four(0).to_vec(),
        [31, 1, 13, 1, 49, 1].map(four).concat(),
    ]
    .concat()
}

pub(super) fn file(bytes: &[u8]) -> Blob {
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence(&parts).unwrap()
}

/// Width, height, and the colours in the middle of the four quarters, by their names.
pub(super) async fn seen(jpeg: &[u8]) -> (u32, u32, Vec<String>) {
    let body = "
        const image = new Image();
        image.src = URL.createObjectURL(new Blob([input]));
        await image.decode();
        const { naturalWidth: width, naturalHeight: height } = image;
        const canvas = Object.assign(document.createElement('canvas'), { width, height });
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0);
        const name = (x, y) => {
            const [red, green, blue] = context.getImageData(width * x, height * y, 1, 1).data.map((n) => (n > 127 ? 1 : 0));
            return { '1,0,0': 'red', '0,1,0': 'green', '0,0,1': 'blue', '1,1,1': 'white' }[[red, green, blue]] ?? 'other';
        };
        return [width, height, [name(.25, .25), name(.75, .25), name(.25, .75), name(.75, .75)].join(' ')];";
    let found: Array = run(&Uint8Array::from(jpeg), body).await.unchecked_into();
    let number = |at| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // pixels
        let number = found.get(at).as_f64().unwrap() as u32;
        number
    };
    let colours = found.get(2).as_string().unwrap();
    let colours = colours.split(' ').map(str::to_owned).collect();
    (number(0), number(1), colours)
}

/// The kinds of all segments up to the picture.
pub(super) fn kinds(jpeg: &[u8]) -> Vec<u8> {
    assert_eq!(jpeg[..2], [0xff, 0xd8]);
    let (mut kinds, mut at) = (Vec::new(), 2);
    while jpeg[at + 1] != 0xda {
        assert_eq!(jpeg[at], 0xff);
        kinds.push(jpeg[at + 1]);
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    }
    kinds
}

fn bytes(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().unwrap().to_vec()
}
