//! Addresses inside the app: the one place that knows how they are written.
//!
//! They live behind the `#`, so that any static file server, in any folder, can serve the app.

use std::fmt;

use uuid::Uuid;

/// A section of the council's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CouncilSection {
    /// What residents want
    #[default]
    Opinions,
    /// Meetings and their topics
    Agenda,
    /// Votes, running and closed
    Motions,
}

/// A screen of the app.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Route {
    /// What needs me, what is new, what became of what I said
    Home,
    /// An invitation, with its code as it was written
    Join(String),
    /// The council's page
    Council(CouncilSection),
    /// One opinion and what became of it
    Opinion(Uuid),
    /// The form for a new opinion
    NewOpinion,
    /// One topic
    Topic(Uuid),
    /// One vote
    Motion(Uuid),
    /// The form for a motion on a topic
    NewMotion(Uuid),
    /// The published ballots of a closed vote
    Ballots(Uuid),
    /// One meeting
    Meeting(Uuid),
    /// The form that plans a meeting
    PlanMeeting,
    /// The public record
    Ledger,
    /// My own things and settings
    Me,
    /// All components at a glance, in development builds
    #[cfg(debug_assertions)]
    Gallery,
    /// An address that leads nowhere
    NotFound,
}

impl Route {
    /// Reads the part of an address from `#` on; an empty one is the home page.
    pub fn parse(hash: &str) -> Self {
        let path = hash.strip_prefix('#').unwrap_or(hash);
        let path = path.split('?').next().unwrap_or(path).trim_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        let id = |text: &str| Uuid::parse_str(text).ok();
        let found = match parts.as_slice() {
            [""] => Some(Self::Home),
            ["join", code] if !code.is_empty() => Some(Self::Join((*code).to_owned())),
            ["council"] => Some(Self::Council(CouncilSection::default())),
            ["council", "opinions"] => Some(Self::Council(CouncilSection::Opinions)),
            ["council", "agenda"] => Some(Self::Council(CouncilSection::Agenda)),
            ["council", "motions"] => Some(Self::Council(CouncilSection::Motions)),
            ["opinion", "new"] => Some(Self::NewOpinion),
            ["opinion", opinion] => id(opinion).map(Self::Opinion),
            ["topic", topic] => id(topic).map(Self::Topic),
            ["topic", topic, "motion"] => id(topic).map(Self::NewMotion),
            ["motion", motion] => id(motion).map(Self::Motion),
            ["motion", motion, "ballots"] => id(motion).map(Self::Ballots),
            ["meeting", "plan"] => Some(Self::PlanMeeting),
            ["meeting", meeting] => id(meeting).map(Self::Meeting),
            ["ledger"] => Some(Self::Ledger),
            ["me"] => Some(Self::Me),
            #[cfg(debug_assertions)]
            ["gallery"] => Some(Self::Gallery),
            _ => None,
        };
        found.unwrap_or(Self::NotFound)
    }

    /// The address to put into a link, beginning with `#`.
    pub fn href(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => f.write_str("#/"),
            Self::Join(code) => write!(f, "#/join/{code}"),
            Self::Council(CouncilSection::Opinions) => f.write_str("#/council/opinions"),
            Self::Council(CouncilSection::Agenda) => f.write_str("#/council/agenda"),
            Self::Council(CouncilSection::Motions) => f.write_str("#/council/motions"),
            Self::Opinion(id) => write!(f, "#/opinion/{id}"),
            Self::NewOpinion => f.write_str("#/opinion/new"),
            Self::Topic(id) => write!(f, "#/topic/{id}"),
            Self::Motion(id) => write!(f, "#/motion/{id}"),
            Self::NewMotion(topic) => write!(f, "#/topic/{topic}/motion"),
            Self::Ballots(motion) => write!(f, "#/motion/{motion}/ballots"),
            Self::Meeting(id) => write!(f, "#/meeting/{id}"),
            Self::PlanMeeting => f.write_str("#/meeting/plan"),
            Self::Ledger => f.write_str("#/ledger"),
            Self::Me => f.write_str("#/me"),
            #[cfg(debug_assertions)]
            Self::Gallery => f.write_str("#/gallery"),
            Self::NotFound => f.write_str("#/not-found"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_route_comes_back_from_its_address() {
        let id = Uuid::from_u128(0x0193_5a2b_0000_7000_8000_0000_0000_0001);
        let routes = [
            Route::Home,
            Route::Join("7KQ2M9XDAB".to_owned()),
            Route::Council(CouncilSection::Opinions),
            Route::Council(CouncilSection::Agenda),
            Route::Council(CouncilSection::Motions),
            Route::Opinion(id),
            Route::NewOpinion,
            Route::Topic(id),
            Route::Motion(id),
            Route::NewMotion(id),
            Route::Ballots(id),
            Route::Meeting(id),
            Route::PlanMeeting,
            Route::Ledger,
            Route::Me,
            Route::Gallery,
            Route::NotFound,
        ];
        for route in routes {
            assert_eq!(Route::parse(&route.href()), route, "{route}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn council_without_a_section_shows_the_opinions() {
        assert_eq!(
            Route::parse("#/council"),
            Route::Council(CouncilSection::Opinions)
        );
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn addresses_are_read_leniently() {
        for home in ["", "#", "#/", "/"] {
            assert_eq!(Route::parse(home), Route::Home, "{home:?}");
        }
        assert_eq!(Route::parse("#/me/"), Route::Me);
        assert_eq!(Route::parse("#/ledger?from=groupmessage"), Route::Ledger);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_leads_nowhere_is_not_found() {
        for hash in [
            "#/nowhere",
            "#/opinion/17",
            "#/join/",
            "#/council/everything",
            "#/me/too",
            "#/topic//motion",
        ] {
            assert_eq!(Route::parse(hash), Route::NotFound, "{hash}");
        }
    }
}
