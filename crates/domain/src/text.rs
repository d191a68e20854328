//! What people may write.

use crate::Rejection;

/// The text without the spaces around it and without control characters (but line ends), if its length
/// in characters is within bounds.
///
/// # Errors
/// [`Rejection::TextEmpty`] or [`Rejection::TextTooLong`], naming the field.
pub(crate) fn checked(field: &'static str, text: &str, most: u32) -> Result<String, Rejection> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    let text = text.trim();
    if text.is_empty() {
        return Err(Rejection::TextEmpty {
            field: field.into(),
        });
    }
    if text.chars().nth(most as usize).is_some() {
        return Err(Rejection::TextTooLong {
            field: field.into(),
            most,
        });
    }
    Ok(text.to_owned())
}

/// The same for a text that may be left out.
///
/// # Errors
/// [`Rejection::TextTooLong`], naming the field.
pub(crate) fn optional(field: &'static str, text: &str, most: u32) -> Result<String, Rejection> {
    match checked(field, text, most) {
        Err(Rejection::TextEmpty { .. }) => Ok(String::new()),
        other => other,
    }
}

/// Whether there are few enough of something.
///
/// # Errors
/// [`Rejection::TooMany`], naming what there are too many of.
pub(crate) fn too_many(field: &'static str, count: usize, most: usize) -> Result<(), Rejection> {
    if count <= most {
        return Ok(());
    }
    Err(Rejection::TooMany {
        field: field.into(),
        most: u32::try_from(most).unwrap_or(u32::MAX),
    })
}
