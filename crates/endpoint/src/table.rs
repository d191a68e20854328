//! A table as a file: which text its bytes are, or which workbook. What stands in it is read by `yishi-table`.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use encoding_rs::{Encoding, GB18030};
use yishi_table::{Line, Row};

/// What an XLSX file, which is a ZIP archive, begins with.
const ZIP: &[u8] = b"PK\x03\x04";

/// Why a file is not the table that it should be.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TableError {
    /// The bytes are neither UTF-8 nor GB18030.
    #[error("the file is neither UTF-8 nor GB18030 text")]
    Encoding,
    /// The text is not such a table.
    #[error(transparent)]
    Text(#[from] yishi_table::TableError),
    /// The workbook cannot be opened, or has no sheet.
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
}

/// The rows of a file, with their line numbers; empty lines are left out. It is CSV in UTF-8, UTF-16 or GB18030, or
/// the first sheet of an XLSX workbook.
pub(crate) fn read<R: Row>(bytes: &[u8]) -> Result<Vec<R>, TableError> {
    let rows = match bytes.starts_with(ZIP) {
        true => yishi_table::rows(&sheet(bytes)?),
        false => yishi_table::read(&text(bytes)?),
    };
    Ok(rows?)
}

fn sheet(bytes: &[u8]) -> Result<Vec<Line>, TableError> {
    let broken = |error: calamine::XlsxError| TableError::Workbook(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheet = workbook.worksheet_range_at(0);
    let sheet = sheet.ok_or_else(|| TableError::Workbook("it has no sheet".to_owned()))?;
    let sheet = sheet.map_err(broken)?;
    let first = sheet.start().map_or(0, |(row, _)| row as usize);
    let line = |(place, cells): (usize, &[Data])| Line {
        number: first + place + 1,
        // What looks like a number there is one; a whole one is written without a point.
        cells: cells
            .iter()
            .map(|cell| cell.to_string().trim().to_owned())
            .collect(),
    };
    let lines = sheet.rows().enumerate().map(line);
    Ok(lines
        .filter(|line| line.cells.iter().any(|cell| !cell.is_empty()))
        .collect())
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use yishi_domain::roster::RosterRow;

    fn read(bytes: &[u8]) -> Result<Vec<RosterRow>, TableError> {
        super::read(bytes)
    }

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
    fn the_first_sheet_of_a_workbook_is_read_like_a_table() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        for (place, name) in (0..).zip(["姓名", "楼栋", "单元", "房号", "身份", "年龄", "建筑面积"])
        {
            sheet.write(2, place, name).unwrap();
        }
        sheet.write(4, 0, " 林艳强 ").unwrap();
        for (place, number) in [(1, 1.0), (2, 2.0), (3, 102.0), (5, 38.0), (6, 80.33)] {
            sheet.write(4, place, number).unwrap();
        }
        sheet.write(4, 4, "居民,商户").unwrap();
        workbook.add_worksheet().write(0, 0, "另一张").unwrap();
        let rows = read(&workbook.save_to_buffer().unwrap()).unwrap();
        assert_eq!(rows.len(), 1);
        let row = &rows[0];
        assert_eq!(
            (row.line, row.name.as_str(), row.room.as_str()),
            (5, "林艳强", "102")
        );
        assert_eq!((row.area.as_str(), row.age.as_str()), ("80.33", "38"));
        assert!(matches!(
            read(b"PK\x03\x04nonsense"),
            Err(TableError::Workbook(_))
        ));
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
            TableError::Encoding
        );
    }
}
