//! Tables that staff keep in a spreadsheet, read where they are: CSV in any usual encoding, and XLSX.
//!
//! `public/table.js` makes lines of a file's bytes, with what every browser has for that; `yishi-table` knows what the
//! columns mean, as it does for the command line.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, File, HtmlInputElement};
use yishi_table::{Line, Row, TableError, cells, rows};

use crate::form::Refused;
use crate::session::code_text;
use crate::text::t;
use crate::ui::Icon;
use crate::view::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Tables;

    #[wasm_bindgen(catch, js_name = yishiTable)]
    async fn load() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn read(this: &Tables, file: &File) -> Result<JsValue, JsValue>;
}

/// The lines of a file.
///
/// # Errors
/// Why it is no table, in words.
pub(super) async fn lines(file: &File) -> Result<Vec<Line>, String> {
    let loaded = load().await.map_err(|_| code_text("table_not_loaded"))?;
    let tables: Tables = loaded.unchecked_into();
    let read = tables.read(file).await;
    let read = read
        .map_err(|code| code_text(&code.as_string().unwrap_or_else(|| "table_workbook".into())))?;
    match read.as_string() {
        Some(text) => cells(&text).map_err(|error| fault(&error)),
        None => Ok(Array::from(&read)
            .iter()
            .map(|line| of_sheet(&line))
            .collect()),
    }
}

/// A line of a sheet: its number, then its cells.
fn of_sheet(line: &JsValue) -> Line {
    let mut cells = Array::from(line).to_vec().into_iter();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a number of a line
    let number = cells
        .next()
        .and_then(|number| number.as_f64())
        .unwrap_or_default() as usize;
    Line {
        number,
        cells: cells
            .map(|cell| cell.as_string().unwrap_or_default())
            .collect(),
    }
}

/// What is wrong with a table, in words.
fn fault(error: &TableError) -> String {
    let texts = t().table;
    match error {
        TableError::ColumnMissing {
            chinese,
            english,
            found,
        } if found.is_empty() => texts.column_missing_empty(chinese, english),
        TableError::ColumnMissing {
            chinese,
            english,
            found,
        } => texts.column_missing(chinese, english, found),
        TableError::OpenQuote { line } => texts.open_quote(line),
    }
}

/// A button that chooses a table and hands over its rows: `on_rows` is called with the rows of a file that is such a table.
pub(super) fn table_file<R: Row>(on_rows: impl Fn(Vec<R>) + 'static) -> View {
    let refused = RwSignal::new(None::<String>);
    let on_rows = std::rc::Rc::new(on_rows);
    let button = choose(move |file| {
        let on_rows = on_rows.clone();
        spawn_local(async move {
            let read = lines(&file).await;
            let read = read.and_then(|lines| rows::<R>(&lines).map_err(|error| fault(&error)));
            // The page may have been left meanwhile.
            let refusal = read.as_ref().err().cloned();
            if refused.try_set(refusal).is_none()
                && let Ok(rows) = read
            {
                on_rows(rows);
            }
        });
    });
    view! {
        <div class="table-file">
            {button}
            <small class="hint">{t().table.kinds()}</small>
            <Refused error=refused.into() />
        </div>
    }
}

fn choose(on_file: impl Fn(File) + 'static) -> View {
    let take = move |event: Event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        let file = input.files().and_then(|files| files.get(0));
        // The same one may be chosen again, mended.
        input.set_value("");
        if let Some(file) = file {
            on_file(file);
        }
    };
    view! {
        <label class="button">
            <input type="file" class="unseen" accept=".csv,.xlsx,.txt,.tsv,text/csv" on:change=take />
            <Icon name="paper" />
            <span>{t().table.choose()}</span>
        </label>
    }
}
