//! What can go wrong with the phone's storage, told by cause.

use std::fmt::{Display, Formatter};

use indexed_db_futures::error::DomException::InvalidStateError;
use indexed_db_futures::error::{Error, OpenDbError, UnexpectedDataError};
use web_sys::DomException;

/// Why something was not stored or not read. Nothing of a refused step is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StoreError {
    /// The browser gives this page no storage: private mode, blocked site data, no IndexedDB at all.
    Refused(String),
    /// The phone or the site's share of it is full.
    Full,
    /// Another tab gave the number away first: load again and decide again.
    Stale,
    /// The browser cut the connection and cut it again when it was tried anew.
    Interrupted(String),
    /// A newer app wrote the database: this one must be reloaded.
    Newer,
    /// The database holds something that this app did not write, or lost something that it did.
    Corrupt(String),
}

impl StoreError {
    /// The stable code, for texts in the user's language and for reports.
    #[must_use]
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "store_refused",
            Self::Full => "store_full",
            Self::Stale => "store_stale",
            Self::Interrupted(_) => "store_interrupted",
            Self::Newer => "store_newer",
            Self::Corrupt(_) => "store_corrupt",
        }
    }

    /// The cause behind a browser's exception, told by its name (Indexed Database API 3.0, section 3.1).
    pub(super) fn from_exception(name: &str, message: &str) -> Self {
        let detail = format!("{name}: {message}");
        match name {
            "SecurityError" | "NotAllowedError" | "NotSupportedError" => Self::Refused(detail),
            // Chromium says so where the settings block what sites store.
            "UnknownError" if message.contains("denied permission") => Self::Refused(detail),
            "QuotaExceededError" => Self::Full,
            "VersionError" => Self::Newer,
            "InvalidStateError"
            | "UnknownError"
            | "AbortError"
            | "TransactionInactiveError"
            | "TimeoutError" => Self::Interrupted(detail),
            _ => Self::Corrupt(detail),
        }
    }

    /// The cause of a failed opening.
    pub(super) fn from_open(error: OpenDbError) -> Self {
        match error {
            // The crate names every exception that `open` throws so; the app's version is never zero.
            OpenDbError::VersionZero => Self::Refused("opening threw".to_owned()),
            OpenDbError::NullFactory | OpenDbError::UnsupportedEnvironment => {
                Self::Refused(error.to_string())
            }
            // Firefox opens nothing in its older private windows and says so by this name.
            OpenDbError::Base(Error::DomException(exception @ InvalidStateError(_))) => {
                Self::Refused(exception.message())
            }
            OpenDbError::Base(error) => Self::from(error),
        }
    }
}

impl Display for StoreError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        let code = self.code();
        match self {
            Self::Refused(detail) | Self::Interrupted(detail) | Self::Corrupt(detail) => {
                write!(formatter, "{code}: {detail}")
            }
            Self::Full | Self::Stale | Self::Newer => formatter.write_str(code),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<DomException> for StoreError {
    fn from(exception: DomException) -> Self {
        Self::from_exception(&exception.name(), &exception.message())
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error {
            Error::DomException(exception) => Self::from(DomException::from(exception)),
            Error::MissingData(UnexpectedDataError::TransactionAborted) => {
                Self::Interrupted("the transaction was aborted".to_owned())
            }
            other => Self::Corrupt(other.to_string()),
        }
    }
}
