//! Turns `locales/<language>/<capability>.json` into Rust: one typed method a text, both languages compiled in. The texts
//! of a capability are one constant, which stands in the part of the released app that reads it.
//!
//! A key that one language lacks, or whose placeholders differ between languages, fails the build and names
//! the file and the key. In a text `{name}` is a placeholder; `{name:one|many}` picks a word by whether the
//! placeholder reads `1`.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// The first language names the keys and the order of the arguments.
const LANGUAGES: [&str; 2] = ["zh-CN", "en"];
/// Texts of this file are found by their code at run time and take no arguments.
const BY_CODE: &str = "errors";
/// Stands between the texts of the string that holds them; no text may contain it.
const SEPARATOR: char = '\u{1f}';

fn main() {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=build.rs");
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")).join("locales");
    let mut faults = Vec::new();
    let catalogue = read(&root, &mut faults);
    if faults.is_empty() {
        let out = PathBuf::from(variable("OUT_DIR")).join("texts.rs");
        if let Err(error) = fs::write(&out, generate(&catalogue)) {
            faults.push(format!("{}: {error}", out.display()));
        }
    }
    for fault in &faults {
        println!("cargo:error={fault}");
    }
    if !faults.is_empty() {
        process::exit(1);
    }
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("cargo sets {name} for build scripts"))
}

/// One capability's texts: the same keys in each language.
struct Module {
    name: String,
    texts: Vec<Text>,
}

struct Text {
    key: String,
    arguments: Vec<String>,
    lines: [String; LANGUAGES.len()],
}

/// A JSON object in the order of its file, with keys that repeat still visible.
struct Entries(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

fn read(root: &Path, faults: &mut Vec<String>) -> Vec<Module> {
    let names: BTreeSet<String> = LANGUAGES
        .iter()
        .flat_map(|language| files(&root.join(language)))
        .collect();
    names
        .into_iter()
        .map(|name| read_module(root, name, faults))
        .collect()
}

fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()?
                .strip_suffix(".json")
                .map(str::to_owned)
        })
        .collect()
}

fn read_module(root: &Path, name: String, faults: &mut Vec<String>) -> Module {
    let label = |language: &str| format!("locales/{language}/{name}.json");
    let [first, second] = LANGUAGES.map(|language| {
        let parsed = fs::read_to_string(root.join(language).join(format!("{name}.json")))
            .map_err(|error| error.to_string())
            .and_then(|json| serde_json::from_str::<Entries>(&json).map_err(|error| error.to_string()));
        let entries = parsed.map_or_else(
            |error| {
                faults.push(format!("{}: {error}", label(language)));
                Vec::new()
            },
            |entries| entries.0,
        );
        let mut seen = BTreeSet::new();
        for (key, text) in &entries {
            if !is_identifier(key) {
                faults.push(format!("{}: key `{key}` is not snake_case", label(language)));
            }
            if !seen.insert(key.clone()) {
                faults.push(format!("{}: key `{key}` stands there twice", label(language)));
            }
            if language == LANGUAGES[0]
                && let Some(mark) = western_mark(text)
            {
                faults.push(format!("{}: `{key}` has `{mark}` after a Chinese character; Chinese marks are ，；：？！（）", label(language)));
            }
            if text.contains(SEPARATOR) {
                faults.push(format!("{}: `{key}` contains a control character", label(language)));
            }
        }
        entries
    });
    for (key, _) in &second {
        if !first.iter().any(|(other, _)| other == key) {
            faults.push(format!(
                "{}: key `{key}` is not in {}",
                label(LANGUAGES[1]),
                label(LANGUAGES[0])
            ));
        }
    }
    let mut texts = Vec::new();
    for (key, line) in first {
        let Some((_, other)) = second.iter().find(|(candidate, _)| *candidate == key) else {
            faults.push(format!(
                "{}: key `{key}` is missing ({} has it)",
                label(LANGUAGES[1]),
                label(LANGUAGES[0])
            ));
            continue;
        };
        let arguments = placeholders(&line);
        if arguments.iter().collect::<BTreeSet<_>>() != placeholders(other).iter().collect() {
            faults.push(format!(
                "{}: `{key}` has the placeholders {:?}, {} has {:?}",
                label(LANGUAGES[1]),
                placeholders(other),
                label(LANGUAGES[0]),
                arguments
            ));
        }
        if name == BY_CODE && !arguments.is_empty() {
            faults.push(format!(
                "{}: `{key}` is found by its code and takes no placeholders",
                label(LANGUAGES[0])
            ));
        }
        for argument in &arguments {
            if !is_identifier(argument) {
                faults.push(format!(
                    "{}: `{key}`: placeholder `{argument}` is not snake_case",
                    label(LANGUAGES[0])
                ));
            }
        }
        let lines = [numbered(&line, &arguments), numbered(other, &arguments)];
        texts.push(Text {
            key,
            arguments,
            lines,
        });
    }
    Module { name, texts }
}

fn is_identifier(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// A Western mark behind a Chinese character: it reads as a slip of the keyboard.
fn western_mark(text: &str) -> Option<char> {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    text.chars()
        .zip(text.chars().skip(1))
        .find(|(before, mark)| chinese(*before) && ",;:?!()".contains(*mark))
        .map(|(_, mark)| mark)
}

/// The names between braces, each once, in the order in which they first appear.
fn placeholders(line: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for inside in line
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(inside, _)| inside)
    {
        let name = inside.split(':').next().unwrap_or(inside);
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The text with its placeholders named by position, as `fill` expects them.
fn numbered(line: &str, arguments: &[String]) -> String {
    let mut result = line.to_owned();
    for (position, name) in arguments.iter().enumerate() {
        result = result.replace(&format!("{{{name}}}"), &format!("{{{position}}}"));
        result = result.replace(&format!("{{{name}:"), &format!("{{{position}:"));
    }
    result
}

fn generate(modules: &[Module]) -> String {
    let mut code = String::new();
    let mut fields = String::new();
    let mut values = String::new();
    for module in modules {
        let lines = lines_name(&module.name);
        let _ = writeln!(
            code,
            "pub(super) static {lines}: Lines = Lines::new({:?});",
            (0..LANGUAGES.len())
                .map(|language| joined(module, language))
                .collect::<Vec<_>>()
        );
        if module.name == BY_CODE {
            let codes: Vec<&str> = module.texts.iter().map(|text| text.key.as_str()).collect();
            let _ = writeln!(
                code,
                "pub(super) const CODES: &str = {:?};",
                codes.join("\n")
            );
            continue;
        }
        let type_name = type_name(&module.name);
        let _ = writeln!(
            fields,
            "    /// `{0}.json`\n    pub {0}: {type_name},",
            module.name
        );
        let _ = writeln!(
            values,
            "            {}: {type_name}(language),",
            module.name
        );
        let _ = writeln!(
            code,
            "/// Texts of `{}.json`.\n#[derive(Clone, Copy)]\npub struct {type_name}(Language);\n",
            module.name
        );
        let _ = writeln!(code, "impl {type_name} {{");
        for (place, text) in module.texts.iter().enumerate() {
            let _ = writeln!(code, "    /// {}", text.lines[0].replace(['\n', '\r'], " "));
            if text.arguments.is_empty() {
                let _ = writeln!(
                    code,
                    "    pub fn {}(self) -> &'static str {{ {lines}.line(self.0, {place}) }}",
                    text.key
                );
            } else {
                let typed: Vec<String> = text
                    .arguments
                    .iter()
                    .map(|name| format!("{name}: impl Display"))
                    .collect();
                let passed: Vec<String> = text
                    .arguments
                    .iter()
                    .map(|name| format!("&{name}"))
                    .collect();
                let _ = writeln!(
                    code,
                    "    pub fn {}(self, {}) -> String {{ fill({lines}.line(self.0, {place}), &[{}]) }}",
                    text.key,
                    typed.join(", "),
                    passed.join(", ")
                );
            }
        }
        let _ = writeln!(code, "}}\n");
    }
    let _ = writeln!(
        code,
        "/// Every text of the interface, one field a capability.\n#[derive(Clone, Copy)]\npub struct Texts {{\n{fields}}}\n"
    );
    let _ = writeln!(
        code,
        "impl Texts {{\n    /// The texts in one language.\n    pub fn of(language: Language) -> Self {{\n        Self {{\n{values}        }}\n    }}\n}}\n"
    );
    code
}

/// A capability's texts in one language, as one string.
fn joined(module: &Module, language: usize) -> String {
    let lines: Vec<&str> = module
        .texts
        .iter()
        .map(|text| text.lines[language].as_str())
        .collect();
    lines.join(&SEPARATOR.to_string())
}

fn lines_name(module: &str) -> String {
    module.to_uppercase() + "_LINES"
}

fn type_name(module: &str) -> String {
    module
        .split('_')
        .map(|word| {
            word.chars()
                .take(1)
                .map(|c| c.to_ascii_uppercase())
                .chain(word.chars().skip(1))
                .collect::<String>()
        })
        .collect::<String>()
        + "Texts"
}
