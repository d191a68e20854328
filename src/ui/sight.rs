//! What comes up below the part of the page that is seen.

use crate::view::prelude::*;

/// Scrolls no farther than needed until the first thing that one of the selectors finds, in their order, is seen whole;
/// once what has just changed is drawn.
pub fn bring_into_sight<const N: usize>(selectors: &'static [&'static str; N]) {
    request_animation_frame(move || {
        let find = |selector: &&str| document().query_selector(selector).ok().flatten();
        if let Some(found) = selectors.iter().find_map(find) {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            found.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
}
