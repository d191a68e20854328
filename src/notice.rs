//! Rejections in plain words, with the next step.

use yishi_domain::Command;
use yishi_sync::Notice;

use crate::route::Route;
use crate::session::code_text;
use crate::text::t;
use crate::ui::{Tone, toast};

/// Comes up over the page when the endpoint has refused something.
pub(crate) fn say(notice: &Notice) {
    let text = code_text(&notice.code);
    match notice.command().and_then(|command| place(&command)) {
        Some(to) => toast::say_with(Tone::Warn, text, t().app.see_matter(), to),
        None => toast::say(Tone::Warn, text),
    };
}

/// The page of the matter that a command is about.
pub(crate) fn place(command: &Command) -> Option<Route> {
    let subject = command.subject();
    match command {
        Command::RaiseOpinion(_) => Some(Route::NewOpinion),
        Command::SecondOpinion(_) | Command::AnswerOpinion(_) | Command::DeclineOpinion(_) => {
            Some(Route::Opinion(subject))
        }
        Command::ScheduleTopic(c) => Some(
            c.opinion
                .map_or(Route::Meeting(c.meeting.0), |o| Route::Opinion(o.0)),
        ),
        Command::NoticeMotion(c) => Some(Route::Topic(c.topic.0)),
        Command::OpenMotion(_)
        | Command::CastBallot(_)
        | Command::CloseMotion(_)
        | Command::CancelMotion(_) => Some(Route::Motion(subject)),
        Command::PlanMeeting(_) | Command::AdvanceMeeting(_) => Some(Route::Meeting(subject)),
        _ => None,
    }
}
