//! A table as a spreadsheet program writes it: CSV in UTF-8, UTF-16 or GB18030, columns in any order, headers
//! in Chinese or English. What a row means is nobody's business here.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};

/// Why a file is not the table that it should be.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TableError {
    /// The bytes are neither UTF-8 nor GB18030.
    #[error("the file is neither UTF-8 nor GB18030 text")]
    Encoding,
    /// A column is not there.
    #[error("the column {chinese} ({english}) is missing; the first line names: {found}")]
    ColumnMissing {
        /// Its name in Chinese.
        chinese: &'static str,
        /// Its name in English.
        english: &'static str,
        /// The columns that are there.
        found: String,
    },
    /// The table cannot be read on.
    #[error("the table cannot be read: {0}")]
    Broken(String),
}

/// A row as text.
pub(crate) trait Row: Default + 'static {
    /// The columns that it may have.
    const COLUMNS: &'static [Column<Self>];

    /// A row without text that stands in that line of the file.
    fn at(line: usize) -> Self;
}

/// A column.
pub(crate) struct Column<R> {
    pub(crate) chinese: &'static str,
    pub(crate) english: &'static str,
    pub(crate) required: bool,
    pub(crate) cell: fn(&mut R) -> &mut String,
}

impl<R> Column<R> {
    /// A column that every table has.
    pub(crate) const fn required(
        chinese: &'static str,
        english: &'static str,
        cell: fn(&mut R) -> &mut String,
    ) -> Self {
        Self {
            chinese,
            english,
            required: true,
            cell,
        }
    }

    /// A column that may be left out.
    pub(crate) const fn optional(
        chinese: &'static str,
        english: &'static str,
        cell: fn(&mut R) -> &mut String,
    ) -> Self {
        Self {
            chinese,
            english,
            required: false,
            cell,
        }
    }
}

/// The rows of the file, with their line numbers; empty lines are left out.
pub(crate) fn read<R: Row>(bytes: &[u8]) -> Result<Vec<R>, TableError> {
    let text = text(bytes)?;
    let mut table = csv::ReaderBuilder::new()
        // A short row has empty cells, which are named one by one.
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let broken = |error: csv::Error| TableError::Broken(error.to_string());
    let headers = table.headers().map_err(broken)?.clone();
    let mut places = Vec::new();
    for column in R::COLUMNS {
        let named =
            |header: &str| header == column.chinese || header.eq_ignore_ascii_case(column.english);
        match headers.iter().position(named) {
            Some(place) => places.push((place, column)),
            None if column.required => {
                let found = headers.iter().collect::<Vec<_>>().join(", ");
                return Err(TableError::ColumnMissing {
                    chinese: column.chinese,
                    english: column.english,
                    found,
                });
            }
            None => {}
        }
    }
    let mut rows = Vec::new();
    let mut lines = Lines::new(text.as_bytes());
    for record in table.records() {
        let record = record.map_err(broken)?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let mut row = R::at(lines.at(record.position().map_or(0, csv::Position::byte)));
        for (place, column) in &places {
            record
                .get(*place)
                .unwrap_or_default()
                .clone_into((column.cell)(&mut row));
        }
        rows.push(row);
    }
    Ok(rows)
}

/// Finds the line of a place. The table's own count is off by the empty lines and line ends before it.
struct Lines<'t> {
    text: &'t [u8],
    counted: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            counted: 0,
            line: 1,
        }
    }

    /// The line of the first cell at or after a place, which lies after the last one asked for.
    fn at(&mut self, place: u64) -> usize {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        while let Some(byte) = self.text.get(self.counted) {
            if self.counted >= place && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += usize::from(*byte == b'\n');
            self.counted += 1;
        }
        self.line
    }
}

fn text(bytes: &[u8]) -> Result<Cow<'_, str>, TableError> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, bytes),
        None => (GB18030, bytes),
    };
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(TableError::Encoding)
}
