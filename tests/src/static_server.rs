//! A file server that knows nothing of the app: no rewriting, no special headers, and a sub-folder if wanted.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::place::free_port;

/// Serves files until it is dropped.
#[derive(Debug)]
pub struct StaticServer {
    port: u16,
    path: String,
    task: JoinHandle<()>,
    /// Kept, because the folder goes when its owner does.
    copy: Option<TempDir>,
}

impl StaticServer {
    /// Serves a folder as it is at `path`, such as `/` or `/some/where/`.
    pub async fn serve(folder: &Path, path: &str) -> Result<Self> {
        let port = free_port()?;
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .context("the static server's port is taken")?;
        let path = format!("/{}/", path.trim_matches('/')).replace("//", "/");
        let site = Arc::new(Site {
            folder: folder.to_owned(),
            path: path.clone(),
        });
        let app = Router::new().fallback(answer).with_state(site);
        let task = tokio::spawn(async move {
            // It ends with the task; an error of the socket shows in the browser.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self {
            port,
            path,
            task,
            copy: None,
        })
    }

    /// Serves a copy of a folder with another `config.json`, as somebody would who hosts the app.
    pub async fn serve_configured(
        folder: &Path,
        path: &str,
        config: &serde_json::Value,
    ) -> Result<Self> {
        let copy = tempfile::tempdir().context("no temporary folder")?;
        copy_folder(folder, copy.path())?;
        std::fs::write(copy.path().join("config.json"), config.to_string())
            .context("config.json cannot be written")?;
        let mut server = Self::serve(copy.path(), path).await?;
        server.copy = Some(copy);
        Ok(server)
    }

    /// The port of 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of the folder, with a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.path)
    }
}

impl Drop for StaticServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Debug)]
struct Site {
    folder: PathBuf,
    path: String,
}

async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    let Some(inside) = request.uri().path().strip_prefix(&site.path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let inside = Path::new(if inside.is_empty() {
        "index.html"
    } else {
        inside
    });
    if inside
        .components()
        .any(|part| !matches!(part, Component::Normal(_)))
    {
        return StatusCode::NOT_FOUND.into_response();
    }
    match tokio::fs::read(site.folder.join(inside)).await {
        Ok(bytes) => ([(header::CONTENT_TYPE, content_type(inside))], bytes).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn content_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css",
        "js" => "text/javascript",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        _ => "application/octet-stream",
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    let entries =
        std::fs::read_dir(from).with_context(|| format!("no folder {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir_all(&target)?;
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
