//! HTTP: takes requests apart, asks the communities, puts answers together. It decides nothing.

mod app;
mod blob;
mod body;
mod calendar;
mod failure;
mod join;
mod limit;
mod live;
mod operation;
mod request_log;
mod sync;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware;
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tower_http::cors::CorsLayer;
use tower_http::decompression::RequestDecompressionLayer;
use yishi_sync::Problem;
use yishi_sync::wire::digest;

use crate::communities::{Caller, Communities};
use crate::photos::{Photos, tidy_for_ever};
use app::App;
use failure::Failure;
use limit::Limits;

/// Open connections get this long to end once the endpoint stops.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// How the endpoint serves.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The folder of the built app, served on the same port.
    pub app: Option<PathBuf>,
    /// Origins whose pages may call the endpoint.
    pub cors_origins: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Sync requests that one device may make in a minute; 0 for any number.
    pub syncs_per_minute: u32,
    /// Attempts to join that may fail from one address in an hour; 0 for any number.
    pub failed_joins_per_hour: u32,
    /// Times that one calendar may be fetched in an hour; 0 for any number.
    pub calendars_per_hour: u32,
    /// MiB of photos that one device may send in an hour; 0 for any number.
    pub photo_mib_per_hour: u32,
}

/// What the handlers share.
struct Server {
    communities: Arc<Communities>,
    photos: Photos,
    limits: Limits,
    app: Option<App>,
    metrics: PrometheusHandle,
    /// Becomes true when the endpoint stops.
    stopping: watch::Receiver<bool>,
}

impl Server {
    /// Who shows the token of the request.
    async fn caller(&self, headers: &HeaderMap) -> Result<Caller, Problem> {
        let token = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| digest(token.trim().as_bytes()))
            .ok_or(Problem::UnknownToken)?;
        if let Some(caller) = self.communities.by_token(&token) {
            return Ok(caller);
        }
        // It may have joined at another node a moment ago.
        if !self.communities.seek().await {
            return Err(Problem::Unavailable);
        }
        self.communities
            .by_token(&token)
            .ok_or(Problem::UnknownToken)
    }
}

/// Why the endpoint cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The app's folder cannot be read.
    #[error("the app in {0} cannot be read: {1}")]
    App(PathBuf, #[source] std::io::Error),
    /// An origin is not one.
    #[error("not an origin such as https://example.org: {0}")]
    Origin(String),
    /// Nothing can be measured.
    #[error("the metrics cannot be set up: {0}")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
    /// The listening socket failed.
    #[error("serving failed: {0}")]
    Io(#[from] std::io::Error),
}

/// An endpoint that is ready to serve.
pub struct Endpoint {
    listener: TcpListener,
    router: Router,
    server: Arc<Server>,
    stopping: watch::Sender<bool>,
}

impl Endpoint {
    /// Prepares everything that can fail.
    ///
    /// # Errors
    /// [`ServeError`].
    pub fn new(
        listener: TcpListener,
        communities: Arc<Communities>,
        photos: Photos,
        options: &Options,
    ) -> Result<Self, ServeError> {
        let app = match &options.app {
            Some(folder) => {
                Some(App::read(folder).map_err(|error| ServeError::App(folder.clone(), error))?)
            }
            None => None,
        };
        let (stopping, followed) = watch::channel(false);
        let server = Arc::new(Server {
            communities,
            photos,
            limits: Limits::new(options),
            app,
            metrics: crate::metric::install()?,
            stopping: followed,
        });
        let router = router(server.clone(), &options.cors_origins)?;
        Ok(Self {
            listener,
            router,
            server,
            stopping,
        })
    }

    /// Serves until `stop` is done, then ends in order: no new connections, live streams closed, what
    /// waits decided and answered, snapshots stored.
    ///
    /// # Errors
    /// [`ServeError::Io`].
    pub async fn run(self, stop: impl Future<Output = ()> + Send) -> Result<(), ServeError> {
        let Self {
            listener,
            router,
            server,
            stopping,
        } = self;
        let communities = server.communities.clone();
        let mut ended = server.stopping.clone();
        let chores = tokio::spawn(async move {
            let ids = || server.communities.all().keys().copied().collect();
            let storage = server.communities.storage();
            tokio::join!(
                tidy_for_ever(&server.photos, &**storage, ids),
                server.communities.follow(),
                server.limits.forget(),
                operation::upkeep(&server.metrics)
            )
        });
        let listener = listener.tap_io(|connection| {
            // Answers are small and somebody waits for each.
            let _ = connection.set_nodelay(true);
        });
        let serving = axum::serve(
            listener,
            router.into_make_service_with_connect_info::<SocketAddr>(),
        )
        .with_graceful_shutdown(async move {
            let _ = ended.wait_for(|stopped| *stopped).await;
        });
        let mut serving = tokio::spawn(serving.into_future());
        let served = tokio::select! {
            served = &mut serving => served,
            () = stop => {
                tracing::info!("stopping");
                stopping.send_replace(true);
                tokio::time::timeout(LAST_ANSWERS, &mut serving).await.unwrap_or_else(|_| {
                    tracing::warn!("some connections did not end in time");
                    Ok(Ok(()))
                })
            }
        };
        chores.abort();
        communities.close().await;
        tracing::info!("stopped");
        served.map_err(std::io::Error::other)??;
        Ok(())
    }
}

fn router(server: Arc<Server>, cors_origins: &[String]) -> Result<Router, ServeError> {
    let origins = cors_origins.iter().map(|origin| {
        let whole = origin.trim_end_matches('/');
        let value = HeaderValue::from_str(whole)
            .ok()
            .filter(|_| whole.contains("://"));
        value.ok_or_else(|| ServeError::Origin(origin.clone()))
    });
    let cors = CorsLayer::new()
        .allow_origin(origins.collect::<Result<Vec<_>, _>>()?)
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::CONTENT_ENCODING,
        ])
        .expose_headers([header::RETRY_AFTER])
        .max_age(Duration::from_hours(24));
    let compression = CompressionLayer::new()
        // Better than the fastest, which hardly finds what events have in common.
        .quality(CompressionLevel::Precise(4))
        // What fits into one packet arrives no sooner when it is smaller.
        .compress_when(DefaultPredicate::new().and(SizeAbove::new(1_400)));
    let protocol = Router::new()
        .route("/v1/join", post(join::join))
        .route("/v1/sync", post(sync::sync))
        .route("/v1/live", get(live::live))
        .route("/v1/blobs/{sha256}", get(blob::blob).put(blob::keep))
        // Its ending is read from the name: the router has no patterns within a segment.
        .route("/v1/calendar/{file}", get(calendar::calendar))
        // Before the layers, so that they see a browser's question which origins may call.
        .method_not_allowed_fallback(nothing_here)
        .layer(RequestDecompressionLayer::new().pass_through_unaccepted(true))
        .layer(cors);
    Ok(Router::new()
        .merge(protocol)
        .route("/healthz", get(operation::health))
        .route("/readyz", get(operation::ready))
        .route("/metrics", get(operation::metrics))
        .route("/openapi.json", get(operation::openapi))
        .fallback(app::file)
        .method_not_allowed_fallback(nothing_here)
        // `body::text` has the protocol's own limit and answer.
        .layer(DefaultBodyLimit::disable())
        .layer(compression)
        .layer(middleware::map_response(app::secure))
        .layer(middleware::from_fn(request_log::log))
        .with_state(server))
}

async fn nothing_here() -> Failure {
    Failure(Problem::NotFound)
}
