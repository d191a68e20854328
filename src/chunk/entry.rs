//! Where each part of the code is entered: one function a file, which hands out what stands in it.
//!
//! `wasm_split` makes each an import, for which the build finds a file. Without the build that does so (development,
//! tests) the functions are called as they stand.

#![allow(
    unsafe_code,
    reason = "what the macro declares stands in another file, where the compiler cannot look"
)]

use super::{Missing, Screens};
use crate::member::Member;

macro_rules! entries {
    ($($chunk:ident: $what:ty = $code:expr;)*) => {$(
        pub(super) async fn $chunk() -> Result<$what, Missing> {
            #[cfg(yishi_split)]
            {
                #[wasm_split_helpers::wasm_split($chunk, fallible)]
                fn $chunk() -> Result<$what, Missing> {
                    Ok($code)
                }
                $chunk().await
            }
            #[cfg(not(yishi_split))]
            Ok($code)
        }
    )*};
}

entries! {
    member: Member = crate::member::member();
    council: Screens = crate::council::screen;
    volunteer: Screens = crate::volunteer::screen;
    patrol: Screens = crate::patrol::screen;
}

#[cfg(yishi_split)]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}
