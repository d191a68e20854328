//! Addresses inside the app: the one place that knows how they are written.
//!
//! They live behind the `#`, so that any static file server, in any folder, can serve the app.

mod capability;

pub use capability::Capability;

use std::fmt;

use uuid::Uuid;
use yishi_domain::Date;

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

/// A section of the volunteer board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum VolunteerSection {
    /// What is done on which day
    #[default]
    Days,
    /// What is done, by kind
    Kinds,
    /// What I have signed up for
    Mine,
    /// Culture teams and other groups
    Groups,
}

/// A section of the patrol's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PatrolSection {
    /// My round, my shop, how the patrol goes
    #[default]
    Round,
    /// What is wrong
    Findings,
    /// How the shops stand, by house number
    Street,
    /// What each patrol has found
    Reports,
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
    /// My opinions and what became of each
    MyOpinions,
    /// One topic
    Topic(Uuid),
    /// The form that proposes a topic
    ProposeTopic,
    /// One vote
    Motion(Uuid),
    /// The form for a motion on a topic
    NewMotion(Uuid),
    /// The published ballots of a closed vote
    Ballots(Uuid),
    /// Voting for somebody at the committee's desk
    Desk(Uuid),
    /// Entering ballots on paper
    Paper(Uuid),
    /// Entering a show of hands
    Hands(Uuid),
    /// The voting rules
    Rules,
    /// The form for a voting rule of the community's own
    NewRule,
    /// One meeting
    Meeting(Uuid),
    /// The form that plans a meeting
    PlanMeeting,
    /// Who is at a meeting, to be ticked
    Attendance(Uuid),
    /// The minutes of a meeting
    Minutes(Uuid),
    /// The notice of a meeting, for paper
    Notice(Uuid),
    /// The hall's big screen at a meeting
    Hall(Uuid),
    /// What the code in the hall opens: the meeting, and the long code
    Attend(Uuid, String),
    /// What somebody has promised or has to do
    Commitment(Uuid),
    /// The public record, of the month that is now
    Ledger,
    /// The public record of a month
    LedgerOf(i32, u8),
    /// The volunteer board
    Volunteer(VolunteerSection),
    /// One shift
    Shift(Uuid),
    /// The lead's page at a shift: the code, and who is there
    LeadShift(Uuid),
    /// The form that changes one shift
    ChangeShift(Uuid),
    /// The form that cancels one shift
    CancelShift(Uuid),
    /// Signing somebody else up for a shift
    SignUpFor(Uuid),
    /// Thanks and a short report after a shift
    ReportShift(Uuid),
    /// What the code at a shift opens: the shift, and the long code
    CheckIn(Uuid, String),
    /// All activities
    Activities,
    /// One activity
    Activity(Uuid),
    /// The form for a new activity
    NewActivity,
    /// The form that changes an activity
    ChangeActivity(Uuid),
    /// What elders need
    Needs,
    /// One need
    Need(Uuid),
    /// The form for a new need
    NewNeed,
    /// One group
    Group(Uuid),
    /// The form for a new group
    NewGroup,
    /// The form that changes a group
    EditGroup(Uuid),
    /// My volunteer time
    Hours,
    /// The form for time outside of any shift
    ClaimHours,
    /// What others have claimed, to confirm
    SettleHours,
    /// The certificate of a year: one's own, or a member's
    Certificate(i32, Option<Uuid>),
    /// A year for the committee
    Statistics,
    /// The patrol's page
    Patrol(PatrolSection),
    /// One patrol: who walks by which shops
    PatrolDay(Date),
    /// The report of a patrol
    PatrolReport(Date),
    /// Inspecting a shop in a patrol
    Inspect(Date, Uuid),
    /// When the street is walked, and by whom
    PatrolPlan,
    /// The street's year
    PatrolTrends,
    /// All checklists
    Checklists,
    /// The form for a new checklist
    NewChecklist,
    /// One checklist, as it is filled in
    Checklist(Uuid),
    /// The form that changes a checklist
    EditChecklist(Uuid),
    /// All shops, for staff
    Shops,
    /// The form for a new shop
    NewShop,
    /// Taking over a table of shops
    ImportShops,
    /// One shop
    Shop(Uuid),
    /// The form that changes a shop
    EditShop(Uuid),
    /// An inspection that was submitted
    Inspection(Uuid),
    /// Something that is wrong at a shop
    Finding(Uuid),
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
        let day = |text: &str| text.parse::<Date>().ok();
        let found = match parts.as_slice() {
            [""] => Some(Self::Home),
            ["join", code] if !code.is_empty() => Some(Self::Join((*code).to_owned())),
            ["council"] => Some(Self::Council(CouncilSection::default())),
            ["council", "opinions"] => Some(Self::Council(CouncilSection::Opinions)),
            ["council", "agenda"] => Some(Self::Council(CouncilSection::Agenda)),
            ["council", "motions"] => Some(Self::Council(CouncilSection::Motions)),
            ["opinion", "new"] => Some(Self::NewOpinion),
            ["opinion", "mine"] => Some(Self::MyOpinions),
            ["opinion", opinion] => id(opinion).map(Self::Opinion),
            ["topic", "new"] => Some(Self::ProposeTopic),
            ["topic", topic] => id(topic).map(Self::Topic),
            ["topic", topic, "motion"] => id(topic).map(Self::NewMotion),
            ["motion", motion] => id(motion).map(Self::Motion),
            ["motion", motion, "ballots"] => id(motion).map(Self::Ballots),
            ["motion", motion, "desk"] => id(motion).map(Self::Desk),
            ["motion", motion, "paper"] => id(motion).map(Self::Paper),
            ["motion", motion, "hands"] => id(motion).map(Self::Hands),
            ["rules"] => Some(Self::Rules),
            ["rules", "new"] => Some(Self::NewRule),
            ["meeting", "plan"] => Some(Self::PlanMeeting),
            ["meeting", meeting] => id(meeting).map(Self::Meeting),
            ["meeting", meeting, "attendance"] => id(meeting).map(Self::Attendance),
            ["meeting", meeting, "minutes"] => id(meeting).map(Self::Minutes),
            ["meeting", meeting, "notice"] => id(meeting).map(Self::Notice),
            ["hall", meeting] => id(meeting).map(Self::Hall),
            ["attend", meeting, code] if !code.is_empty() => {
                id(meeting).map(|meeting| Self::Attend(meeting, (*code).to_owned()))
            }
            ["commitment", commitment] => id(commitment).map(Self::Commitment),
            ["ledger"] => Some(Self::Ledger),
            ["ledger", month] => month_of(month),
            ["volunteer"] => Some(Self::Volunteer(VolunteerSection::default())),
            ["volunteer", "kinds"] => Some(Self::Volunteer(VolunteerSection::Kinds)),
            ["volunteer", "mine"] => Some(Self::Volunteer(VolunteerSection::Mine)),
            ["volunteer", "groups"] => Some(Self::Volunteer(VolunteerSection::Groups)),
            ["shift", shift] => id(shift).map(Self::Shift),
            ["shift", shift, "lead"] => id(shift).map(Self::LeadShift),
            ["shift", shift, "change"] => id(shift).map(Self::ChangeShift),
            ["shift", shift, "cancel"] => id(shift).map(Self::CancelShift),
            ["shift", shift, "sign-up"] => id(shift).map(Self::SignUpFor),
            ["shift", shift, "report"] => id(shift).map(Self::ReportShift),
            ["checkin", shift, code] if !code.is_empty() => {
                id(shift).map(|shift| Self::CheckIn(shift, (*code).to_owned()))
            }
            ["activity"] => Some(Self::Activities),
            ["activity", "new"] => Some(Self::NewActivity),
            ["activity", activity] => id(activity).map(Self::Activity),
            ["activity", activity, "change"] => id(activity).map(Self::ChangeActivity),
            ["need"] => Some(Self::Needs),
            ["need", "new"] => Some(Self::NewNeed),
            ["need", need] => id(need).map(Self::Need),
            ["group", "new"] => Some(Self::NewGroup),
            ["group", group] => id(group).map(Self::Group),
            ["group", group, "edit"] => id(group).map(Self::EditGroup),
            ["hours"] => Some(Self::Hours),
            ["hours", "claim"] => Some(Self::ClaimHours),
            ["hours", "confirm"] => Some(Self::SettleHours),
            ["hours", "statistics"] => Some(Self::Statistics),
            ["hours", "certificate", year] => {
                year.parse().ok().map(|year| Self::Certificate(year, None))
            }
            ["hours", "certificate", year, member] => {
                let year = year.parse().ok();
                year.zip(id(member))
                    .map(|(year, member)| Self::Certificate(year, Some(member)))
            }
            ["patrol"] => Some(Self::Patrol(PatrolSection::default())),
            ["patrol", "findings"] => Some(Self::Patrol(PatrolSection::Findings)),
            ["patrol", "street"] => Some(Self::Patrol(PatrolSection::Street)),
            ["patrol", "reports"] => Some(Self::Patrol(PatrolSection::Reports)),
            ["patrol", "plan"] => Some(Self::PatrolPlan),
            ["patrol", "trends"] => Some(Self::PatrolTrends),
            ["patrol", patrol] => day(patrol).map(Self::PatrolDay),
            ["patrol", patrol, "report"] => day(patrol).map(Self::PatrolReport),
            ["patrol", patrol, shop] => {
                let patrol = day(patrol);
                patrol
                    .zip(id(shop))
                    .map(|(patrol, shop)| Self::Inspect(patrol, shop))
            }
            ["checklist"] => Some(Self::Checklists),
            ["checklist", "new"] => Some(Self::NewChecklist),
            ["checklist", one] => id(one).map(Self::Checklist),
            ["checklist", one, "edit"] => id(one).map(Self::EditChecklist),
            ["shop"] => Some(Self::Shops),
            ["shop", "new"] => Some(Self::NewShop),
            ["shop", "import"] => Some(Self::ImportShops),
            ["shop", one] => id(one).map(Self::Shop),
            ["shop", one, "edit"] => id(one).map(Self::EditShop),
            ["inspection", one] => id(one).map(Self::Inspection),
            ["finding", one] => id(one).map(Self::Finding),
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

/// A month of the public record, written 2026-11.
fn month_of(text: &str) -> Option<Route> {
    let (year, month) = text.split_once('-')?;
    let (year, month): (i32, u8) = (year.parse().ok()?, month.parse().ok()?);
    let written = Route::LedgerOf(year, month);
    ((1..=12).contains(&month) && (1..=9_999).contains(&year)).then_some(written)
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
            Self::MyOpinions => f.write_str("#/opinion/mine"),
            Self::Topic(id) => write!(f, "#/topic/{id}"),
            Self::ProposeTopic => f.write_str("#/topic/new"),
            Self::Motion(id) => write!(f, "#/motion/{id}"),
            Self::NewMotion(topic) => write!(f, "#/topic/{topic}/motion"),
            Self::Ballots(motion) => write!(f, "#/motion/{motion}/ballots"),
            Self::Desk(motion) => write!(f, "#/motion/{motion}/desk"),
            Self::Paper(motion) => write!(f, "#/motion/{motion}/paper"),
            Self::Hands(motion) => write!(f, "#/motion/{motion}/hands"),
            Self::Rules => f.write_str("#/rules"),
            Self::NewRule => f.write_str("#/rules/new"),
            Self::Meeting(id) => write!(f, "#/meeting/{id}"),
            Self::PlanMeeting => f.write_str("#/meeting/plan"),
            Self::Attendance(id) => write!(f, "#/meeting/{id}/attendance"),
            Self::Minutes(id) => write!(f, "#/meeting/{id}/minutes"),
            Self::Notice(id) => write!(f, "#/meeting/{id}/notice"),
            Self::Hall(id) => write!(f, "#/hall/{id}"),
            Self::Attend(meeting, code) => write!(f, "#/attend/{meeting}/{code}"),
            Self::Commitment(id) => write!(f, "#/commitment/{id}"),
            Self::Ledger => f.write_str("#/ledger"),
            Self::LedgerOf(year, month) => write!(f, "#/ledger/{year:04}-{month:02}"),
            Self::Volunteer(VolunteerSection::Days) => f.write_str("#/volunteer"),
            Self::Volunteer(VolunteerSection::Kinds) => f.write_str("#/volunteer/kinds"),
            Self::Volunteer(VolunteerSection::Mine) => f.write_str("#/volunteer/mine"),
            Self::Volunteer(VolunteerSection::Groups) => f.write_str("#/volunteer/groups"),
            Self::Shift(shift) => write!(f, "#/shift/{shift}"),
            Self::LeadShift(shift) => write!(f, "#/shift/{shift}/lead"),
            Self::ChangeShift(shift) => write!(f, "#/shift/{shift}/change"),
            Self::CancelShift(shift) => write!(f, "#/shift/{shift}/cancel"),
            Self::SignUpFor(shift) => write!(f, "#/shift/{shift}/sign-up"),
            Self::ReportShift(shift) => write!(f, "#/shift/{shift}/report"),
            Self::CheckIn(shift, code) => write!(f, "#/checkin/{shift}/{code}"),
            Self::Activities => f.write_str("#/activity"),
            Self::NewActivity => f.write_str("#/activity/new"),
            Self::Activity(id) => write!(f, "#/activity/{id}"),
            Self::ChangeActivity(id) => write!(f, "#/activity/{id}/change"),
            Self::Needs => f.write_str("#/need"),
            Self::NewNeed => f.write_str("#/need/new"),
            Self::Need(id) => write!(f, "#/need/{id}"),
            Self::Group(id) => write!(f, "#/group/{id}"),
            Self::NewGroup => f.write_str("#/group/new"),
            Self::EditGroup(id) => write!(f, "#/group/{id}/edit"),
            Self::Hours => f.write_str("#/hours"),
            Self::ClaimHours => f.write_str("#/hours/claim"),
            Self::SettleHours => f.write_str("#/hours/confirm"),
            Self::Statistics => f.write_str("#/hours/statistics"),
            Self::Certificate(year, None) => write!(f, "#/hours/certificate/{year}"),
            Self::Certificate(year, Some(member)) => {
                write!(f, "#/hours/certificate/{year}/{member}")
            }
            Self::Patrol(PatrolSection::Round) => f.write_str("#/patrol"),
            Self::Patrol(PatrolSection::Findings) => f.write_str("#/patrol/findings"),
            Self::Patrol(PatrolSection::Street) => f.write_str("#/patrol/street"),
            Self::Patrol(PatrolSection::Reports) => f.write_str("#/patrol/reports"),
            Self::PatrolDay(patrol) => write!(f, "#/patrol/{patrol}"),
            Self::PatrolReport(patrol) => write!(f, "#/patrol/{patrol}/report"),
            Self::Inspect(patrol, shop) => write!(f, "#/patrol/{patrol}/{shop}"),
            Self::PatrolPlan => f.write_str("#/patrol/plan"),
            Self::PatrolTrends => f.write_str("#/patrol/trends"),
            Self::Checklists => f.write_str("#/checklist"),
            Self::NewChecklist => f.write_str("#/checklist/new"),
            Self::Checklist(id) => write!(f, "#/checklist/{id}"),
            Self::EditChecklist(id) => write!(f, "#/checklist/{id}/edit"),
            Self::Shops => f.write_str("#/shop"),
            Self::NewShop => f.write_str("#/shop/new"),
            Self::ImportShops => f.write_str("#/shop/import"),
            Self::Shop(id) => write!(f, "#/shop/{id}"),
            Self::EditShop(id) => write!(f, "#/shop/{id}/edit"),
            Self::Inspection(id) => write!(f, "#/inspection/{id}"),
            Self::Finding(id) => write!(f, "#/finding/{id}"),
            Self::Me => f.write_str("#/me"),
            #[cfg(debug_assertions)]
            Self::Gallery => f.write_str("#/gallery"),
            Self::NotFound => f.write_str("#/not-found"),
        }
    }
}

#[cfg(test)]
mod tests;
