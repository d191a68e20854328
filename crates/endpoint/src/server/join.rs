//! `POST /v1/join`: an invitation becomes a device token.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use yishi_domain::roster::JoinDevice;
use yishi_domain::{Actor, Command, CommunityId, DeviceId, Digest, Rejection};
use yishi_sync::Problem;
use yishi_sync::wire::{JoinAnswer, JoinRequest, digest};

use super::failure::Failure;
use super::{Server, body};
use crate::clock::new_id;
use crate::secret::{Code, random_token};

pub(super) async fn join(
    State(server): State<Arc<Server>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    request: Body,
) -> Result<Response, Failure> {
    let address = server.limits.address(peer.ip(), &headers);
    server.limits.may_join(address)?;
    let request = body::text(request).await?;
    let answer = grant(&server, &request)
        .await
        .map_err(|problem| counted(&server, address, problem))?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

async fn grant(server: &Server, request: &str) -> Result<JoinAnswer, Problem> {
    let request: JoinRequest =
        serde_json::from_str(request).map_err(|error| Problem::Malformed {
            message: error.to_string(),
        })?;
    let unknown = || Problem::Refused(Rejection::UnknownInvitation);
    let code = Code::read(&request.code).ok_or_else(unknown)?.digest();
    let found = match server.communities.by_code(&code) {
        Some(found) => found,
        None => {
            // It may have been issued at another node or the command line a moment ago.
            if !server.communities.seek().await {
                return Err(Problem::Unavailable);
            }
            server.communities.by_code(&code).ok_or_else(unknown)?
        }
    };
    let (community, member) = found;
    let token = match request.token {
        Some(token) if token.parse::<Digest>().is_ok() => token,
        Some(_) => {
            let message = "a token has 64 lower-case hexadecimal digits".to_owned();
            return Err(Problem::Malformed { message });
        }
        None => random_token().map_err(|error| {
            tracing::error!(%error, "the system has no random numbers");
            Problem::Unavailable
        })?,
    };
    let device = DeviceId(new_id());
    let command = JoinDevice {
        code,
        device,
        name: request.device,
        token: digest(token.as_bytes()),
    };
    community
        .submit(Actor::Guest, vec![Command::JoinDevice(command)])
        .await?;
    tracing::info!(community = %community.id(), %device, "a device joined");
    let view = community.view();
    let state = view.state();
    Ok(JoinAnswer {
        token,
        member,
        name: state.roster.name(member).unwrap_or_default().to_owned(),
        community: CommunityId(community.id()),
        community_name: state.community.name.clone(),
    })
}

/// A wrong code counts against the address; a passing fault is nobody's.
fn counted(server: &Server, address: IpAddr, problem: Problem) -> Problem {
    match &problem {
        Problem::Refused(_) => server.limits.join_failed(address).err().unwrap_or(problem),
        _ => problem,
    }
}
