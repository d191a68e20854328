//! Yishi in the browser: the table of contents of the app.

#![allow(
    unreachable_pub,
    reason = "nothing outside a binary can reach it; `pub` here means: for the other modules"
)]

mod app;
mod chunk;
mod clock;
mod council;
mod demo;
mod form;
mod home;
mod link;
mod me;
mod member;
mod navigation;
mod notice;
mod part;
mod patrol;
mod photo;
mod prefs;
mod route;
mod session;
mod store;
mod text;
mod tick;
mod turn;
mod ui;
mod view;
mod volunteer;
mod welcome;

fn main() {
    app::start();
}
