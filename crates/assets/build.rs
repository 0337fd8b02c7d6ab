//! Bundles the style sheet and the scripts with esbuild and lists what is to be embedded.
//!
//! Without npm, or without a network on the very first build, the program is built with a
//! plain style sheet and no scripts, and says so.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    for source in ["build.rs", "package.json", "package-lock.json", "islands", "NOTICE"] {
        println!("cargo:rerun-if-changed={source}");
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let bundles = out.join("bundles");
    if bundles.exists() {
        fs::remove_dir_all(&bundles)?;
    }
    fs::create_dir_all(&bundles)?;

    let islands = match install().and_then(|()| bundle(&bundles)) {
        Ok(()) => "Bundled",
        Err(problem) => {
            println!(
                "cargo:warning=pages are built without scripts ({problem}); \
                 touch crates/assets/build.rs to try again"
            );
            fallback(&bundles)?;
            "Absent"
        }
    };
    fs::copy("islands/favicon.svg", bundles.join("favicon.svg"))?;
    fs::copy("NOTICE", bundles.join("notice.txt"))?;
    list(&bundles, islands, &out.join("embedded.rs"))
}

/// Installs the packages of the lock file unless exactly these stand there already.
fn install() -> Outcome {
    let lock = fs::read_to_string("package-lock.json")?;
    let stamp = Path::new("node_modules/.longan-installed");
    if fs::read_to_string(stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    fs::write(stamp, lock)?;
    Ok(())
}

fn bundle(into: &Path) -> Outcome {
    run(Command::new("node")
        .arg("node_modules/esbuild/bin/esbuild")
        .args([
            "islands/app.css",
            "islands/app.ts",
            "islands/chart.ts",
            "islands/passkey.ts",
            "islands/theme.ts",
        ])
        .args(["--bundle", "--minify", "--format=iife", "--target=es2022", "--charset=utf8"])
        .args(["--loader:.woff2=file", "--asset-names=[name]-[hash]", "--public-path=/assets"])
        .args(["--legal-comments=eof", "--log-level=warning"])
        .arg(format!("--outdir={}", into.display())))
}

fn run(command: &mut Command) -> Outcome {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name} cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Err(format!("{name} failed: {last}").into())
}

fn fallback(into: &Path) -> Outcome {
    fs::copy("islands/fallback.css", into.join("app.css"))?;
    for script in ["app.js", "chart.js", "passkey.js", "theme.js"] {
        fs::write(into.join(script), format!("/* {script}: built without npm */\n"))?;
    }
    Ok(())
}

/// Writes the Rust list of the files, sorted by name, each with its hash and, where that
/// makes it smaller, a compressed twin.
fn list(bundles: &Path, islands: &str, to: &Path) -> Outcome {
    let mut files: Vec<PathBuf> =
        fs::read_dir(bundles)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.sort();
    let mut code = format!("static ISLANDS: Islands = Islands::{islands};\n");
    writeln!(code, "static EMBEDDED: [Embedded; {}] = [", files.len())?;
    for file in &files {
        let bytes = fs::read(file)?;
        let name = file.file_name().ok_or("a file without a name")?.to_string_lossy();
        let gzip = if file.extension().is_some_and(|extension| extension == "woff2") {
            "None".to_owned()
        } else {
            let twin = file.with_file_name(format!("{name}.gz"));
            let mut encoder = flate2::write::GzEncoder::new(
                fs::File::create(&twin)?,
                flate2::Compression::best(),
            );
            encoder.write_all(&bytes)?;
            encoder.finish()?;
            format!("Some(include_bytes!({:?}))", twin.display().to_string())
        };
        writeln!(
            code,
            "Embedded {{ name: {name:?}, bytes: include_bytes!({path:?}), gzip: {gzip}, \
             etag: \"\\\"{hash:016x}\\\"\", version: \"{version:08x}\" }},",
            path = file.display().to_string(),
            hash = fnv(&bytes),
            version = fnv(&bytes) >> 32,
        )?;
    }
    code.push_str("];\n");
    fs::write(to, code)?;
    Ok(())
}

/// FNV-1a, 64 bits: the same everywhere and for ever, which is all a version needs.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
