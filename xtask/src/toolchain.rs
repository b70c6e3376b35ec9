//! The compiler for `wasm32-unknown-unknown`, by one of two routes.
//!
//! 1. The ordinary one: the toolchain that runs xtask, with `rustup target add` when its standard library for
//!    wasm32 is missing.
//! 2. Debian's `rustc-web`, where rustup cannot download: its packages have no standard library for wasm32, so
//!    [`sysroot`] builds one, once.
//!
//! The first is tried first, except where the second was already paid for. `RILLCUT_WASM=rustup` or `=debian` in
//! the environment insists on one. A `rust-toolchain.toml` that lists the target was rejected: where rustup
//! cannot download it, nothing at all would start. Native builds are not concerned: they stay with the caller's cargo.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process::{Program, find, say};
use crate::{apt, project, sysroot};

/// The target of the site.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Debian's compiler, outside of rustup's.
pub(crate) const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
/// Debian's cargo.
pub(crate) const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// The packages of route 2.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
/// The linker in them.
const DEBIAN_LINKER: &str = "wasm-ld-22";

/// A compiler that builds the site.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The cargo that runs xtask.
    Own,
    /// Debian's, with the standard library in this sysroot.
    Debian { sysroot: PathBuf },
}

impl Toolchain {
    /// The compiler to use, with its standard library; installs and builds what is missing.
    pub(crate) fn ready() -> Result<Self, Failure> {
        let wanted = std::env::var("RILLCUT_WASM").unwrap_or_default();
        match wanted.as_str() {
            "rustup" => Self::own(),
            "debian" => Self::debian(),
            "" if own_has_target() => Ok(Self::Own),
            "" => {
                if let Some(sysroot) = sysroot::cached()? {
                    return Ok(Self::Debian { sysroot });
                }
                let Err(first) = Self::own() else { return Ok(Self::Own) };
                say(&format!("going on with Debian's compiler: {first}"));
                Self::debian().map_err(|second| {
                    Failure::new(format!(
                        "the standard library for {WASM} is missing; install it with `rustup target add {WASM}` \
                         (tried: {first}; {second})"
                    ))
                })
            }
            _ => Err(Failure::new(format!("RILLCUT_WASM is `{wanted}`; it can be `rustup` or `debian`"))),
        }
    }

    /// Route 1.
    fn own() -> Result<Self, Failure> {
        if !own_has_target() {
            if find(&["rustup"]).is_none() {
                return Err(Failure::new("there is no rustup here"));
            }
            say(&format!("adding the target {WASM} to the Rust toolchain (a download of a few seconds)"));
            Program::new("rustup").args(["target", "add", WASM]).run()?;
        }
        if own_has_target() {
            Ok(Self::Own)
        } else {
            Err(Failure::new("rustup added the target, but rustc lacks it"))
        }
    }

    /// Route 2.
    fn debian() -> Result<Self, Failure> {
        if !debian_is_there() {
            apt::install(&DEBIAN_PACKAGES, "a compiler with the source of its standard library is")?;
        }
        if !debian_is_there() {
            return Err(Failure::new(format!(
                "Debian's packages {} did not bring {DEBIAN_RUSTC}, the library's source and {DEBIAN_LINKER}",
                DEBIAN_PACKAGES.join(", ")
            )));
        }
        Ok(Self::Debian { sysroot: sysroot::build()? })
    }

    /// Its cargo with `arguments`, set up by [`Self::apply`].
    pub(crate) fn cargo(&self) -> Program {
        self.apply(match self {
            Self::Own => Program::cargo(),
            Self::Debian { .. } => Program::new(DEBIAN_CARGO),
        })
    }

    /// Makes `program`, and each cargo that it runs, build with this compiler into the web target folder.
    /// What the wasm code may use (SIMD, bulk memory) is in `.cargo/config.toml`, to which these flags add.
    pub(crate) fn apply(&self, program: Program) -> Program {
        let program = program.env("CARGO_TARGET_DIR", project::web_target());
        match self {
            Self::Own => program,
            Self::Debian { sysroot } => program
                .without_env("CARGO")
                .without_env("RUSTUP_TOOLCHAIN")
                .env("RUSTC", DEBIAN_RUSTC)
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER)
                .env(
                    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                    format!("--sysroot {}", sysroot.display()),
                )
                .path_first(Path::new("/usr/bin")),
        }
    }

    /// Makes sure that this compiler's clippy is there; `false` when it cannot be had.
    pub(crate) fn has_clippy(&self) -> bool {
        match self {
            Self::Own => true,
            Self::Debian { .. } => {
                Path::new("/usr/bin/clippy-driver").exists()
                    || apt::install(&["rust-web-clippy"], "Debian's clippy is").is_ok()
            }
        }
    }
}

/// Whether the caller's own rustc has a standard library for the target.
fn own_has_target() -> bool {
    Program::new("rustc")
        .args(["--print", "target-libdir", "--target", WASM])
        .output()
        .is_ok_and(|folder| project::files(Path::new(&folder), ".rlib").is_ok_and(|files| !files.is_empty()))
}

/// Whether Debian's packages are there.
fn debian_is_there() -> bool {
    [DEBIAN_RUSTC, DEBIAN_CARGO].iter().all(|file| Path::new(file).exists())
        && find(&[DEBIAN_LINKER]).is_some()
        && sysroot::has_source()
}
