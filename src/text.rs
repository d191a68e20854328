//! The texts of the interface, in the language that is set.
//!
//! `t().council.raise()` is read where a page is built; it is not reactive, because changing the language
//! builds the whole page anew. The texts stand in `locales/`, `build.rs` turns them into typed methods.

use std::fmt::Display;
use std::sync::OnceLock;

use crate::prefs;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Simplified Chinese
    #[default]
    Chinese,
    /// English
    English,
}

impl Language {
    /// The tag of BCP 47, as `<html lang>` and the speech engine want it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

#[allow(
    dead_code,
    reason = "a text may be written before the page that shows it"
)]
#[allow(
    clippy::new_ret_no_self,
    clippy::wrong_self_convention,
    reason = "a method is called what the text is called"
)]
mod generated {
    use super::{Display, Language, Lines, fill};
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

pub use generated::Texts;

/// The texts in the language that is set now.
pub fn t() -> Texts {
    Texts::of(prefs::language())
}

/// What a stable error code of the protocol means, in plain words; nothing for a code this version does not know.
pub fn error_text(code: &str) -> Option<&'static str> {
    error_text_in(prefs::language(), code)
}

fn error_text_in(language: Language, code: &str) -> Option<&'static str> {
    let place = generated::CODES
        .split('\n')
        .position(|known| known == code)?;
    Some(generated::ERRORS_LINES.line(language, place))
}

/// The texts of one capability. They lie in one string a language, cut once at first use: a table of slices would
/// cost eight bytes of download a text.
struct Lines {
    whole: [&'static str; 2],
    cut: [OnceLock<Vec<&'static str>>; 2],
}

impl Lines {
    const fn new(whole: [&'static str; 2]) -> Self {
        Self {
            whole,
            cut: [const { OnceLock::new() }; 2],
        }
    }

    /// One text by its place.
    fn line(&self, language: Language, place: usize) -> &'static str {
        let index = language as usize;
        self.cut[index].get_or_init(|| self.whole[index].split('\u{1f}').collect())[place]
    }
}

/// Puts the arguments into `{0}`, `{1}` …; `{0:item|items}` picks the first word if argument 0 reads "1".
fn fill(template: &str, arguments: &[&dyn Display]) -> String {
    let mut result = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        result.push_str(before);
        let Some((inside, behind)) = after.split_once('}') else {
            break;
        };
        rest = behind;
        let (place, words) = inside
            .split_once(':')
            .map_or((inside, None), |(place, words)| (place, Some(words)));
        let value = place
            .parse::<usize>()
            .ok()
            .and_then(|place| arguments.get(place))
            .map(ToString::to_string);
        match (value, words.and_then(|words| words.split_once('|'))) {
            (Some(value), Some((one, many))) => {
                result.push_str(if value == "1" { one } else { many });
            }
            (Some(value), None) => result.push_str(&value),
            (None, _) => {}
        }
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn placeholders_are_filled_in_each_languages_own_order() {
        assert_eq!(
            fill("还差 {0} 户、{1}", &[&3, &"212 m²"]),
            "还差 3 户、212 m²"
        );
        assert_eq!(
            fill("{1} from {0} homes", &[&3, &"212 m²"]),
            "212 m² from 3 homes"
        );
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn english_counts_one_and_many() {
        assert_eq!(fill("{0} {0:change|changes}", &[&1]), "1 change");
        assert_eq!(fill("{0} {0:change|changes}", &[&12]), "12 changes");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn each_error_code_has_its_own_text_in_both_languages() {
        let codes: Vec<&str> = generated::CODES.split('\n').collect();
        for language in [Language::Chinese, Language::English] {
            let texts: Vec<_> = codes
                .iter()
                .filter_map(|code| error_text_in(language, code))
                .collect();
            assert_eq!(texts.len(), codes.len());
            assert!(texts.iter().all(|text| !text.is_empty()));
        }
        assert_eq!(error_text_in(Language::Chinese, "no_such_code"), None);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn each_refusal_of_the_rules_has_a_text() {
        let missing: Vec<_> = yishi_domain::Rejection::CODES
            .iter()
            .filter(|code| error_text_in(Language::Chinese, code).is_none())
            .collect();
        assert!(
            missing.is_empty(),
            "locales/*/errors.json lacks {missing:?}"
        );
    }
}
