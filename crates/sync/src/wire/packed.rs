//! The same tree in few bytes, for what only the code that wrote it reads again.

use std::borrow::Cow;

use super::value::{Kind, MOST_LEVELS, Value};

/// What stands before each value.
pub(super) mod tag {
    pub(crate) const NULL: u8 = 0;
    pub(crate) const FALSE: u8 = 1;
    pub(crate) const TRUE: u8 = 2;
    pub(crate) const UNSIGNED: u8 = 3;
    pub(crate) const NEGATIVE: u8 = 4;
    pub(crate) const TEXT: u8 = 5;
    pub(crate) const BYTES: u8 = 6;
    pub(crate) const LIST: u8 = 7;
    pub(crate) const OBJECT: u8 = 8;
    pub(crate) const END: u8 = 9;
}

/// A number, seven bits a byte, the lowest first.
pub(super) fn push_number(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7F {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// The tree of a packed record; nothing if it is damaged.
pub(super) fn unpack(bytes: &[u8]) -> Option<Value<'_>> {
    let mut rest = bytes;
    let value = value(&mut rest, MOST_LEVELS)?;
    rest.is_empty().then_some(value)
}

fn value<'a>(rest: &mut &'a [u8], levels: usize) -> Option<Value<'a>> {
    let kind = match byte(rest)? {
        tag::NULL => Kind::Null,
        tag::FALSE => Kind::Bool(false),
        tag::TRUE => Kind::Bool(true),
        tag::UNSIGNED => Kind::Unsigned(number(rest)?),
        // Minus one is written as zero.
        tag::NEGATIVE => Kind::Negative(!i64::try_from(number(rest)?).ok()?),
        tag::TEXT => Kind::Text(Cow::Borrowed(std::str::from_utf8(run(rest)?).ok()?)),
        tag::BYTES => Kind::Bytes(run(rest)?),
        tag::LIST => Kind::List(parts(rest, levels)?),
        tag::OBJECT => Kind::Object(parts(rest, levels)?),
        _ => return None,
    };
    Some(Value { text: "", kind })
}

fn parts<'a>(rest: &mut &'a [u8], levels: usize) -> Option<Vec<Value<'a>>> {
    let levels = levels.checked_sub(1)?;
    let mut parts = Vec::new();
    while *rest.first()? != tag::END {
        parts.push(value(rest, levels)?);
    }
    byte(rest)?;
    Some(parts)
}

fn run<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(number(rest)?).ok()?;
    let (run, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(run)
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = byte(rest)?;
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    Some(*first)
}
