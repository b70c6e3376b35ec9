//! `serve`: builds the site and serves it on the loopback address, as a good static host would.
//!
//! Loopback only: the lab is for the person at this machine, and a secure context comes with the address.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::failure::Failure;
use crate::http::{self, Answer};
use crate::{policy, project, site};

/// The most a request's head may be, in bytes.
const HEAD: u64 = 16 * 1024;
/// How long a browser may take to send it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Builds and serves until the program is stopped.
pub(crate) fn serve(port: u16) -> Result<(), Failure> {
    // First of all, so that a port that is taken is known before minutes of building.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        Failure::new(format!("cannot listen on 127.0.0.1:{port} ({error}): choose another with `--port N`"))
    })?;
    let address =
        listener.local_addr().map_err(|error| Failure::new(format!("the port has no address: {error}")))?;
    let root: Arc<Path> = site::build()?.into();
    let page = root.join("index.html");
    let html = project::read(&page)?;
    let policy: Arc<str> = policy::of(&html).unwrap_or("default-src 'none'").into();
    println!("Rillcut is on http://{address}/ (stop with Ctrl+C)");
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        let (root, policy) = (Arc::clone(&root), Arc::clone(&policy));
        // A browser that goes away in the middle of an answer is no news.
        std::thread::spawn(move || drop(respond(&stream, &root, &policy)));
    }
    Ok(())
}

/// Reads one request and answers it.
fn respond(stream: &TcpStream, root: &Path, policy: &str) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.take(HEAD)).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    // The rest of the head is read, so that closing does not reset the connection, but nothing in it matters.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let mut own_policy = None;
    let (status, kind, body, with_body) = match http::answer(root, &request) {
        Answer::File { path, with_body } => match fs::read(&path) {
            Ok(bytes) => {
                let sent = policy::with_file(&project::file_name(&path), &bytes, policy);
                own_policy = sent.map(|policy| format!("Content-Security-Policy: {policy}\r\n"));
                ("200 OK".to_owned(), http::media_type(&path), bytes, with_body)
            }
            Err(_) => {
                ("404 Not Found".to_owned(), "text/plain; charset=utf-8", b"Not Found\n".to_vec(), with_body)
            }
        },
        Answer::Status(code, reason) => (
            format!("{code} {reason}"),
            "text/plain; charset=utf-8",
            format!("{reason}\n").into_bytes(),
            true,
        ),
    };
    let mut out = stream;
    write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{}\
         X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-cache\r\n\
         Connection: close\r\n\r\n",
        body.len(),
        own_policy.unwrap_or_default()
    )?;
    if with_body {
        out.write_all(&body)?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One real exchange over a loopback connection.
    fn exchange(root: &Path, request: &str) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let mut client =
            TcpStream::connect(listener.local_addr().expect("its address")).expect("a connection");
        let (server, _) = listener.accept().expect("the connection");
        client.write_all(request.as_bytes()).expect("sent");
        respond(&server, root, "default-src 'none'").expect("answered");
        drop(server);
        let mut answer = String::new();
        client.read_to_string(&mut answer).expect("text");
        answer
    }

    #[test]
    fn a_page_comes_with_its_type_and_policy() {
        let root = crate::project::root();
        let answer = exchange(root, "GET /index.html?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
        assert!(head.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"), "{head}");
        let policy = policy::of(body).expect("the page has one");
        assert!(head.contains(&format!("\r\nContent-Security-Policy: {policy}\r\n")), "{head}");
        let script = exchange(root, "GET /www/boot.mjs HTTP/1.1\r\n\r\n");
        assert!(script.contains("\r\nContent-Security-Policy: default-src 'none'\r\n"), "{script}");
        assert!(body.starts_with("<!doctype html>"), "{body}");
    }

    #[test]
    fn head_has_no_body_and_a_missing_file_is_404() {
        let root = crate::project::root();
        let answer = exchange(root, "HEAD / HTTP/1.1\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\n"), "{answer}");
        assert!(exchange(root, "GET /no-such-file HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 Not Found"));
    }
}
