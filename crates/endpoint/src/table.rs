//! A table as a file: which text its bytes are. What stands in the text is read by `yishi-table`.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};
use yishi_table::Row;

/// Why a file is not the table that it should be.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TableError {
    /// The bytes are neither UTF-8 nor GB18030.
    #[error("the file is neither UTF-8 nor GB18030 text")]
    Encoding,
    /// The text is not such a table.
    #[error(transparent)]
    Text(#[from] yishi_table::TableError),
}

/// The rows of a file in UTF-8, UTF-16 or GB18030, with their line numbers; empty lines are left out.
pub(crate) fn read<R: Row>(bytes: &[u8]) -> Result<Vec<R>, TableError> {
    Ok(yishi_table::read(&text(bytes)?)?)
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
