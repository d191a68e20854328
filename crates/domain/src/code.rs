//! Codes that prove a shift and a time without any network: the lead's phone makes them from a key, somebody else's
//! phone hands them in later, and the authority finds the minute that they were shown in.
//!
//! They are the time-based one-time passwords of RFC 6238 with HMAC-SHA-256 and steps of 60 seconds, cut to six
//! digits as RFC 4226 says in section 5.3; the long form, for QR codes, is the first 80 bits of the same HMAC.

use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::{Digest, Timestamp};

/// How far the clock of the phone that shows a code may be ahead.
const AHEAD_SECONDS: i64 = 600;
/// Codes that a member may try in vain at one shift or meeting.
pub(crate) const MOST_WRONG_CODES: u32 = 5;

/// How being there at a time is proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// By the code on the phone of who leads or on the hall's screen, six digits or what its QR code holds: it tells
    /// where and when.
    Code(String),
    /// By the word of who leads or of staff, who say the time.
    Hand(Timestamp),
}

/// Milliseconds for which a code is shown.
const STEP: i64 = 60_000;
/// Bytes of the long form.
const LONG: usize = 10;
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Six digits, to be typed.
    pub digits: String,
    /// Sixteen digits of Crockford's base 32, for a QR code.
    pub long: String,
    /// When the next one takes its place.
    pub until: Timestamp,
}

impl Code {
    /// The code of a key at a moment.
    #[must_use]
    pub fn at(key: &Digest, at: Timestamp) -> Self {
        let step = at.0.div_euclid(STEP);
        let mac = mac(&key.0, &step.to_be_bytes());
        Self {
            digits: digits(&mac),
            long: long(&mac),
            until: Timestamp((step + 1).saturating_mul(STEP)),
        }
    }
}

/// The key of one thing among those that share a key.
pub(crate) fn key_within(key: &Digest, name: &[u8]) -> Digest {
    Digest(mac(&key.0, name))
}

/// The beginning of the minute in which a code was shown, between two moments; the first one if there are several.
/// A code that seems to come from a few minutes ahead is taken too.
pub(crate) fn time_of(
    key: &Digest,
    text: &str,
    from: Timestamp,
    through: Timestamp,
    now: Timestamp,
) -> Option<Timestamp> {
    let code = normal(text)?;
    let through = through.min(now.plus_seconds(AHEAD_SECONDS));
    let steps = from.0.div_euclid(STEP)..=through.0.div_euclid(STEP);
    let shown = |step: &i64| {
        let mac = mac(&key.0, &step.to_be_bytes());
        code == if code.len() == 6 {
            digits(&mac)
        } else {
            long(&mac)
        }
    };
    steps
        .into_iter()
        .find(shown)
        .map(|step| Timestamp(step * STEP))
}

/// A code as it is made: without blanks and hyphens, with letters that look like digits taken for those.
fn normal(text: &str) -> Option<String> {
    let code: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            // The digits of a Chinese keyboard.
            c @ '\u{ff10}'..='\u{ff19}' => {
                char::from_u32(c as u32 - 0xff10 + u32::from(b'0')).unwrap_or(c)
            }
            c => c,
        })
        .take(17)
        .collect();
    matches!(code.len(), 6 | 16).then_some(code)
}

fn mac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// RFC 4226, section 5.3: 31 bits from where the last four bits say.
fn truncated(mac: &[u8; 32]) -> u32 {
    let offset = usize::from(mac[31] & 0xF);
    let bits = mac[offset..offset + 4]
        .iter()
        .fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
    bits & 0x7FFF_FFFF
}

fn digits(mac: &[u8; 32]) -> String {
    let code = truncated(mac);
    let places = [100_000, 10_000, 1_000, 100, 10, 1];
    let digit = |place: u32| char::from(DIGITS[(code / place % 10) as usize]);
    places.into_iter().map(digit).collect()
}

fn long(mac: &[u8; 32]) -> String {
    let bits = mac[..LONG]
        .iter()
        .fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
    (0..16)
        .rev()
        .map(|place| char::from(DIGITS[(bits >> (5 * place) & 31) as usize]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, for SHA-256; its examples have eight digits of the same number.
    #[test]
    fn the_examples_of_rfc_6238() {
        let key = b"12345678901234567890123456789012";
        for (seconds, expected) in [
            (59u64, 46_119_246),
            (1_111_111_109, 68_084_774),
            (1_111_111_111, 67_062_674),
            (1_234_567_890, 91_819_424),
            (2_000_000_000, 90_698_825),
            (20_000_000_000, 77_737_706),
        ] {
            let mac = mac(key, &(seconds / 30).to_be_bytes());
            assert_eq!(truncated(&mac) % 100_000_000, expected, "{seconds}");
            assert_eq!(digits(&mac), format!("{:06}", expected % 1_000_000));
        }
    }

    #[test]
    fn a_code_tells_its_minute_in_either_form() {
        let key = Digest([7; 32]);
        let at = Timestamp(1_795_395_600_000);
        let (from, through) = (at.plus_seconds(-7_200), at.plus_seconds(7_200));
        for minute in [-120, -1, 0, 59, 120] {
            let shown = at.plus_seconds(60 * minute);
            let mac = mac(&key.0, &shown.0.div_euclid(STEP).to_be_bytes());
            assert_eq!(
                time_of(&key, &long(&mac), from, through, through),
                Some(shown)
            );
            assert!(time_of(&key, &digits(&mac), from, through, through).is_some());
            assert_eq!(
                time_of(&Digest([8; 32]), &long(&mac), from, through, through),
                None
            );
        }
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        assert_eq!(normal(" 123 456 ").as_deref(), Some("123456"));
        assert_eq!(normal("１２３４５６").as_deref(), Some("123456"));
        assert_eq!(normal("o1l456").as_deref(), Some("011456"));
        assert_eq!(
            normal("7q2m-x9vc-4t00-abcd").as_deref(),
            Some("7Q2MX9VC4T00ABCD")
        );
        for bad in [
            "",
            "12345",
            "1234567",
            "一二三四五六七",
            "123456789012345678",
        ] {
            assert_eq!(normal(bad), None, "{bad}");
        }
    }
}
