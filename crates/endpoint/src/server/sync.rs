//! `POST /v1/sync`: takes a phone's commands, answers with what it may see and has not seen.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use yishi_domain::MemberId;
use yishi_sync::wire::{AnswerParts, SyncRequest, answer_json};
use yishi_sync::{Problem, PullPlan, PushOutcome};

use super::failure::Failure;
use super::{Server, body};
use crate::clock::now;
use crate::community::{Community, View};
use crate::metric;
use crate::storage::Cursor;

pub(super) async fn sync(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    request: Body,
) -> Result<Response, Failure> {
    let started = Instant::now();
    let caller = server.caller(&headers).await?;
    server.limits.sync(caller.device)?;
    let request = SyncRequest::parse(&body::text(request).await?)?;
    let (seen, limit) = (request.cursors.clone(), request.limit);
    let outcome = settle(&caller.community, caller.member, request).await?;

    let view = caller.community.view();
    let mut plan = view.plan_pull(caller.member, &seen);
    let mut events = pull(&server, &caller.community, &view, &plan, limit).await?;
    let more = plan.finish(&mut events, limit);
    let answer = answer_json(&AnswerParts {
        epoch: view.epoch(),
        now: now(),
        accepted_through: outcome.accepted_through,
        rejected: &outcome.rejected,
        revoked: &plan.revoked,
        events: &events,
        cursors: &plan.cursors,
        more,
    });
    metric::sync(started.elapsed());
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, answer).into_response())
}

/// A request without commands does not wait in the queue.
async fn settle(
    community: &Community,
    member: MemberId,
    request: SyncRequest,
) -> Result<PushOutcome, Problem> {
    if !request.push.is_empty() {
        return community.push(member, request).await;
    }
    match community.view().receive_nothing(member, &request) {
        // The phone may have been served by another node that is further.
        Err(Problem::UnknownEpoch { .. }) => {
            community.refresh().await?;
            community.view().receive_nothing(member, &request)
        }
        known => known,
    }
}

async fn pull(
    server: &Server,
    community: &Community,
    view: &View,
    plan: &PullPlan,
    limit: usize,
) -> Result<Vec<(u64, String)>, Problem> {
    if plan.cursors.values().all(|seen| *seen >= plan.head) {
        metric::pull("none");
        return Ok(Vec::new());
    }
    if let Some(events) = view.pull(plan, limit) {
        metric::pull("memory");
        return Ok(events);
    }
    metric::pull("storage");
    let cursors: Vec<Cursor> = plan
        .cursors
        .iter()
        .map(|(audience, after)| Cursor {
            audience: audience.clone(),
            after: *after,
        })
        .collect();
    let rows = server
        .communities
        .storage()
        .pull(community.id(), &cursors, limit + 1)
        .await;
    let rows = rows.map_err(|error| {
        tracing::error!(%error, "the storage failed");
        Problem::Unavailable
    })?;
    Ok(rows.into_iter().map(|row| (row.seq, row.body)).collect())
}
