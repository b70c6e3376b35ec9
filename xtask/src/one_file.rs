//! `rillcut.html`: the whole lab as one file, for a disk, a stick, a mail.
//!
//! The page's own HTML with its style sheets in it, every other file as a packed part in a text that the page unpacks (`www/one-file.mjs`), and a policy
//! that names each of its scripts by its hash. Programs are wrapped as classic scripts, since a file has no origin to load modules from.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use lzma_rust2::{LzmaOptions, LzmaWriter};
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::{bundles, page, project, seven_bits, site};

/// The file's name, beside the page.
pub(crate) const NAME: &str = "rillcut.html";

/// A part of the page that its program unpacks when it wants it.
struct Part {
    name: String,
    octets: Vec<u8>,
    /// It runs as an inline script, which the policy must name.
    is_script: bool,
}

/// Writes the one file: the page `html` as trunk laid it out, with what lies in `app`, the folder of the build.
pub(crate) fn write(html: &str, app: &Path, to: &Path) -> Result<(), Failure> {
    let work = project::web_target().join("one-file");
    fs::create_dir_all(&work).map_err(Failure::io("make", &work))?;
    let page_script = site::page_script(app)?;
    let page_program =
        page_script.with_file_name(project::file_name(&page_script).replace(".js", "_bg.wasm"));
    let mut parts = vec![
        wrapped(&work, "page.js", &page_script, "rillcutPage")?,
        part("page.wasm", &page_program)?,
        wrapped(&work, "engine.js", &app.join("worker.js"), "rillcutEngine")?,
        part("engine.wasm", &app.join(site::ENGINE))?,
    ];
    for library in project::files(&app.join("vendor"), ".mjs")? {
        let script = work.join(project::file_name(&library));
        bundles::join(&library, &["--format=iife", "--global-name=rillcutLibrary"], &script)?;
        let name = format!("vendor/{}", project::file_name(&library));
        parts.push(Part { is_script: true, ..part(&name, &script)? });
    }
    let boot = work.join("boot.js");
    bundles::join(&project::root().join("www/one-file.mjs"), &["--format=iife"], &boot)?;
    let styles = styles_of(html, app)?;
    let licences = licences(&app.join("vendor"))?;
    project::write(to, assembled(html, &styles, &project::read(&boot)?, &licences, &parts)?)
}

/// A module whose default export becomes a global function of a classic script.
fn wrapped(work: &Path, name: &str, module: &Path, global: &str) -> Result<Part, Failure> {
    let entry = work.join(format!("{name}.entry.mjs"));
    let path = module.display().to_string().replace('\\', "/");
    project::write(&entry, format!("import start from \"{path}\";\nglobalThis.{global} = start;\n"))?;
    let script = work.join(name);
    // The programs are handed over: no address of the module's own is ever asked for.
    bundles::join(&entry, &["--format=iife", "--define:import.meta.url=\"about:blank\""], &script)?;
    Ok(Part { is_script: true, ..part(name, &script)? })
}

fn part(name: &str, file: &Path) -> Result<Part, Failure> {
    let octets = fs::read(file).map_err(Failure::io("read", file))?;
    Ok(Part { name: name.to_owned(), octets, is_script: false })
}

/// The style sheets of the page, one after the other.
fn styles_of(html: &str, app: &Path) -> Result<String, Failure> {
    let mut names = Vec::new();
    page::with_tags(html, |tag| {
        if page::value(tag, "rel") == Some("stylesheet") {
            names.extend(page::value(tag, "href").map(|name| name.trim_start_matches("./").to_owned()));
        }
        None
    });
    names.iter().map(|name| project::read(&app.join(name))).collect()
}

/// The licences of the libraries in it, each text once, under the names of those that it is of.
fn licences(vendor: &Path) -> Result<String, Failure> {
    let mut texts: Vec<(String, Vec<String>)> = Vec::new();
    for file in project::files(vendor, ".LICENSE.txt")? {
        let text = project::read(&file)?;
        let name = project::file_name(&file).trim_end_matches(".LICENSE.txt").to_owned();
        match texts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, names)) => names.push(name),
            None => texts.push((text, vec![name])),
        }
    }
    let sections = texts.iter().map(|(text, names)| format!("{}\n\n{}", names.join(", "), text.trim()));
    Ok(sections.collect::<Vec<_>>().join("\n\n").replace("--", "- -"))
}

/// The page with all of it inside.
fn assembled(
    html: &str,
    styles: &str,
    boot: &str,
    licences: &str,
    parts: &[Part],
) -> Result<String, Failure> {
    for (what, text, end) in [("the styles", styles, "</style"), ("the start", boot, "</script")] {
        if text.to_ascii_lowercase().contains(end) || text.contains("<!--") {
            return Err(Failure::new(format!("{what} of the one file would end where they hold `{end}`")));
        }
    }
    let mut policy = String::from("default-src 'none'; script-src 'wasm-unsafe-eval'");
    let scripts = parts.iter().filter(|part| part.is_script).map(|part| part.octets.as_slice());
    for script in std::iter::once(boot.as_bytes()).chain(scripts) {
        // Writing to a text does not fail.
        let _written = write!(policy, " 'sha256-{}'", hash(script));
    }
    let _written = write!(
        policy,
        "; style-src 'sha256-{}'; worker-src blob:; connect-src *; img-src data:; base-uri 'none'; form-action 'none'",
        hash(styles.as_bytes())
    );
    let mut has_styles = false;
    let page = page::with_tags(html, |tag| match (page::value(tag, "http-equiv"), page::value(tag, "rel")) {
        (Some("Content-Security-Policy"), _) => {
            Some(format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"))
        }
        (_, Some("stylesheet")) if !has_styles => {
            has_styles = true;
            Some(format!("<style>{styles}</style>"))
        }
        (_, Some("icon")) => Some(icon()),
        (_, Some(_)) => None,
        // The script that starts the site's page; its closing tag stays behind.
        _ if tag.starts_with("<script ") => None,
        _ if page::value(tag, "name") == Some("rillcut-build") => None,
        _ => Some(tag.to_owned()),
    });
    let page = page.replace("</script>", "");
    let (before, after) =
        page.rsplit_once("</body>").ok_or_else(|| Failure::new("index.html has no `</body>`"))?;
    let mut made = String::from(before);
    for part in parts {
        let packed = packed(&part.octets)?;
        let _written = writeln!(
            made,
            "<script type=\"text/plain\" id=\"{}\" data-octets=\"{}\" data-length=\"{}\">{}</script>",
            part.name,
            packed.len(),
            part.octets.len(),
            seven_bits::text(&packed)
        );
    }
    let _written = write!(made, "<script>{boot}</script>\n</body>{after}\n<!--\n{licences}\n-->\n");
    Ok(made)
}

/// Octets packed as `www/lzma.mjs` unpacks them: without a header or an end, the properties are known there.
///
/// Deflate, which the browser unpacks itself, makes a third more of WebAssembly: the file would be over 2 MB.
fn packed(octets: &[u8]) -> Result<Vec<u8>, Failure> {
    // Positions tell nothing about instructions, the octet before tells much.
    let options = LzmaOptions { lc: 4, lp: 0, pb: 0, ..LzmaOptions::with_preset(9) };
    LzmaWriter::new_no_header(Vec::new(), &options, false)
        .and_then(|mut writer| writer.write_all(octets).and_then(|()| writer.finish()))
        .map_err(|error| Failure::new(format!("packing the one file failed: {error}")))
}

/// The icon as a part of the page.
fn icon() -> String {
    let svg = include_bytes!("../../www/icons/rillcut.svg");
    format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{}\">", STANDARD.encode(svg))
}

/// What a policy calls a script or a style by.
fn hash(text: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"x\">\
        <meta name=\"rillcut-build\" content=\"dev\"><link rel=\"manifest\" href=\"m\"><link rel=\"stylesheet\" href=\"./a.css\">\
        <link rel=\"stylesheet\" href=\"./b.css\"></head><body><p>Skeleton<script type=\"module\" src=\"boot.mjs\"></script></body>";

    #[test]
    fn everything_is_inside_and_named_by_its_hash() {
        let part = Part { name: "page.js".to_owned(), octets: b"run()".to_vec(), is_script: true };
        let made = assembled(HTML, "p{color:red}", "start()", "MIT", &[part]).expect("it can be made");
        assert!(made.starts_with("<head><meta charset=\"utf-8\"><meta http-equiv"), "{made}");
        // `printf 'start()' | openssl dgst -sha256 -binary | base64`, and the same of the others.
        for hash in [
            "DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00=",
            "AvyuiL0SD1mVY3NNxR+V2uo+lhk6RMFrytWmRt6CrJQ=",
            "p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64=",
        ] {
            assert!(made.contains(&format!(" 'sha256-{hash}'")), "{hash} is not in {made}");
        }
        assert!(made.contains("<style>p{color:red}</style></head>"), "{made}");
        assert!(
            made.contains("data-length=\"5\">") && made.contains("<script>start()</script>\n</body>"),
            "{made}"
        );
        assert!(
            !made.contains("href=\"m\"") && !made.contains("boot.mjs") && !made.contains("dev"),
            "{made}"
        );
        assert_eq!(made.matches("<script").count(), made.matches("</script>").count(), "{made}");
    }

    #[test]
    fn a_text_that_would_end_its_element_is_refused() {
        assert!(assembled(HTML, "", "'</script>'", "", &[]).is_err());
        assert!(assembled(HTML, "a{content:'</style>'}", "", "", &[]).is_err());
        assert!(assembled("<p>", "", "", "", &[]).is_err());
    }
}
