//! Chores of the house: `cargo xtask tidy` and `cargo xtask new-capability <word>`.

mod checks;
mod house;
mod new_capability;
mod source;
mod tree;

use anyhow::{Context as _, bail};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

const USAGE: &str = "cargo xtask tidy                    looks at every rule of the house
cargo xtask new-capability <word>   lays out a new slice";

fn main() -> anyhow::Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => tidy(),
        ["new-capability", word] => {
            for path in new_capability::write(&root(), word)? {
                println!("{path}");
            }
            println!("{}", new_capability::what_is_left(word));
            Ok(ExitCode::SUCCESS)
        }
        _ => bail!("{USAGE}"),
    }
}

fn tidy() -> anyhow::Result<ExitCode> {
    let findings = checks::run(&read_repository()?);
    for finding in &findings {
        eprintln!("{finding}");
    }
    println!("tidy: {} rules, {} findings", checks::CHECKS.len(), findings.len());
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The folder of the whole repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file, and what Cargo says about the crates compiled for this machine. Crates for
/// other systems need not be downloaded, so that tidy works without a network.
fn read_repository() -> anyhow::Result<tree::Tree> {
    let mut tree = tree::Tree::read(&root())?;
    let rustc = Command::new("rustc").arg("-vV").output().context("rustc does not run")?;
    let about = String::from_utf8(rustc.stdout)?;
    let host = about
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc names no host")?;
    let cargo = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--filter-platform", host])
        .current_dir(root())
        .output()
        .context("cargo does not run")?;
    if !cargo.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&cargo.stderr));
    }
    tree.metadata = String::from_utf8(cargo.stdout)?;
    Ok(tree)
}
