//! JSON text (RFC 8259) as a tree.

use std::borrow::Cow;

use super::value::{Fault, Kind, MOST_LEVELS, Value};

/// The tree of a JSON text.
pub(super) fn parse(text: &str) -> Result<Value<'_>, Fault> {
    let mut parser = Parser { text, at: 0 };
    let value = parser.value(MOST_LEVELS)?;
    match parser.peek() {
        None => Ok(value),
        Some(_) => Err(Fault::JSON),
    }
}

/// The members of the object in a JSON text that stand before the one of that name, where it has one. What comes after
/// is not looked at.
pub(super) fn parse_before<'a>(text: &'a str, name: &str) -> Option<Value<'a>> {
    let mut parser = Parser { text, at: 0 };
    let mut members = Vec::new();
    parser.peek();
    parser.expect_here(b'{').ok()?;
    loop {
        parser.peek().filter(|byte| *byte == b'"')?;
        let key = parser.value(1).ok()?;
        parser.expect(b':').ok()?;
        if key.is_text(name) {
            return Some(Value::of(text, Kind::Object(members)));
        }
        members.extend([key, parser.value(MOST_LEVELS - 1).ok()?]);
        parser.expect(b',').ok()?;
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn value(&mut self, levels: usize) -> Result<Value<'a>, Fault> {
        let first = self.peek().ok_or(Fault::JSON)?;
        let start = self.at;
        let kind = match first {
            b'{' => Kind::Object(self.parts(b'}', levels)?),
            b'[' => Kind::List(self.parts(b']', levels)?),
            b'"' => Kind::Text(self.string()?),
            b't' => self.word("true", Kind::Bool(true))?,
            b'f' => self.word("false", Kind::Bool(false))?,
            b'n' => self.word("null", Kind::Null)?,
            _ => self.number()?,
        };
        Ok(Value {
            text: self.slice(start, self.at),
            kind,
        })
    }

    /// The values of a list, or names and values of an object in turn.
    fn parts(&mut self, close: u8, levels: usize) -> Result<Vec<Value<'a>>, Fault> {
        let levels = levels.checked_sub(1).ok_or(Fault::JSON)?;
        // As many as most objects have, so that they are not moved again and again.
        let mut parts = Vec::with_capacity(if close == b'}' { 20 } else { 0 });
        self.at += 1;
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(parts);
        }
        loop {
            if close == b'}' {
                if self.peek() != Some(b'"') {
                    return Err(Fault::JSON);
                }
                parts.push(self.value(levels)?);
                self.expect(b':')?;
            }
            parts.push(self.value(levels)?);
            if self.peek() == Some(close) {
                self.at += 1;
                return Ok(parts);
            }
            self.expect(b',')?;
        }
    }

    fn word(&mut self, word: &str, kind: Kind<'a>) -> Result<Kind<'a>, Fault> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(Fault::JSON);
        }
        self.at += word.len();
        Ok(kind)
    }

    fn number(&mut self) -> Result<Kind<'a>, Fault> {
        let negative = self.skip(b'-');
        let leading_zero = self.byte() == Some(b'0');
        let mut whole = Some(0u64);
        let digits = self.digits(|digit| {
            whole = whole.and_then(|whole| whole.checked_mul(10)?.checked_add(digit));
        })?;
        if leading_zero && digits > 1 {
            return Err(Fault::JSON);
        }
        let mut is_whole = true;
        if self.skip(b'.') {
            self.digits(|_| {})?;
            is_whole = false;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits(|_| {})?;
            is_whole = false;
        }
        Ok(match whole.filter(|_| is_whole) {
            Some(whole) if !negative => Kind::Unsigned(whole),
            // Minus zero is no whole number.
            Some(whole @ 1..) => 0i64
                .checked_sub_unsigned(whole)
                .map_or(Kind::Fraction, Kind::Negative),
            _ => Kind::Fraction,
        })
    }

    /// One digit or more. Returns how many.
    fn digits(&mut self, mut each: impl FnMut(u64)) -> Result<usize, Fault> {
        let start = self.at;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            each(u64::from(digit - b'0'));
            self.at += 1;
        }
        if self.at == start {
            Err(Fault::JSON)
        } else {
            Ok(self.at - start)
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.at += 1;
        let plain = self.plain();
        if self.skip(b'"') {
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            if self.skip(b'"') {
                return Ok(Cow::Owned(text));
            }
            // A control character stands here only if it is not escaped, which JSON forbids.
            if !self.skip(b'\\') {
                return Err(Fault::JSON);
            }
            text.push(self.escaped()?);
            text.push_str(self.plain());
        }
    }

    /// Characters up to the next quote, escape or control character.
    fn plain(&mut self) -> &'a str {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let (words, _) = rest.as_chunks();
        let skipped = 8 * words.iter().take_while(|word| all_plain(**word)).count();
        // What ends them stands in the word before which they stopped, or after all words.
        let end = rest[skipped..].iter().position(|byte| !is_plain(*byte));
        self.at += end.map_or(rest.len(), |end| skipped + end);
        self.slice(start, self.at)
    }

    fn escaped(&mut self) -> Result<char, Fault> {
        let byte = self.byte().ok_or(Fault::JSON)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.code_unit()?;
                let code = match high {
                    0xD800..=0xDBFF => {
                        self.expect_here(b'\\')?;
                        self.expect_here(b'u')?;
                        let low = self
                            .code_unit()?
                            .checked_sub(0xDC00)
                            .filter(|low| *low < 0x400);
                        0x1_0000 + ((high - 0xD800) << 10 | low.ok_or(Fault::JSON)?)
                    }
                    code => code,
                };
                // Half a pair is no character.
                char::from_u32(code).ok_or(Fault::JSON)?
            }
            _ => return Err(Fault::JSON),
        })
    }

    fn code_unit(&mut self) -> Result<u32, Fault> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self
                .byte()
                .and_then(|byte| char::from(byte).to_digit(16))
                .ok_or(Fault::JSON)?;
            code = code << 4 | digit;
            self.at += 1;
        }
        Ok(code)
    }

    /// The next byte that is no blank.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        self.peek();
        self.expect_here(byte)
    }

    fn expect_here(&mut self, byte: u8) -> Result<(), Fault> {
        if self.skip(byte) {
            Ok(())
        } else {
            Err(Fault::JSON)
        }
    }

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.byte() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Both ends stand beside ASCII characters, so they are ends of characters.
    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }
}

/// Whether a byte of a string stands for itself and does not end it.
fn is_plain(byte: u8) -> bool {
    !matches!(byte, b'"' | b'\\' | ..=0x1F)
}

/// The same of eight bytes at once, by the arithmetic of whole words: most of what a phone pulls is inside of strings.
/// See "Determine if a word has a byte less than n" in Sean Eron Anderson's Bit Twiddling Hacks
/// (<https://graphics.stanford.edu/~seander/bithacks.html>).
fn all_plain(word: [u8; 8]) -> bool {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    let less = |word: u64, than: u8| word.wrapping_sub(EACH * u64::from(than)) & !word;
    let word = u64::from_le_bytes(word);
    let quote = less(word ^ (EACH * u64::from(b'"')), 1);
    let escape = less(word ^ (EACH * u64::from(b'\\')), 1);
    (less(word, 0x20) | quote | escape) & (EACH * 0x80) == 0
}

#[cfg(test)]
mod tests {
    use super::{all_plain, is_plain};

    #[test]
    fn eight_bytes_at_once_are_told_as_one_by_one() {
        for place in 0..8 {
            for byte in 0..=u8::MAX {
                for others in [b' ', b'z', 0x7F, 0x80, 0xFF] {
                    let mut word = [others; 8];
                    word[place] = byte;
                    let each = word.iter().all(|byte| is_plain(*byte));
                    assert_eq!(all_plain(word), each, "{word:?}");
                }
            }
        }
    }
}
