//! Types from a tree, by serde.
//!
//! A derived implementation can read a struct by the names or by the places of its fields, an enum by the
//! names or by the places of its variants. Here it is always asked by the places: what it would need for
//! names is then never compiled, which is most of it.

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::value::{Fault, Kind, Value, member};

/// What stands in a value, one after the other.
struct Parts<'de> {
    values: &'de [Value<'de>],
    /// Names of the fields of a struct that is written with them; empty for anything else.
    names: &'static [&'static str],
    /// All these fields are there, in this order, and no others: none has to be looked for, none can be there twice.
    in_order: bool,
    at: usize,
}

/// A variant of an enum.
struct Variant<'de> {
    index: u32,
    body: &'de Value<'de>,
}

macro_rules! whole_numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match self.kind {
                Kind::Unsigned(number) => visitor.visit_u64(number),
                Kind::Negative(number) => visitor.visit_i64(number),
                _ => Err(Fault::JSON),
            }
        }
    )*};
}

macro_rules! natural_numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match self.kind {
                Kind::Unsigned(number) => visitor.visit_u64(number),
                _ => Err(Fault::JSON),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for &'de Value<'de> {
    type Error = Fault;

    fn is_human_readable(&self) -> bool {
        !self.is_packed()
    }

    whole_numbers! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 }
    natural_numbers! { deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.kind {
            Kind::Bool(truth) => visitor.visit_bool(truth),
            _ => Err(Fault::JSON),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.kind {
            Kind::Text(text) => visitor.visit_str(text),
            _ => Err(Fault::JSON),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.kind {
            Kind::Bytes(bytes) => visitor.visit_bytes(bytes),
            _ => Err(Fault::JSON),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.kind {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.kind {
            Kind::List(values) => visitor.visit_seq(&mut Parts {
                values,
                names: &[],
                in_order: false,
                at: 0,
            }),
            _ => Err(Fault::JSON),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.kind {
            Kind::Object(values) => visitor.visit_map(&mut Parts {
                values,
                names: &[],
                in_order: false,
                at: 0,
            }),
            _ => Err(Fault::JSON),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let mut parts = self.fields(fields)?;
        visitor
            .visit_seq(&mut parts)
            .map_err(|fault| parts.blame(fault))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_enum(self.variant_of(variants)?)
    }

    /// Nothing here is read without knowing its type.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(Fault::JSON)
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

impl<'de> Value<'de> {
    fn fields(&'de self, names: &'static [&'static str]) -> Result<Parts<'de>, Fault> {
        match &self.kind {
            Kind::Object(values) => Ok(Parts {
                values,
                names,
                in_order: in_order(values, names),
                at: 0,
            }),
            Kind::List(values) if self.is_packed() => Ok(Parts {
                values,
                names: &[],
                in_order: false,
                at: 0,
            }),
            _ => Err(Fault::JSON),
        }
    }

    fn variant_of(&'de self, names: &'static [&'static str]) -> Result<Variant<'de>, Fault> {
        let (tag, body) = match &self.kind {
            Kind::Object(pair) => match &pair[..] {
                [tag, body] => (tag, body),
                _ => return Err(Fault::JSON),
            },
            _ => (self, Value::absent()),
        };
        let index = match &tag.kind {
            Kind::Text(text) => names
                .iter()
                .position(|name| name == text)
                .and_then(|index| u32::try_from(index).ok()),
            Kind::Unsigned(index) if tag.is_packed() => u32::try_from(*index).ok(),
            _ => None,
        };
        Ok(Variant {
            index: index.ok_or(Fault::JSON)?,
            body,
        })
    }
}

/// Whether an object is as we write it ourselves.
fn in_order(members: &[Value], names: &[&str]) -> bool {
    let mut pairs = members.chunks_exact(2).zip(names);
    members.len() == 2 * names.len() && pairs.all(|(pair, name)| pair[0].is_text(name))
}

impl<'de> Parts<'de> {
    fn next(&mut self) -> Result<Option<&'de Value<'de>>, Fault> {
        self.at += 1;
        if self.in_order {
            return Ok(self.values.get(2 * self.at - 1));
        }
        if self.names.is_empty() {
            return Ok(self.values.get(self.at - 1));
        }
        match self.names.get(self.at - 1) {
            Some(name) => member(self.values, name).map(Some),
            None => Ok(None),
        }
    }

    /// Tells a fault by the field that was read last.
    fn blame(&self, fault: Fault) -> Fault {
        let name = self.at.checked_sub(1).and_then(|last| self.names.get(last));
        name.map_or(fault, |name| fault.within(name))
    }
}

impl<'de> SeqAccess<'de> for &mut Parts<'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some(value) = self.next()? else {
            return Ok(None);
        };
        match seed.deserialize(value) {
            // What is not there may have a default.
            Err(_) if value.is_absent() => Ok(None),
            read => read.map(Some),
        }
    }
}

impl<'de> MapAccess<'de> for &mut Parts<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        match self.next()? {
            Some(value) => seed.deserialize(value),
            None => Err(Fault::JSON),
        }
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let index: U32Deserializer<Fault> = self.index.into_deserializer();
        Ok((seed.deserialize(index)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.body.kind {
            Kind::Null => Ok(()),
            _ => Err(Fault::JSON),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self.body)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.body.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.body.deserialize_struct("", fields, visitor)
    }
}
