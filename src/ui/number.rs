//! Figures as people read them; from whole numbers only.

use crate::text::t;

/// 1,228: groups of three, as both languages write them.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut result = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    result
}

/// An area in whole 0.01 m² as whole square metres, half up: 1,228 m².
pub fn area(hundredths: u64) -> String {
    t().app
        .square_metres(grouped(hundredths.saturating_add(50) / 100))
}

/// A part of an area and the whole of it: 1,228 / 2,160 m².
pub fn area_of(part: u64, whole: u64) -> String {
    format!(
        "{} / {}",
        grouped(part.saturating_add(50) / 100),
        area(whole)
    )
}

/// An area that is still missing, rounded up: what is missing never reads as nothing.
pub fn area_missing(hundredths: u64) -> String {
    t().app.square_metres(grouped(hundredths.div_ceil(100)))
}

/// Words as they go on behind others: in Chinese a figure stands apart from what is before it.
pub fn apart(words: String) -> String {
    match words.starts_with(|first: char| first.is_ascii_digit()) {
        true => t().app.figures_apart(words),
        false => words,
    }
}

/// A share in thousandths, at most 1000; nothing of nothing is 0.
pub fn per_mille(part: u64, whole: u64) -> u64 {
    if whole == 0 {
        return 0;
    }
    let share = u128::from(part) * 1000 / u128::from(whole);
    u64::try_from(share.min(1000)).unwrap_or(1000)
}

/// Thousandths as hundredths with one decimal: 18 is 1.8.
pub fn tenths(per_mille: u64) -> String {
    format!("{}.{}", per_mille / 10, per_mille % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn thousands_are_grouped() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (122_800, "122,800"),
            (1_234_567, "1,234,567"),
        ];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn shares_stay_within_the_whole() {
        assert_eq!(per_mille(2, 3), 666);
        assert_eq!(per_mille(5, 4), 1000);
        assert_eq!(per_mille(1, 0), 0);
        assert_eq!(per_mille(u64::MAX, u64::MAX), 1000);
    }
}
