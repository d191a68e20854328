//! A roster as a spreadsheet program writes it: CSV in UTF-8 or GB18030, columns in any order, headers in
//! Chinese or English. What a row means is decided by the domain.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};
use yishi_domain::roster::RosterRow;

/// Why a file is no roster.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RosterFileError {
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
    Table(String),
}

struct Column {
    chinese: &'static str,
    english: &'static str,
    required: bool,
    cell: fn(&mut RosterRow) -> &mut String,
}

const COLUMNS: [Column; 9] = [
    Column {
        chinese: "姓名",
        english: "name",
        required: true,
        cell: |row| &mut row.name,
    },
    Column {
        chinese: "楼栋",
        english: "building",
        required: true,
        cell: |row| &mut row.building,
    },
    Column {
        chinese: "单元",
        english: "unit",
        required: true,
        cell: |row| &mut row.unit,
    },
    Column {
        chinese: "房号",
        english: "room",
        required: true,
        cell: |row| &mut row.room,
    },
    Column {
        chinese: "建筑面积",
        english: "area",
        required: false,
        cell: |row| &mut row.area,
    },
    Column {
        chinese: "身份",
        english: "roles",
        required: true,
        cell: |row| &mut row.roles,
    },
    Column {
        chinese: "店铺",
        english: "shop",
        required: false,
        cell: |row| &mut row.shop,
    },
    Column {
        chinese: "产权人",
        english: "owner",
        required: false,
        cell: |row| &mut row.owner,
    },
    Column {
        chinese: "年龄",
        english: "age",
        required: true,
        cell: |row| &mut row.age,
    },
];

/// The rows of the file, with their line numbers; empty lines are left out.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<RosterRow>, RosterFileError> {
    let text = text(bytes)?;
    let mut table = csv::ReaderBuilder::new()
        // A short row has empty cells, which the domain names one by one.
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let broken = |error: csv::Error| RosterFileError::Table(error.to_string());
    let headers = table.headers().map_err(broken)?.clone();
    let mut places = Vec::new();
    for column in &COLUMNS {
        let named =
            |header: &str| header == column.chinese || header.eq_ignore_ascii_case(column.english);
        match headers.iter().position(named) {
            Some(place) => places.push((place, column)),
            None if column.required => {
                let found = headers.iter().collect::<Vec<_>>().join(", ");
                return Err(RosterFileError::ColumnMissing {
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
        let mut row = RosterRow {
            line: lines.at(record.position().map_or(0, csv::Position::byte)),
            ..RosterRow::default()
        };
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

fn text(bytes: &[u8]) -> Result<Cow<'_, str>, RosterFileError> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, bytes),
        None => (GB18030, bytes),
    };
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(RosterFileError::Encoding)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const TABLE: &str = "年龄,姓名,楼栋,单元,房号,身份\n67,林军伟,1,2,101,居民\n\n38,林艳强,1,2,102,\"居民,商户\"\n";

    #[test]
    fn the_same_rows_are_read_from_every_encoding() {
        let expected = read(TABLE.as_bytes()).unwrap();
        assert_eq!(expected.len(), 2);
        assert_eq!(
            (
                expected[1].line,
                expected[1].name.as_str(),
                expected[1].roles.as_str()
            ),
            (4, "林艳强", "居民,商户")
        );
        let (gb18030, _, _) = GB18030.encode(TABLE);
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(TABLE.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for bytes in [
            format!("\u{feff}{TABLE}").into_bytes(),
            gb18030.into_owned(),
            utf16,
        ] {
            assert_eq!(read(&bytes).unwrap(), expected);
        }
    }

    #[test]
    fn headers_may_be_english_and_line_ends_those_of_windows() {
        let rows =
            read(b"Name,Building,Unit,Room,Roles,Age,Area\r\nLin,1,2,101,resident,67,80.33\r\n")
                .unwrap();
        assert_eq!(
            (rows[0].name.as_str(), rows[0].area.as_str(), rows[0].line),
            ("Lin", "80.33", 2)
        );
    }

    #[test]
    fn a_missing_column_is_named() {
        let error = read("姓名,楼栋,单元,身份,年龄\n".as_bytes()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the column 房号 (room) is missing; the first line names: 姓名, 楼栋, 单元, 身份, 年龄"
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert_eq!(
            read(&[0xff, 0xff, 0x80, 0x00]).unwrap_err(),
            RosterFileError::Encoding
        );
    }
}
