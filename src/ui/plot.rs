//! Figures drawn: bars and lines over a row of labels, as inline SVG, with the same figures as a table behind it.

use std::fmt::Write as _;

use crate::view::prelude::*;

use super::fresh_id;
use crate::prefs;
use crate::text::t;

/// How a row of figures is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// As bars; several rows stand upon each other, told apart by a pattern
    #[default]
    Bars,
    /// As a line with marks
    Line,
}

/// A row of figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// What they count
    pub name: String,
    /// One for each label, or for the first ones
    pub values: Vec<u64>,
    /// How they are drawn
    pub shape: Shape,
}

/// Figures over a row of labels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// What all of it shows: 每月服务时间（小时）
    pub title: String,
    /// What the labels are: 月
    pub along: String,
    /// Under the plot, from left to right
    pub labels: Vec<String>,
    /// One to three rows
    pub rows: Vec<Row>,
    /// So many of what is counted are one at the side: 60 for minutes that are read as hours; 1 for most
    pub unit: u64,
    /// A figure in words, in the table
    pub say: Say,
    /// What the exported file is called, without its ending
    pub file: String,
}

/// How a figure is written in words.
#[derive(Debug, Clone, Copy)]
pub struct Say(pub fn(u64) -> String);

impl Default for Say {
    fn default() -> Self {
        Self(super::number::grouped)
    }
}

/// The words hang on the language, which builds the page anew; figures are the same with any.
impl PartialEq for Say {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Say {}

/// In the units of the drawing, which is as wide as its place.
const WIDTH: u64 = 360;
const HEIGHT: u64 = 200;

/// The plot, its table, and a button that exports it.
#[component]
pub fn Plot(
    /// What is drawn
    #[prop(into)]
    figures: Signal<Figures>,
) -> View {
    let drawn = move || {
        let node = NodeRef::<web_sys::HtmlElement>::new();
        let svg = figures.with(|figures| svg(figures, &fresh_id("p"), prefs::elder()));
        // The parts of a drawing are no HTML: they are only read right inside an <svg> of one text.
        node.on_load(move |node| node.set_inner_html(&svg));
        view! { <div class="plot" node_ref=node></div> }
    };
    let legend = move || {
        let names = figures.with(|figures| {
            let names = figures.rows.iter().map(|row| (row.name.clone(), row.shape));
            names.collect::<Vec<_>>()
        });
        let name = |(place, (name, shape)): (usize, (String, Shape))| {
            let class = match shape {
                Shape::Bars => swatch(place).to_owned(),
                Shape::Line => format!("stroke {}", swatch(place)),
            };
            view! { <span class="swatch"><i class=class></i>{name}</span> }
        };
        (names.len() > 1).then(|| {
            let names = names.into_iter().enumerate().map(name).collect_view();
            view! { <p class="meta">{names}</p> }
        })
    };
    view! {
        <figure class="figure">
            <figcaption>{move || figures.with(|figures| figures.title.clone())}</figcaption>
            {drawn}
            {legend}
            <details class="figures">
                <summary>{t().app.plot_table()}</summary>
                {move || figures.with(table)}
                <a
                    class="button"
                    download=move || figures.with(|figures| format!("{}.csv", figures.file))
                    href=move || figures.with(|figures| csv_link(&csv(figures)))
                >
                    <span>{t().app.plot_export()}</span>
                </a>
            </details>
        </figure>
    }
}

fn swatch(place: usize) -> &'static str {
    ["row-0", "row-1", "row-2"][place.min(2)]
}

/// The same figures to read.
fn table(figures: &Figures) -> View {
    let say = figures.say.0;
    let heads = figures
        .rows
        .iter()
        .map(|row| view! { <th scope="col">{row.name.clone()}</th> });
    let heads = heads.collect_view();
    let line = |(place, label): (usize, &String)| {
        let cells = figures.rows.iter().map(|row| {
            let value = row.values.get(place).copied().unwrap_or_default();
            view! { <td class="num">{say(value)}</td> }
        });
        let cells = cells.collect_view();
        view! { <tr><th scope="row">{label.clone()}</th>{cells}</tr> }
    };
    let lines = figures.labels.iter().take(known(figures)).enumerate();
    let lines = lines.map(line).collect_view();
    view! {
        <div class="table">
            <table>
                <thead>
                    <tr><th scope="col">{figures.along.clone()}</th>{heads}</tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

/// Labels that have figures; the last ones may lie in the future.
fn known(figures: &Figures) -> usize {
    let values = figures.rows.iter().map(|row| row.values.len());
    values.max().unwrap_or_default().min(figures.labels.len())
}

/// The figures as a table for other programs, in the unit of the drawing.
fn csv(figures: &Figures) -> String {
    let mut lines = vec![vec![figures.along.clone()]];
    lines[0].extend(figures.rows.iter().map(|row| row.name.clone()));
    for (place, label) in figures.labels.iter().take(known(figures)).enumerate() {
        let values = figures.rows.iter().map(|row| row.values.get(place));
        let mut line = vec![label.clone()];
        line.extend(values.map(|value| in_units(value.copied().unwrap_or_default(), figures.unit)));
        lines.push(line);
    }
    csv_text(&lines)
}

/// A figure as a program reads it: with at most two decimals, half up.
fn in_units(value: u64, unit: u64) -> String {
    let unit = unit.max(1);
    let hundredths = (value.saturating_mul(200) + unit) / (2 * unit);
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        _ if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        _ => format!("{whole}.{rest:02}"),
    }
}

/// Lines of fields as RFC 4180 wants them, with the mark by which spreadsheets know UTF-8.
pub fn csv_text(lines: &[Vec<String>]) -> String {
    let mut text = String::from("\u{feff}");
    for line in lines {
        let fields: Vec<String> = line.iter().map(|field| csv_field(field)).collect();
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

/// In quotes where it must be. A field that a spreadsheet would take for a formula gets a quote before it.
fn csv_field(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t']);
    let field = if formula {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

/// The address of a table that is nowhere but in its link.
pub fn csv_link(text: &str) -> String {
    super::file::link("text/csv", text)
}

/// The drawing.
fn svg(figures: &Figures, id: &str, elder: bool) -> String {
    let letters = if elder { 22 } else { 16 };
    let unit = figures.unit.max(1);
    let (top, step) = scale(highest(figures).div_ceil(unit));
    let widest = super::number::grouped(top).chars().count() as u64;
    let (left, bottom, above) = (widest * letters * 3 / 5 + 8, letters + 8, letters);
    let plane = HEIGHT - bottom - above;
    let y = |value: u64| above + plane - (value * plane / (top * unit).max(1)).min(plane);
    let slots = (figures.labels.len() as u64).max(1);
    let x = |place: u64| left + place * (WIDTH - left) / slots;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\
         <pattern id=\"{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect class=\"ground\" width=\"6\" height=\"6\"/><path class=\"hatch\" d=\"M0 0v6\"/></pattern>\
         <g font-size=\"{letters}\">",
        escaped(&spoken(figures))
    );
    for line in 0..=top / step {
        let at = y(line * step * unit);
        let _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{left} {at}H{WIDTH}\"/>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            left - 6,
            at + letters / 3,
            super::number::grouped(line * step)
        );
    }
    // Letters that would touch each other are left out, the first and every n-th stay.
    let longest = figures
        .labels
        .iter()
        .map(|label| label.chars().count())
        .max();
    let wanted = longest.unwrap_or(1) as u64 * letters * 2 / 3 + 4;
    let every = wanted.div_ceil(((WIDTH - left) / slots).max(1)).max(1);
    let half = (WIDTH - left) / slots / 2;
    for (place, label) in (0..).zip(&figures.labels) {
        if place % every == 0 {
            let _ = write!(
                svg,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                x(place) + half,
                HEIGHT - 4,
                escaped(label)
            );
        }
    }
    let mut below = vec![0; figures.labels.len()];
    for (row, figure) in figures.rows.iter().enumerate() {
        match figure.shape {
            Shape::Bars => {
                let wide = (half * 2).saturating_sub(half / 2).max(2);
                for ((place, value), below) in (0..).zip(&figure.values).zip(&mut below) {
                    let (from, to) = (y(*below), y(*below + *value));
                    *below += *value;
                    if *value > 0 {
                        let fill = match row {
                            0 => String::new(),
                            _ => format!(" fill=\"url(#{id})\""),
                        };
                        let _ = write!(
                            svg,
                            "<rect class=\"{}\" x=\"{}\" y=\"{to}\" width=\"{wide}\" height=\"{}\"{fill}/>",
                            swatch(row),
                            x(place) + half / 4,
                            (from - to).max(1),
                        );
                    }
                }
            }
            Shape::Line => {
                let mut points = String::new();
                let mut marks = String::new();
                for (place, value) in (0..).zip(&figure.values) {
                    let (x, y) = (x(place) + half, y(*value));
                    let _ = write!(points, "{x},{y} ");
                    let _ = write!(marks, "<circle cx=\"{x}\" cy=\"{y}\" r=\"4\"/>");
                }
                let _ = write!(
                    svg,
                    "<g class=\"{} line\"><polyline points=\"{points}\"/>{marks}</g>",
                    swatch(row)
                );
            }
        }
    }
    svg.push_str("</g></svg>");
    svg
}

/// What the drawing says in one sentence, for who does not see it: its title and its highest figure.
fn spoken(figures: &Figures) -> String {
    let totals = totals(figures);
    let highest = (0..)
        .zip(&totals)
        .max_by_key(|(place, total)| (**total, usize::MAX - *place));
    match highest.filter(|(_, total)| **total > 0) {
        Some((place, total)) => {
            let label = figures.labels.get(place).cloned().unwrap_or_default();
            t().app.plot_spoken(
                &figures.title,
                &figures.along,
                label,
                (figures.say.0)(*total),
            )
        }
        None => t().app.plot_nothing(&figures.title),
    }
}

/// How high the bars stand at each label; of lines, where they are.
fn totals(figures: &Figures) -> Vec<u64> {
    let at = |place: usize| {
        let mut bars = 0;
        let mut line = 0;
        for row in &figures.rows {
            let value = row.values.get(place).copied().unwrap_or_default();
            match row.shape {
                Shape::Bars => bars += value,
                Shape::Line => line = value.max(line),
            }
        }
        bars.max(line)
    };
    (0..figures.labels.len()).map(at).collect()
}

fn highest(figures: &Figures) -> u64 {
    totals(figures).into_iter().max().unwrap_or_default()
}

/// The top of the scale and the distance of its lines: 1, 2 or 5 with noughts, five lines at most.
fn scale(highest: u64) -> (u64, u64) {
    let mut step = 1_u64;
    for factor in [2, 5, 10].iter().cycle() {
        if highest.max(1).div_ceil(step) <= 4 {
            break;
        }
        let ten = 10_u64.pow(step.ilog10());
        step = ten * factor;
    }
    (highest.max(1).div_ceil(step) * step, step)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn scales_end_above_the_highest_figure_with_few_lines() {
        for (highest, expected) in [
            (0, (1, 1)),
            (3, (3, 1)),
            (5, (6, 2)),
            (9, (10, 5)),
            (17, (20, 5)),
            (38, (40, 10)),
            (61, (80, 20)),
            (160, (200, 50)),
            (1_228, (1_500, 500)),
        ] {
            assert_eq!(scale(highest), expected, "{highest}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn names_cannot_become_formulas_or_columns() {
        assert_eq!(csv_field("王芳"), "王芳");
        assert_eq!(csv_field("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(csv_field("=1+1"), "'=1+1");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_table_has_the_figures_in_the_unit_of_the_drawing() {
        let cases = [
            (7, 1, "7"),
            (270, 60, "4.5"),
            (125, 60, "2.08"),
            (100, 60, "1.67"),
            (18, 10, "1.8"),
            (0, 10, "0"),
        ];
        for (value, unit, expected) in cases {
            assert_eq!(in_units(value, unit), expected, "{value} / {unit}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn nothing_at_all_can_be_drawn() {
        let drawn = svg(&Figures::default(), "p", false);
        assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>"));
    }
}
