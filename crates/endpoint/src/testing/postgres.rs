//! A PostgreSQL cluster of one's own, in a temporary folder, reached by a socket in that folder.

use std::env;
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Runs the server until its own standard input ends. So the server and its folder are gone when the
/// owner is dropped, and also when the owner's process exits without that or is killed.
const KEEPER: &str = r#"
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
server=$!
read -r _
kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid")" 2>/dev/null || kill -KILL $server
wait $server
rm -rf "$folder"
"#;

/// A running server; stopped and removed when dropped.
#[derive(Debug)]
pub struct Cluster {
    keeper: Child,
    folder: PathBuf,
    programs: PathBuf,
}

impl Cluster {
    /// Makes a cluster and starts it with these settings (`name=value`), for example `fsync=off`.
    ///
    /// # Errors
    /// Says what is missing and how to install it, or what PostgreSQL said.
    pub fn start(settings: &[&str]) -> Result<Self, String> {
        let programs = programs()?;
        let folder = folder().map_err(|error| format!("a folder for PostgreSQL: {error}"))?;
        let data = folder.path().join("data");
        let user = User::of(folder.path())?;

        let mut initdb = user.command(&programs.join("initdb"));
        initdb
            .args([
                "--auth=trust",
                "--username=yishi",
                "--encoding=UTF8",
                "--locale=C",
            ])
            .args(["--no-sync", "--no-instructions", "--pgdata"])
            .arg(&data);
        run(initdb)?;

        let mut server = user.command(&programs.join("postgres"));
        server.arg("-D").arg(&data).arg("-k").arg(folder.path());
        server.args(["-c", "listen_addresses="]);
        for setting in settings {
            server.args(["-c", setting]);
        }
        // From here on the keeper removes the folder.
        let folder = folder.keep();
        let keeper = Command::new("sh")
            .args(["-c", KEEPER, "sh"])
            .arg(&folder)
            .arg(server.get_program())
            .args(server.get_args())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Apart from the terminal's group, so that Ctrl-C leaves it alive to clean up.
            .process_group(0)
            .spawn()
            .map_err(|error| format!("sh cannot be started: {error}"))?;
        let cluster = Self {
            keeper,
            folder,
            programs,
        };
        cluster.await_ready()?;
        Ok(cluster)
    }

    /// Adds an empty database and returns its address.
    ///
    /// # Errors
    /// What PostgreSQL said, for example that the name is taken.
    pub fn create_database(&self, name: &str) -> Result<String, String> {
        let mut createdb = Command::new(self.programs.join("createdb"));
        createdb.arg("--host").arg(&self.folder);
        createdb.args(["--username=yishi", "--maintenance-db=postgres", name]);
        run(createdb)?;
        Ok(format!(
            "postgres://yishi@localhost/{name}?host={}",
            self.folder.display()
        ))
    }

    fn await_ready(&self) -> Result<(), String> {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let mut check = Command::new(self.programs.join("pg_isready"));
            check.arg("--host").arg(&self.folder).arg("--quiet");
            if check.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            if Instant::now() > deadline {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(format!("PostgreSQL did not start:\n{log}"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // There is nobody to tell when the keeper is gone already.
        let _ = self.keeper.wait();
    }
}

/// Where PostgreSQL's programs are: the newest under Debian's folder, or beside `initdb` on the path.
fn programs() -> Result<PathBuf, String> {
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| has_server(folder))
        .max()
        .map(|(_, folder)| folder);
    let on_path = || {
        let path = env::var_os("PATH")?;
        env::split_paths(&path).find(|folder| has_server(folder))
    };
    debian.or_else(on_path).ok_or_else(|| {
        "no PostgreSQL server was found, neither in /usr/lib/postgresql/*/bin nor on PATH; \
         on Debian: apt-get install postgresql"
            .to_owned()
    })
}

fn has_server(folder: &Path) -> bool {
    ["initdb", "postgres", "createdb", "pg_isready"]
        .iter()
        .all(|program| folder.join(program).is_file())
}

/// An empty folder whose path leaves room for a socket's name (107 bytes on Linux).
fn folder() -> io::Result<TempDir> {
    const LONGEST: usize = 60;
    let usual = env::temp_dir();
    let base = if usual.as_os_str().len() > LONGEST {
        Path::new("/tmp")
    } else {
        &usual
    };
    tempfile::Builder::new()
        .prefix("yishi-postgres-")
        .tempdir_in(base)
}

/// Who runs the server, which refuses to be run by root.
enum User {
    Myself,
    Other { uid: u32, gid: u32, by: PathBuf },
}

impl User {
    /// Oneself, or for root a user without rights, to whom the folder is then given.
    fn of(folder: &Path) -> Result<Self, String> {
        let owner = fs::metadata(folder)
            .map_err(|error| error.to_string())?
            .uid();
        if owner != 0 {
            return Ok(Self::Myself);
        }
        let (uid, gid) = ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| Some((id("-u", name)?, id("-g", name)?)))
            .ok_or("root cannot run PostgreSQL, and there is neither a user postgres nor nobody")?;
        let by = ["/usr/bin/setpriv", "/bin/setpriv"]
            .into_iter()
            .map(PathBuf::from)
            .find(|program| program.is_file())
            .ok_or("setpriv was not found; on Debian: apt-get install util-linux")?;
        std::os::unix::fs::chown(folder, Some(uid), Some(gid))
            .and_then(|()| fs::set_permissions(folder, fs::Permissions::from_mode(0o700)))
            .map_err(|error| error.to_string())?;
        Ok(Self::Other { uid, gid, by })
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = match self {
            Self::Myself => Command::new(program),
            Self::Other { uid, gid, by } => {
                let mut command = Command::new(by);
                command.arg(format!("--reuid={uid}"));
                command.arg(format!("--regid={gid}"));
                command.arg("--clear-groups").arg(program);
                command
            }
        };
        // The folder that the tests run in may be closed to that user.
        command.current_dir("/");
        command
    }
}

fn id(which: &str, name: &str) -> Option<u32> {
    let output = Command::new("id").args([which, name]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn run(mut command: Command) -> Result<(), String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        Ok(())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{command:?} failed:\n{said}"))
    }
}
