//! Types as text or as a packed record, by serde: one serializer for both, so that each type's code stands
//! in the download once.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::packed::{push_number, tag};
use super::value::Fault;

/// A value as JSON.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> String {
    let mut writer = Writer {
        out: Vec::new(),
        packed: false,
    };
    let _ = value.serialize(&mut writer);
    writer.text()
}

/// A value as a packed record.
pub(crate) fn pack<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let mut writer = Writer {
        out: Vec::new(),
        packed: true,
    };
    let _ = value.serialize(&mut writer);
    writer.out
}

/// A JSON object that is written field by field.
pub(super) struct Object(Writer);

impl Object {
    pub(super) fn new() -> Self {
        Self(Writer {
            out: vec![b'{'],
            packed: false,
        })
    }

    pub(super) fn field<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.0.name(name);
        let _ = value.serialize(&mut self.0);
        self
    }

    pub(super) fn field_if<T: Serialize>(self, name: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.field(name, &value),
            None => self,
        }
    }

    /// A field whose value is JSON already.
    pub(super) fn raw(mut self, name: &str, json: &str) -> Self {
        self.0.name(name);
        self.0.push(json);
        self
    }

    /// A field of a list of what is JSON already.
    pub(super) fn raw_list<'t>(mut self, name: &str, items: impl Iterator<Item = &'t str>) -> Self {
        self.0.name(name);
        self.0.out.push(b'[');
        for item in items {
            self.0.comma();
            self.0.push(item);
        }
        self.0.out.push(b']');
        self
    }

    pub(super) fn text(mut self) -> String {
        self.0.out.push(b'}');
        self.0.text()
    }
}

struct Writer {
    out: Vec<u8>,
    packed: bool,
}

impl Writer {
    fn text(self) -> String {
        // All parts were texts.
        String::from_utf8(self.out).unwrap_or_default()
    }

    fn push(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn comma(&mut self) {
        if !self.packed && !matches!(self.out.last(), Some(b'{' | b'[')) {
            self.out.push(b',');
        }
    }

    /// The name of a field; a packed record tells fields by their order.
    fn name(&mut self, name: &str) {
        if !self.packed {
            self.comma();
            self.string(name);
            self.out.push(b':');
        }
    }

    fn either(&mut self, json: &str, packed: u8) -> Result<(), Fault> {
        if self.packed {
            self.out.push(packed);
        } else {
            self.push(json);
        }
        Ok(())
    }

    fn run(&mut self, tag: u8, bytes: &[u8]) {
        self.out.push(tag);
        push_number(&mut self.out, bytes.len() as u64);
        self.out.extend_from_slice(bytes);
    }

    fn unsigned(&mut self, number: u64) -> Result<(), Fault> {
        if self.packed {
            self.out.push(tag::UNSIGNED);
            push_number(&mut self.out, number);
        } else {
            self.push(&number.to_string());
        }
        Ok(())
    }

    fn signed(&mut self, number: i64) -> Result<(), Fault> {
        if number >= 0 {
            return self.unsigned(number.unsigned_abs());
        }
        if self.packed {
            self.out.push(tag::NEGATIVE);
            push_number(&mut self.out, (!number).unsigned_abs());
        } else {
            self.push(&number.to_string());
        }
        Ok(())
    }

    fn string(&mut self, text: &str) {
        if self.packed {
            return self.run(tag::TEXT, text.as_bytes());
        }
        self.out.push(b'"');
        for byte in text.bytes() {
            let escaped = match byte {
                b'"' | b'\\' => byte,
                0x8 => b'b',
                b'\t' => b't',
                b'\n' => b'n',
                0xC => b'f',
                b'\r' => b'r',
                ..=0x1F => {
                    const DIGITS: &[u8; 16] = b"0123456789abcdef";
                    self.push("\\u00");
                    self.out.push(DIGITS[usize::from(byte >> 4)]);
                    self.out.push(DIGITS[usize::from(byte & 0xF)]);
                    continue;
                }
                _ => {
                    self.out.push(byte);
                    continue;
                }
            };
            self.out.extend_from_slice(&[b'\\', escaped]);
        }
        self.out.push(b'"');
    }

    /// A variant's name or place.
    fn variant(&mut self, index: u32, name: &str) {
        if self.packed {
            let _ = self.unsigned(index.into());
        } else {
            self.string(name);
        }
    }

    /// A variant with a body, which follows.
    fn open_variant(&mut self, index: u32, name: &str) {
        let _ = self.either("{", tag::OBJECT);
        self.variant(index, name);
        if !self.packed {
            self.out.push(b':');
        }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.comma();
        value.serialize(self)
    }
}

macro_rules! numbers {
    ($($method:ident $ty:ty => $through:ident)*) => {$(
        fn $method(self, number: $ty) -> Result<(), Fault> {
            self.$through(number.into())
        }
    )*};
}

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Fault;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn is_human_readable(&self) -> bool {
        !self.packed
    }

    numbers! {
        serialize_i8 i8 => signed
        serialize_i16 i16 => signed
        serialize_i32 i32 => signed
        serialize_i64 i64 => signed
        serialize_u8 u8 => unsigned
        serialize_u16 u16 => unsigned
        serialize_u32 u32 => unsigned
        serialize_u64 u64 => unsigned
    }

    fn serialize_bool(self, truth: bool) -> Result<(), Fault> {
        if truth {
            self.either("true", tag::TRUE)
        } else {
            self.either("false", tag::FALSE)
        }
    }

    /// Nothing that is decided or sent uses a floating-point number.
    fn serialize_f32(self, _: f32) -> Result<(), Fault> {
        self.serialize_unit()
    }

    fn serialize_f64(self, _: f64) -> Result<(), Fault> {
        self.serialize_unit()
    }

    fn serialize_char(self, character: char) -> Result<(), Fault> {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Fault> {
        self.string(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Fault> {
        if self.packed {
            self.run(tag::BYTES, bytes);
            Ok(())
        } else {
            bytes.serialize(self)
        }
    }

    fn serialize_none(self) -> Result<(), Fault> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Fault> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Fault> {
        self.either("null", tag::NULL)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Fault> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<(), Fault> {
        self.variant(index, variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        self.open_variant(index, variant);
        value.serialize(&mut *self)?;
        self.either("}", tag::END)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Fault> {
        self.either("[", tag::LIST)?;
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Fault> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Fault> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Fault> {
        self.open_variant(index, variant);
        self.serialize_seq(None)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Fault> {
        self.either("{", tag::OBJECT)?;
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Fault> {
        self.either("{", tag::LIST)?;
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self, Fault> {
        self.open_variant(index, variant);
        self.serialize_struct(name, length)
    }
}

impl SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.element(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.either("]", tag::END)
    }
}

impl SerializeTuple for &mut Writer {
    type Ok = ();
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.element(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.either("]", tag::END)
    }
}

impl SerializeTupleStruct for &mut Writer {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.element(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.either("]", tag::END)
    }
}

impl SerializeTupleVariant for &mut Writer {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.element(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.either("]", tag::END)?;
        self.either("}", tag::END)
    }
}

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Fault;

    /// In JSON a key must be a text.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        self.element(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        if !self.packed {
            self.out.push(b':');
        }
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Fault> {
        self.either("}", tag::END)
    }
}

impl SerializeStruct for &mut Writer {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        self.name(name);
        value.serialize(&mut **self)
    }

    /// A packed record tells fields by their order, so that none may be left out.
    fn skip_field(&mut self, _: &'static str) -> Result<(), Fault> {
        if self.packed {
            self.either("", tag::NULL)
        } else {
            Ok(())
        }
    }

    fn end(self) -> Result<(), Fault> {
        self.either("}", tag::END)
    }
}

impl SerializeStructVariant for &mut Writer {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        SerializeStruct::serialize_field(self, name, value)
    }

    fn end(self) -> Result<(), Fault> {
        self.either("}", tag::END)?;
        self.either("}", tag::END)
    }
}
