//! The columns of a roster's table. What a row means is decided by the domain.

use yishi_domain::roster::RosterRow;

use crate::table::{Column, Row};

impl Row for RosterRow {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("姓名", "name", |row| &mut row.name),
        Column::required("楼栋", "building", |row| &mut row.building),
        Column::required("单元", "unit", |row| &mut row.unit),
        Column::required("房号", "room", |row| &mut row.room),
        Column::optional("建筑面积", "area", |row| &mut row.area),
        Column::required("身份", "roles", |row| &mut row.roles),
        Column::optional("店铺", "shop", |row| &mut row.shop),
        Column::optional("产权人", "owner", |row| &mut row.owner),
        Column::required("年龄", "age", |row| &mut row.age),
    ];

    fn at(line: usize) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::table::TableError;
    use encoding_rs::GB18030;

    fn read(bytes: &[u8]) -> Result<Vec<RosterRow>, TableError> {
        crate::table::read(bytes)
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
