//! The cells of a CSV text (RFC 4180), as spreadsheet programs write it.

use crate::TableError;

/// A line of a table that says something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The line of the file on which it begins, from 1.
    pub number: usize,
    /// Its cells without the blanks around them.
    pub cells: Vec<String>,
}

/// The lines of a table that are not empty. Cells are told apart by commas; by tabs or semicolons where the first
/// line has these and no comma. A cell in quotes may hold separators, line ends and, doubled, quotes.
///
/// # Errors
/// [`TableError::OpenQuote`]: all that follows would be taken for one cell.
pub fn cells(text: &str) -> Result<Vec<Line>, TableError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let separator = separator(text);
    let mut reader = Reader::default();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match (reader.quoted, c) {
            (Some(_), '"') if characters.peek() == Some(&'"') => {
                characters.next();
                reader.cell.push('"');
            }
            (Some(_), '"') => reader.quoted = None,
            (Some(_), '\r') if characters.peek() == Some(&'\n') => {}
            (Some(_), c) => {
                reader.line += usize::from(c == '\n');
                reader.cell.push(c);
            }
            // In the middle of a cell a quote is a character like any other.
            (None, '"') if reader.cell.trim().is_empty() => {
                reader.cell.clear();
                reader.quoted = Some(reader.line + 1);
            }
            (None, c) if c == separator => reader.end_cell(),
            (None, '\n' | '\r') => {
                if c == '\r' && characters.peek() == Some(&'\n') {
                    characters.next();
                }
                reader.end_line();
            }
            (None, c) => reader.cell.push(c),
        }
    }
    match reader.quoted {
        Some(line) => Err(TableError::OpenQuote { line }),
        None => {
            reader.end_line();
            Ok(reader.lines)
        }
    }
}

fn separator(text: &str) -> char {
    let head = text.lines().find(|line| !line.trim().is_empty());
    let head = head.unwrap_or_default();
    let only = |one: char| head.contains(one) && !head.contains(',');
    match (only('\t'), only(';')) {
        (true, _) => '\t',
        (_, true) => ';',
        _ => ',',
    }
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    cells: Vec<String>,
    cell: String,
    /// The line on which an open quote stands.
    quoted: Option<usize>,
    /// Line ends so far.
    line: usize,
    /// Line ends before the line that is being read.
    begun: usize,
}

impl Reader {
    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        self.cells.push(cell.trim().to_owned());
    }

    fn end_line(&mut self) {
        self.end_cell();
        let cells = std::mem::take(&mut self.cells);
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.lines.push(Line {
                number: self.begun + 1,
                cells,
            });
        }
        self.line += 1;
        self.begun = self.line;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test stops at the first surprise
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let lines = cells(text).unwrap().into_iter();
        lines.map(|line| line.cells).collect()
    }

    #[test]
    fn quotes_hold_separators_line_ends_and_quotes() {
        let read = cells("a,b\r\n\"1,\"\"2\r\n3\", x \n\n,\n\"\",last").unwrap();
        let line = |number, cells: [&str; 2]| Line {
            number,
            cells: cells.map(str::to_owned).into(),
        };
        let expected = [
            line(1, ["a", "b"]),
            line(2, ["1,\"2\n3", "x"]),
            line(6, ["", "last"]),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_named() {
        let error = cells("a\n\"b\nc").unwrap_err();
        assert_eq!(error, TableError::OpenQuote { line: 2 });
    }

    #[test]
    fn tabs_and_semicolons_separate_where_the_first_line_says_so() {
        assert_eq!(texts("\na\tb\nc,d\te"), [["a", "b"], ["c,d", "e"]]);
        assert_eq!(texts("a;b\nc,d;e"), [["a", "b"], ["c,d", "e"]]);
        assert_eq!(texts("a,b;c\nd,e"), [["a", "b;c"], ["d", "e"]]);
    }

    proptest! {
        #[test]
        fn what_a_writer_wrote_is_read_again(
            table in prop::collection::vec(prop::collection::vec("[a-c,\"\n;\t 中]{0,6}", 2..4), 1..6),
        ) {
            // The first line tells the separator, so it is an ordinary one.
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            writer.write_record(["头", "head"]).unwrap();
            for line in &table {
                writer.write_record(line).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let mut reader = csv::ReaderBuilder::new()
                .flexible(true)
                .has_headers(false)
                .trim(csv::Trim::All)
                .from_reader(text.as_bytes());
            let known: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                .filter(|line: &Vec<String>| line.iter().any(|cell| !cell.is_empty()))
                .collect();
            prop_assert_eq!(texts(&text), known);
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,60}|[,\"\n\r\t;a]{0,40}") {
            let _ = cells(&text);
        }
    }
}
