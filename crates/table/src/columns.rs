//! Which column of a table means what: columns in any order, headers in Chinese or English.

use crate::cells::{Line, cells};

/// Why a file is not the table that it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
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
    /// A quote is never closed: what follows would be taken for one cell.
    #[error("the quote in line {line} is not closed")]
    OpenQuote {
        /// Where it stands.
        line: usize,
    },
}

/// A row as text.
pub trait Row: Default + 'static {
    /// The columns that it may have.
    const COLUMNS: &'static [Column<Self>];

    /// A row without text that stands in that line of the file.
    fn at(line: usize) -> Self;
}

/// A column.
pub struct Column<R> {
    name: Name,
    cell: fn(&mut R) -> &mut String,
}

/// What a column is called, and whether it may be left out.
#[derive(Clone, Copy)]
struct Name {
    chinese: &'static str,
    english: &'static str,
    required: bool,
}

impl<R> Column<R> {
    /// A column that every table has.
    pub const fn required(
        chinese: &'static str,
        english: &'static str,
        cell: fn(&mut R) -> &mut String,
    ) -> Self {
        Self {
            name: Name {
                chinese,
                english,
                required: true,
            },
            cell,
        }
    }

    /// A column that may be left out.
    pub const fn optional(
        chinese: &'static str,
        english: &'static str,
        cell: fn(&mut R) -> &mut String,
    ) -> Self {
        Self {
            name: Name {
                chinese,
                english,
                required: false,
            },
            cell,
        }
    }
}

/// The rows of a CSV text.
///
/// # Errors
/// Why the text is not such a table.
pub fn read<R: Row>(text: &str) -> Result<Vec<R>, TableError> {
    rows(&cells(text)?)
}

/// The rows of a table whose first line names the columns. A short row has empty cells, which are told one by one.
///
/// # Errors
/// [`TableError::ColumnMissing`].
pub fn rows<R: Row>(lines: &[Line]) -> Result<Vec<R>, TableError> {
    let names: Vec<Name> = R::COLUMNS.iter().map(|column| column.name).collect();
    let (head, rest) = lines.split_at(lines.len().min(1));
    let places = places(head.first().map_or(&[], |line| &line.cells), &names)?;
    let row = |line: &Line| {
        let mut row = R::at(line.number);
        for (place, column) in places.iter().zip(R::COLUMNS) {
            let cell = place.and_then(|place| line.cells.get(place));
            (column.cell)(&mut row).push_str(cell.map_or("", String::as_str));
        }
        row
    };
    Ok(rest.iter().map(row).collect())
}

/// Where each column stands.
fn places(head: &[String], names: &[Name]) -> Result<Vec<Option<usize>>, TableError> {
    let place = |name: &Name| {
        let named = |cell: &String| cell == name.chinese || cell.eq_ignore_ascii_case(name.english);
        match head.iter().position(named) {
            None if name.required => Err(TableError::ColumnMissing {
                chinese: name.chinese,
                english: name.english,
                found: head.join(", "),
            }),
            place => Ok(place),
        }
    };
    names.iter().map(place).collect()
}
