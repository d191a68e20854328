//! Invitation codes and device tokens. Only their digests are ever stored.

use std::fmt;

use yishi_domain::Digest;
use yishi_sync::wire::digest;

/// Crockford's base 32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH: usize = 10;

/// The code of an invitation: 50 random bits, written so that people can read it to each other.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Code(String);

impl Code {
    /// A new one.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; CODE_LENGTH];
        getrandom::fill(&mut bytes)?;
        // 256 is a multiple of 32, so every character is equally likely.
        Ok(Self(
            bytes
                .iter()
                .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
                .collect(),
        ))
    }

    /// A code as somebody typed it: in either case, with spaces or hyphens, with letters that look like
    /// digits. Nothing if it cannot be one.
    pub(crate) fn read(typed: &str) -> Option<Self> {
        let mut code = String::with_capacity(CODE_LENGTH);
        for typed in typed.chars() {
            let character = match typed.to_ascii_uppercase() {
                ' ' | '-' | '\u{a0}' | '\u{3000}' | '\t' | '\n' | '\r' => continue,
                'O' => '0',
                'I' | 'L' => '1',
                // A Chinese keyboard may give full-width letters and digits.
                full @ '\u{ff10}'..='\u{ff5a}' => {
                    let half = char::from_u32(u32::from(full) - 0xfee0)?.to_ascii_uppercase();
                    match half {
                        'O' => '0',
                        'I' | 'L' => '1',
                        half => half,
                    }
                }
                other => other,
            };
            if code.len() == CODE_LENGTH
                || !ALPHABET.iter().any(|known| char::from(*known) == character)
            {
                return None;
            }
            code.push(character);
        }
        (code.len() == CODE_LENGTH).then_some(Self(code))
    }

    /// What is stored of it.
    pub(crate) fn digest(&self) -> Digest {
        digest(self.0.as_bytes())
    }

    /// As it stands in a link.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// In two groups, as it is shown.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.0.split_at(CODE_LENGTH / 2);
        write!(f, "{first}-{second}")
    }
}

/// A new device token: 256 random bits in hexadecimal.
pub(crate) fn random_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(Digest(bytes).to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_people_write_it() {
        let code = Code::read("10ABC-DEFGH").unwrap();
        for typed in [
            "loabcdefgh",
            " iOabc defgh ",
            "1-0-A-B-C-D-E-F-G-H",
            "10ＡＢＣ　ｄｅｆｇｈ",
            "Loabc\u{a0}defgh\n",
        ] {
            assert_eq!(
                Code::read(typed).map(|c| c.digest()),
                Some(code.digest()),
                "{typed}"
            );
        }
        assert_eq!(code.to_string(), "10ABC-DEFGH");
    }

    #[test]
    fn what_cannot_be_a_code_is_told() {
        for typed in [
            "",
            "10ABCDEFG",
            "10ABCDEFGHJ",
            "10ABCDEFGU",
            "10ABCDEFG!",
            "邀请码邀请码邀请码一",
        ] {
            assert!(Code::read(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn new_codes_and_tokens_have_their_form() {
        let code = Code::random().unwrap();
        assert_eq!(
            Code::read(&code.to_string()).unwrap().as_str(),
            code.as_str()
        );
        assert_eq!(random_token().unwrap().len(), 64);
        assert_ne!(random_token().unwrap(), random_token().unwrap());
    }
}
