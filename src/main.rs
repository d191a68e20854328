//! Yishi in the browser: the table of contents of the app.

#![allow(unreachable_pub, reason = "nothing outside a binary can reach it; `pub` here means: for the other modules")]

mod app;
mod demo;
mod link;
mod navigation;
mod notice;
mod prefs;
mod route;
mod session;
mod store;
mod text;
mod ui;

fn main() {
    app::start();
}
