//! Yishi in the browser: the table of contents of the app.

mod app;
mod navigation;
mod prefs;
mod route;
mod store;
mod text;
mod ui;

fn main() {
    app::start();
}
