use wasm_bindgen_test::wasm_bindgen_test;

use super::*;

/// Made by another encoder: the text, the mask, the modules.
const OTHERS: [&str; 3] = [
    include_str!("../../../tests/data/qr/letter.txt"),
    include_str!("../../../tests/data/qr/address.txt"),
    include_str!("../../../tests/data/qr/long.txt"),
];

fn drawn(modules: &Modules) -> Vec<String> {
    let row = |y| (0..modules.size).map(move |x| if modules.get(x, y) { '#' } else { '.' });
    (0..modules.size).map(|y| row(y).collect()).collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn codes_are_those_of_another_encoder() {
    for other in OTHERS {
        let mut lines = other.lines();
        let text = lines.next().unwrap();
        let mask = lines.next().unwrap().parse().unwrap();
        let (version, words) = codewords(text.as_bytes()).unwrap();
        let modules = Field::new(version, &words).masked(mask);
        assert_eq!(drawn(&modules), lines.collect::<Vec<_>>(), "{text}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_mask_that_a_camera_likes_best_is_taken() {
    let code = Modules::of("a").unwrap();
    let (version, words) = codewords(b"a").unwrap();
    let field = Field::new(version, &words);
    assert!((0..8).all(|mask| field.masked(mask).penalty() >= code.penalty()));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_text_that_is_too_long_has_no_code() {
    assert!(Modules::of(&"a".repeat(412)).is_some());
    assert!(Modules::of(&"a".repeat(413)).is_none());
}

#[wasm_bindgen_test(unsupported = test)]
fn the_path_covers_the_dark_modules() {
    let code = Modules::of("a").unwrap();
    let runs = code.path();
    let length = |run: &str| run.split_once('v').unwrap().0.parse::<usize>().unwrap();
    let covered: usize = runs.split('h').skip(1).step_by(2).map(length).sum();
    assert_eq!(covered, code.dark.iter().filter(|dark| **dark).count());
}
