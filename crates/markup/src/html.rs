//! The fixed text of a piece of markup.

/// Elements that have no end tag (HTML, section 13.1.2).
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Whether an element has no end tag.
pub(crate) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Adds words between tags.
pub(crate) fn push_text(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            other => html.push(other),
        }
    }
}

/// Adds an attribute. It stands without quotes where HTML allows that (section 13.1.2.3).
pub(crate) fn push_attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    if value.is_empty() {
        return;
    }
    html.push('=');
    let bare = value
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_.#:".contains(c));
    if bare {
        return html.push_str(value);
    }
    html.push('"');
    html.push_str(&value.replace('&', "&amp;").replace('"', "&quot;"));
    html.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_become_tags() {
        let mut html = String::new();
        push_text(&mut html, "1 < 2 & <b>");
        assert_eq!(html, "1 &lt; 2 &amp; &lt;b>");
    }

    #[test]
    fn attributes_are_quoted_where_they_must_be() {
        let mut html = String::new();
        push_attribute(&mut html, "class", "card need");
        push_attribute(&mut html, "role", "status");
        push_attribute(&mut html, "title", "\"a\" & b");
        push_attribute(&mut html, "disabled", "");
        assert_eq!(
            html,
            " class=\"card need\" role=status title=\"&quot;a&quot; &amp; b\" disabled"
        );
    }
}
