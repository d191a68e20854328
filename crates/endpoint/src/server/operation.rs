//! What whoever runs the endpoint asks it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use metrics_exporter_prometheus::PrometheusHandle;
use yishi_sync::Problem;

use super::Server;
use super::failure::Failure;

/// The protocol for other programs; a test holds it against the routes.
const OPENAPI: &str = include_str!("../../openapi.json");

/// The process runs.
pub(super) async fn health() -> &'static str {
    "ok\n"
}

/// The storage answers.
pub(super) async fn ready(State(server): State<Arc<Server>>) -> Result<&'static str, Failure> {
    server
        .communities
        .storage()
        .ready()
        .await
        .map_err(|error| {
            tracing::warn!(%error, "not ready");
            Problem::Unavailable
        })?;
    Ok("ready\n")
}

/// Counts and measures in Prometheus' text format.
pub(super) async fn metrics(State(server): State<Arc<Server>>) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        server.metrics.render(),
    )
}

pub(super) async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI)
}

/// Keeps the measures small, until dropped.
pub(super) async fn upkeep(metrics: &PrometheusHandle) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        metrics.run_upkeep();
    }
}
