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
        let mut parts = Vec::new();
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
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | ..=0x1F))
            .unwrap_or(rest.len());
        let start = self.at;
        self.at += length;
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
