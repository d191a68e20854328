//! What a person does with photos, what a phone holds of them, and what goes over the line.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use yishi_tests::camera::tells_of_the_camera;
use yishi_tests::wait;

use super::{Act, Meddler, Phone};

/// A photo as the phone's database holds it.
#[derive(Debug, Deserialize)]
pub(crate) struct Held {
    pub(crate) sha256: String,
    pub(crate) standing: String,
    /// In base64; nothing if only half of it is there.
    photo: Option<String>,
    thumbnail: Option<String>,
}

impl Held {
    /// The bytes: small, JPEG, and silent about the camera. Whole, or it is an error.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        let decode = |text: &Option<String>| -> Result<Vec<u8>> {
            let text = text.as_ref().context("half a photo")?;
            Ok(STANDARD.decode(text)?)
        };
        let photo = decode(&self.photo)?;
        for bytes in [&photo, &decode(&self.thumbnail)?] {
            ensure!(bytes.starts_with(&[0xff, 0xd8, 0xff]), "no JPEG");
            ensure!(bytes.len() <= 300_000, "{} bytes", bytes.len());
            let told = tells_of_the_camera(bytes);
            ensure!(told.is_none(), "it tells of the camera: {told:?}");
        }
        Ok(photo)
    }
}

const HELD: &str = "
    const db = await new Promise((done, failed) => {
      const opening = indexedDB.open(NAME);
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(opening.error);
    });
    const all = (table) => new Promise((done, failed) => {
      const found = new Map();
      const walk = db.transaction(table).objectStore(table).openCursor();
      walk.onerror = () => failed(walk.error);
      walk.onsuccess = () => {
        if (!walk.result) return done(found);
        found.set(walk.result.key, walk.result.value);
        walk.result.continue();
      };
    });
    const [photos, bytes, thumbnails] = await Promise.all(['photo', 'blob', 'thumbnail'].map(all));
    db.close();
    const text = (array) => array && btoa(Array.from(array, (byte) => String.fromCharCode(byte)).join(''));
    return [...photos.values()].map(({ sha256, standing }) =>
      ({ sha256, standing, photo: text(bytes.get(sha256)), thumbnail: text(thumbnails.get(sha256)) }))";

impl Phone {
    /// Chooses photos from the phone's album, for the form on this screen.
    pub(crate) async fn choose_photos(&self, files: &[PathBuf]) -> Result<()> {
        self.choose("[type=file][multiple]", files).await
    }

    /// Takes a photo with the camera, for the form on this screen.
    pub(crate) async fn use_camera(&self, file: &Path) -> Result<()> {
        self.choose("[type=file][capture]", &[file.to_owned()])
            .await
    }

    async fn choose(&self, input: &str, files: &[PathBuf]) -> Result<()> {
        let paths: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        self.fill(input, &paths.join("\n")).await
    }

    /// Waits until the form or the matter on this screen shows so many photos, each of them drawn.
    pub(crate) async fn see_photos(&self, count: usize) -> Result<()> {
        let drawn = "return [...document.querySelectorAll('main .photos button img')]
            .filter((image) => image.complete && image.naturalWidth > 0).length";
        let patience = Duration::from_secs(20);
        let seen = wait::until("the photos", patience, async || {
            let drawn: usize = self.eval(drawn).await?;
            let busy = self.shows("css=main .photos .making").await?;
            Ok(match drawn == count && !busy {
                true => Ok(()),
                false => Err(format!("{drawn} are drawn")),
            })
        });
        if let Err(error) = seen.await {
            self.screenshot("failure-photos").await?;
            let text = self.text().await?;
            return Err(error.context(format!("the page shows:\n{text}")));
        }
        Ok(())
    }

    /// Keeps a picture of the screen with its photos in the middle.
    pub(crate) async fn picture_of_photos(&self, name: &str) -> Result<()> {
        self.picture_of(name, "main .photos").await
    }

    /// Keeps a picture of the screen with that part of it in the middle.
    pub(crate) async fn picture_of(&self, name: &str, css: &str) -> Result<()> {
        let scroll = format!(
            "document.querySelector('{css}').scrollIntoView({{ block: 'center' }});
            await new Promise((done) => setTimeout(done, 100)); return true"
        );
        self.eval::<bool>(&scroll).await?;
        self.screenshot(name).await?;
        Ok(())
    }

    /// What the phone holds of photos.
    pub(crate) async fn held(&self) -> Result<Vec<Held>> {
        self.held_in("yishi").await
    }

    /// The same in a database of that name.
    pub(crate) async fn held_in(&self, name: &str) -> Result<Vec<Held>> {
        let name = serde_json::to_string(name)?;
        self.eval(&format!("const NAME = {name};\n{HELD}")).await
    }

    /// Waits until the endpoint has acknowledged that many photos of this phone.
    pub(crate) async fn has_sent(&self, count: usize) -> Result<()> {
        wait::until(
            "the photos to be sent",
            Duration::from_secs(30),
            async || {
                let held = self.held().await?;
                let sent = held.iter().filter(|photo| photo.standing == "sent").count();
                Ok(match sent == count {
                    true => Ok(()),
                    false => Err(format!("{sent} are sent of {}", held.len())),
                })
            },
        )
        .await
    }
}

/// Notes what is asked of a meddler about photos, and lets a story decide.
#[derive(Clone, Default)]
pub(crate) struct Posts {
    noted: Arc<Mutex<Vec<(String, Instant)>>>,
}

impl Posts {
    /// From now on `decide` is asked about each photo that is sent, with how many have been before.
    pub(crate) fn at(meddler: &Meddler, decide: impl Fn(usize) -> Act + Send + 'static) -> Self {
        let posts = Self::default();
        let noted = Arc::clone(&posts.noted);
        meddler.meddle(move |path, body| {
            let Some((_, name)) = path.rsplit_once("/v1/blobs/") else {
                return Act::Pass;
            };
            // Whoever only asks sends no body.
            if body.is_empty() {
                return Act::Pass;
            }
            let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
            noted.push((name.to_owned(), Instant::now()));
            decide(noted.len() - 1)
        });
        posts
    }

    /// The photos that were sent so far, by name and time.
    pub(crate) fn so_far(&self) -> Vec<(String, Instant)> {
        self.noted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits until that many were sent.
    pub(crate) async fn reach(&self, count: usize) -> Result<()> {
        wait::until("a photo to be sent", Duration::from_secs(40), async || {
            let seen = self.so_far().len();
            Ok(match seen >= count {
                true => Ok(()),
                false => Err(format!("{seen} were sent")),
            })
        })
        .await
    }
}
