//! Photos as a phone's camera hands them over: real JPEGs, with what cameras write beside the picture.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::Browser;

/// What is written beside each picture and must not leave the phone: Exif with the camera's maker and the place, a
/// picture editor's notes, and a comment.
pub const WRITTEN: [&str; 5] = ["Exif", "SPYCAM", "xmpmeta", "GPSLatitude", "SECRET"];

impl Browser {
    /// Takes a photo and puts it into a folder. Each number gives another one, in colours and shapes of a street, with
    /// as much detail as a camera finds. `orientation` says how the camera was held, as Exif does (1 to 8).
    pub async fn take_photo(
        &self,
        folder: &Path,
        number: u32,
        (width, height): (u32, u32),
        orientation: u16,
    ) -> Result<PathBuf> {
        let draw = include_str!("camera.js");
        let jpeg: String = self
            .eval(&format!(
                "const [number, width, height] = [{number}, {width}, {height}];\n{draw}"
            ))
            .await?;
        let jpeg = STANDARD.decode(jpeg).context("the page sends base64")?;
        ensure!(jpeg.starts_with(&[0xff, 0xd8]), "the page draws no JPEG");
        let file = folder.join(format!("IMG_{number:04}.jpg"));
        std::fs::write(&file, as_taken(&jpeg, orientation))?;
        Ok(file)
    }
}

/// The same picture as a camera writes it.
fn as_taken(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let exif = [b"Exif\0\0", &exif(orientation)[..]].concat();
    let notes = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPSLatitude 31,13.8N</x:xmpmeta>";
    let segments = [
        segment(0xe1, &exif),
        segment(0xe1, notes),
        segment(0xfe, b"SECRET comment"),
    ];
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

fn segment(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    [&[0xff, kind], &length.to_be_bytes()[..], body].concat()
}

/// Exif 2.32: a little-endian TIFF with the maker, the orientation, and a latitude.
fn exif(orientation: u16) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [
            &tag.to_le_bytes()[..],
            &kind.to_le_bytes(),
            &count.to_le_bytes(),
            &value.to_le_bytes(),
        ]
        .concat()
    };
    let maker = b"SPYCAM\0\0";
    let (maker_at, gps_at) = (8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + 8);
    let degrees_at = gps_at + 2 + 2 * 12 + 4;
    [
        b"II\x2a\0\x08\0\0\0".to_vec(),
        3_u16.to_le_bytes().to_vec(),
        entry(0x010f, 2, 7, maker_at),
        entry(0x0112, 3, 1, orientation.into()),
        entry(0x8825, 4, 1, gps_at),
        0_u32.to_le_bytes().to_vec(),
        maker.to_vec(),
        2_u16.to_le_bytes().to_vec(),
        entry(1, 2, 2, u32::from(b'N')),
        entry(2, 5, 3, degrees_at),
        0_u32.to_le_bytes().to_vec(),
        [31_u32, 1, 13, 1, 49, 1].map(u32::to_le_bytes).concat(),
    ]
    .concat()
}

/// Whether a JPEG holds any of what the camera wrote.
pub fn tells_of_the_camera(jpeg: &[u8]) -> Option<&'static str> {
    let holds = |word: &&str| jpeg.windows(word.len()).any(|part| part == word.as_bytes());
    WRITTEN.into_iter().find(|word| holds(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_camera_wrote_is_found() {
        let plain = [0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 2, 3];
        assert_eq!(tells_of_the_camera(&plain), None);
        let taken = as_taken(&plain, 6);
        assert_eq!(tells_of_the_camera(&taken), Some("Exif"));
        for word in WRITTEN {
            let holds = taken
                .windows(word.len())
                .any(|part| part == word.as_bytes());
            assert!(holds, "{word}");
        }
        assert!(taken.ends_with(&plain[2..]));
    }
}
