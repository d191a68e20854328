//! The shell of the app.

/// Mounts the app into the page.
pub fn start() {}
