//! Yishi in the browser: the table of contents of the app.

#![allow(
    unreachable_pub,
    reason = "nothing outside a binary can reach it; `pub` here means: for the other modules"
)]

mod app;
mod council;
mod demo;
mod home;
mod link;
mod me;
mod navigation;
mod notice;
mod part;
mod prefs;
mod route;
mod session;
mod store;
mod text;
mod ui;
mod welcome;

fn main() {
    app::start();
}
