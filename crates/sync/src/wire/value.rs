//! What a text or a packed record says, as a tree: the one form from which everything is read.
//!
//! All types are read from this tree by one deserializer (see [`super::read`]), whether it came from JSON
//! or from a packed checkpoint. So each type's code stands in the download once.

use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::fmt;

/// Lists and objects may stand in one another that deep.
pub(super) const MOST_LEVELS: usize = 32;

/// Stands for what is not there.
static ABSENT: Value<'static> = Value {
    text: "",
    kind: Kind::Null,
};

/// What is wrong with a text: the innermost field that cannot be read, or nothing if it is no JSON at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault(pub(super) &'static str);

/// One value.
#[derive(Debug)]
pub(crate) struct Value<'a> {
    /// The JSON that it was read from; empty if it was packed.
    pub(super) text: &'a str,
    /// What it is.
    pub(super) kind: Kind<'a>,
}

/// What a value may be.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Negative(i64),
    /// A number that is not whole or too large for 64 bits: no field of ours is one.
    Fraction,
    Text(Cow<'a, str>),
    /// In a packed record only.
    Bytes(&'a [u8]),
    List(Vec<Value<'a>>),
    /// Names and values in turn.
    Object(Vec<Value<'a>>),
}

impl<'a> Value<'a> {
    /// The value of a field; what is not there reads like null.
    pub(super) fn field(&self, name: &'static str) -> Result<&Value<'a>, Fault> {
        let Kind::Object(members) = &self.kind else {
            return Err(Fault(name));
        };
        member(members, name)
    }

    /// Reads a field.
    pub(super) fn get<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, Fault> {
        T::deserialize(self.field(name)?).map_err(|fault| fault.within(name))
    }

    /// Reads the value.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        T::deserialize(self)
    }

    /// The items of the list in a field; of what is not there, none.
    pub(super) fn items(&self, name: &'static str) -> Result<&[Value<'a>], Fault> {
        match &self.field(name)?.kind {
            Kind::List(items) => Ok(items),
            Kind::Null => Ok(&[]),
            _ => Err(Fault(name)),
        }
    }

    /// A value that is made here. Its text must not be empty where it stands for JSON.
    pub(super) fn of(text: &'a str, kind: Kind<'a>) -> Self {
        Self { text, kind }
    }

    /// A domain enum's variant as serde writes it: its name and its body.
    pub(super) fn variant(name: &'a str, body: Value<'a>) -> Self {
        let name = Value {
            text: "",
            kind: Kind::Text(Cow::Borrowed(name)),
        };
        Self {
            text: body.text,
            kind: Kind::Object(vec![name, body]),
        }
    }

    /// Takes the value of a field, which must be there.
    pub(super) fn take(&mut self, name: &'static str) -> Result<Value<'a>, Fault> {
        self.field(name)?;
        let Kind::Object(members) = &mut self.kind else {
            return Err(Fault(name));
        };
        let place = members
            .chunks_exact(2)
            .position(|pair| pair[0].is_text(name))
            .ok_or(Fault(name))?;
        Ok(std::mem::replace(
            &mut members[2 * place + 1],
            Value {
                text: "",
                kind: Kind::Null,
            },
        ))
    }

    /// The values of several fields at once, as [`Value::field`] gives them one by one. Their names are looked for from
    /// where the last one was found: mostly they come in this order.
    pub(super) fn all<const N: usize>(
        &self,
        names: [&'static str; N],
    ) -> Result<[&Value<'a>; N], Fault> {
        let Kind::Object(members) = &self.kind else {
            return Err(Fault(names[0]));
        };
        let mut found = [const { None }; N];
        let mut next = 0;
        for pair in members.chunks_exact(2) {
            let mut places = (next..N).chain(0..next);
            let Some(place) = places.find(|place| pair[0].is_text(names[*place])) else {
                continue;
            };
            if found[place].replace(&pair[1]).is_some() {
                return Err(Fault(names[place]));
            }
            next = place + 1;
        }
        Ok(found.map(|value| value.unwrap_or(&ABSENT)))
    }

    /// Takes the items of the list in a field; of what is not there, none.
    pub(super) fn take_items(&mut self, name: &'static str) -> Result<Vec<Value<'a>>, Fault> {
        if self.field(name)?.is_null() {
            return Ok(Vec::new());
        }
        match self.take(name)?.kind {
            Kind::List(items) => Ok(items),
            _ => Err(Fault(name)),
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    pub(super) fn is_packed(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn is_absent(&self) -> bool {
        std::ptr::eq(
            std::ptr::from_ref(self).cast::<u8>(),
            std::ptr::from_ref(&ABSENT).cast(),
        )
    }

    pub(super) fn is_text(&self, expected: &str) -> bool {
        matches!(&self.kind, Kind::Text(text) if text == expected)
    }

    pub(super) fn absent() -> &'static Value<'static> {
        &ABSENT
    }
}

/// The member of that name. Of two members of one name nobody could say which counts.
pub(super) fn member<'v, 'a>(
    members: &'v [Value<'a>],
    name: &'static str,
) -> Result<&'v Value<'a>, Fault> {
    let mut found = members.chunks_exact(2).filter(|pair| pair[0].is_text(name));
    match (found.next(), found.next()) {
        (Some(pair), None) => Ok(&pair[1]),
        (None, _) => Ok(&ABSENT),
        _ => Err(Fault(name)),
    }
}

impl Fault {
    pub(super) const JSON: Self = Self("");

    /// The fault of a part, told by the field that it stands in unless it names one itself.
    pub(super) fn within(self, name: &'static str) -> Self {
        if self.0.is_empty() { Self(name) } else { self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            "" => f.write_str("this is not the expected JSON"),
            name => write!(f, "`{name}` is missing, twice there or not of its type"),
        }
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::JSON
    }
}

impl serde::ser::Error for Fault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::JSON
    }
}
