//! Numbers with a few digits behind the point, told in whole parts: 4.5 with one decimal is 45.

/// Digits before the point.
const MOST_DIGITS: usize = 9;
/// Digits behind it.
const MOST_DECIMALS: usize = 3;

/// The number that a text says, in whole parts of so many decimals. Digits and marks of Chinese keyboards are read too.
#[must_use]
pub fn read_decimal(text: &str, decimals: u8) -> Option<i64> {
    let plain: String = text.trim().chars().map(plain).collect();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let decimals = usize::from(decimals);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=MOST_DIGITS).contains(&whole.len())
        && part.len() <= decimals
        && decimals <= MOST_DECIMALS;
    if !fits || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let parts: i64 = format!("{whole}{part:0<decimals$}").parse().ok()?;
    Some(sign * parts)
}

/// The same as a text: -18, 4.5.
#[must_use]
pub fn write_decimal(number: i64, decimals: u8) -> String {
    let one = 10_u64.pow(decimals.into());
    let sign = if number < 0 { "-" } else { "" };
    let (whole, part) = (number.unsigned_abs() / one, number.unsigned_abs() % one);
    match decimals {
        0 => format!("{sign}{whole}"),
        _ => format!(
            "{sign}{whole}.{part:0places$}",
            places = usize::from(decimals)
        ),
    }
}

fn plain(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff19}' => {
            char::from(b'0' + u8::try_from(u32::from(c) - 0xff10).unwrap_or(0))
        }
        '－' | '−' | '–' => '-',
        '。' | '．' | ',' | '，' => '.',
        other => other,
    }
}
