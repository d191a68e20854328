//! QR codes (ISO/IEC 18004): an address as a picture that another phone's camera reads.
//!
//! Only what addresses need: bytes, error correction level M, versions 1 to 15 (412 bytes).

mod code;
mod field;

use crate::view::prelude::*;
use code::codewords;
use field::Field;

/// Modules of quiet zone around the code, as the standard asks.
const QUIET: usize = 4;

/// The modules of a code, dark or not, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Modules {
    size: usize,
    dark: Vec<bool>,
}

impl Modules {
    /// The code of a text; nothing if it is too long.
    fn of(text: &str) -> Option<Self> {
        let (version, words) = codewords(text.as_bytes())?;
        let field = Field::new(version, &words);
        let masks = (0..8).map(|mask| field.masked(mask));
        masks.min_by_key(Self::penalty)
    }

    fn get(&self, x: usize, y: usize) -> bool {
        self.dark[y * self.size + x]
    }

    /// How hard a camera finds it, by the four rules of the standard's section on masks.
    fn penalty(&self) -> usize {
        let size = self.size;
        let mut penalty = 0;
        for across in [true, false] {
            for line in 0..size {
                let at = |place: usize| {
                    if across {
                        self.get(place, line)
                    } else {
                        self.get(line, place)
                    }
                };
                penalty += line_penalty(size, at);
            }
        }
        for (x, y) in (1..size).flat_map(|y| (1..size).map(move |x| (x, y))) {
            let dark = self.get(x, y);
            let others = [(x - 1, y), (x, y - 1), (x - 1, y - 1)];
            if others.iter().all(|(x, y)| self.get(*x, *y) == dark) {
                penalty += 3;
            }
        }
        let dark = self.dark.iter().filter(|dark| **dark).count();
        let all = size * size;
        // 10 for each 5 % that dark and light differ from half.
        penalty + (dark * 20).abs_diff(all * 10) / all * 10
    }

    /// The dark modules as one path, a row's neighbours as one stroke.
    fn path(&self) -> String {
        let mut path = String::new();
        for y in 0..self.size {
            let mut x = 0;
            while x < self.size {
                let run = (x..self.size).take_while(|x| self.get(*x, y)).count();
                if run > 0 {
                    path += &format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
                }
                x += run.max(1);
            }
        }
        path
    }
}

/// Long runs of one colour, and what looks like the corner of a code.
fn line_penalty(size: usize, at: impl Fn(usize) -> bool) -> usize {
    /// Dark and light as through the middle of a corner, with its light margin.
    const CORNER: u16 = 0b000_0101_1101;
    let mut penalty = 0;
    let (mut run, mut before) = (0, None);
    let mut last: u16 = 0;
    for place in 0..size {
        let dark = at(place);
        run = if before == Some(dark) { run + 1 } else { 1 };
        before = Some(dark);
        penalty += match run {
            5 => 3,
            6.. => 1,
            _ => 0,
        };
        last = (last << 1 | u16::from(dark)) & 0x7FF;
        if place >= 10 && (last == CORNER || last == CORNER.reverse_bits() >> 5) {
            penalty += 40;
        }
    }
    penalty
}

/// A QR code, black on white in any colour scheme; nothing if the text is too long for one.
#[component]
pub fn Qr(
    /// What it says
    text: String,
    /// What it is for, for those who cannot see it
    #[prop(into)]
    label: String,
) -> View {
    let Some(modules) = Modules::of(&text) else {
        return View::Nothing;
    };
    let size = modules.size + 2 * QUIET;
    view! {
        <svg class="qr" role="img" aria-label=label viewBox=format!("0 0 {size} {size}") shape-rendering="crispEdges">
            <path fill="#fff" d=format!("M0 0h{size}v{size}H0z")></path>
            <path fill="#000" d=modules.path()></path>
        </svg>
    }
}

#[cfg(test)]
mod tests;
