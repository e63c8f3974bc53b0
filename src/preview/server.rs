//! The server: loopback only, reads only, and only what the snapshot holds.
//!
//! No address ever becomes a path of the file system; an address is decoded and looked up in the map of outputs.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, LOCATION, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch;

use super::{Published, page};

/// What a publish host sends too, so that a page that breaks it breaks here first.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                              connect-src 'self'; form-action 'self'; base-uri 'none'";

/// How many ports after the wanted one are tried.
const MORE_PORTS: u16 = 20;

/// How long a browser waits for an event before it has to ask again. Ends what a vanished browser left open.
const EVENT_WAIT: Duration = Duration::from_secs(25);

type Current = watch::Receiver<Arc<Published>>;

/// Opens the port, or one of the next when it is taken.
pub(super) fn bind(port: u16) -> io::Result<TcpListener> {
    let last = if port == 0 { 0 } else { port.saturating_add(MORE_PORTS) };
    let mut first_error = None;
    for candidate in port..=last {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, candidate)) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                return Ok(listener);
            }
            // Windows answers "permission denied" for ports that it keeps for itself.
            Err(error) if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) => {
                first_error.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    Err(first_error.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// Answers until the runtime ends.
pub(super) async fn run(listener: tokio::net::TcpListener, port: u16, current: Current) -> io::Result<()> {
    let router = Router::new().fallback(answer).with_state(Preview { port, current });
    axum::serve(listener, router).await
}

#[derive(Clone)]
struct Preview {
    port: u16,
    current: Current,
}

async fn answer(State(preview): State<Preview>, request: Request) -> Response {
    let (request, _body) = request.into_parts();
    let mut response = if !names_this_server(&request, preview.port) {
        plain(StatusCode::FORBIDDEN, "forbidden host")
    } else if request.method != Method::GET && request.method != Method::HEAD {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "method not allowed");
        set(&mut response, ALLOW, "GET, HEAD");
        response
    } else {
        route(&request, preview.current).await
    };
    set(&mut response, CACHE_CONTROL, "no-store");
    set(&mut response, CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    set(&mut response, X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut response, REFERRER_POLICY, "strict-origin-when-cross-origin");
    // Drafts are nobody else's: another site in the same browser can neither read nor embed them.
    set(&mut response, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    response
}

async fn route(request: &Parts, mut current: Current) -> Response {
    let published = Arc::clone(&current.borrow_and_update());
    let uri = &request.uri;
    match uri.path() {
        page::RELOAD_SCRIPT_PATH => typed(StatusCode::OK, "x.js", page::RELOAD_SCRIPT),
        page::PROBLEMS_STYLE_PATH => typed(StatusCode::OK, "x.css", page::PROBLEMS_STYLE),
        page::PROBLEMS_PATH => {
            let lang = query_value(uri.query(), "lang").unwrap_or_default();
            typed(StatusCode::OK, "x.html", page::problems_page(&published, lang))
        }
        page::EVENTS_PATH => {
            let wait = if request.method == Method::HEAD { Duration::ZERO } else { EVENT_WAIT };
            // A browser that connects again names the last event it got; that is newer than what its page carried.
            let last_event = request.headers.get("last-event-id");
            let seen = last_event
                .and_then(|id| id.to_str().ok())
                .or_else(|| query_value(uri.query(), "seen"))
                .filter(|id| !id.is_empty());
            events(current, seen.map(str::to_owned), wait).await
        }
        path => {
            let (path, query) = (path.to_owned(), uri.query().map(str::to_owned));
            // A page may have to be rendered, which takes a thread of its own.
            let answering = Arc::clone(&published);
            let answer = move || site_file(&answering, &path, query.as_deref());
            tokio::task::spawn_blocking(answer).await.unwrap_or_else(|panic| failed(&published, panic))
        }
    }
}

/// Server-sent events: whatever is newer than `seen`, as soon as there is something.
///
/// Each answer ends after its events; the browser's `EventSource` connects again by itself and names the last one, so
/// nothing is lost between two answers.
async fn events(mut current: Current, seen: Option<String>, wait: Duration) -> Response {
    let seen = seen.unwrap_or_else(|| current.borrow().id());
    let news = current.wait_for(|published| published.id() != seen);
    let events = match tokio::time::timeout(wait, news).await {
        Ok(Ok(published)) => published.events_since(&seen),
        Ok(Err(_)) | Err(_) => ": nothing new\n\n".to_owned(),
    };
    let mut response = Body::from(format!("retry: 100\n{events}")).into_response();
    set(&mut response, CONTENT_TYPE, "text/event-stream");
    response
}

/// The answer where rendering panicked.
fn failed(published: &Published, panic: tokio::task::JoinError) -> Response {
    let message = panic.try_into_panic().map(|panic| super::panic_message(&*panic)).unwrap_or_default();
    typed(StatusCode::INTERNAL_SERVER_ERROR, "x.html", page::failed(published, &message))
}

/// A file of the site, the redirect to a folder's address, or the nearest 404 page.
fn site_file(published: &Published, path: &str, query: Option<&str>) -> Response {
    let outputs = &published.snapshot.outputs;
    let decoded = decode(path);
    if let Some(wanted) = &decoded {
        let key =
            if wanted.is_empty() || wanted.ends_with('/') { format!("{wanted}index.html") } else { wanted.clone() };
        if let Some(bytes) = outputs.get(&key) {
            return site_response(published, StatusCode::OK, &key, &bytes);
        }
        if !wanted.is_empty() && outputs.has(&format!("{wanted}/index.html")) {
            return redirect_to_folder(wanted, query);
        }
    }
    let asked = decoded.unwrap_or_else(|| path.trim_start_matches('/').to_owned());
    let mut folder = asked.as_str();
    loop {
        folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        let slash = if folder.is_empty() { "" } else { "/" };
        let key = format!("{folder}{slash}404.html");
        if let Some(bytes) = outputs.get(&key) {
            return site_response(published, StatusCode::NOT_FOUND, &key, &bytes);
        }
        if folder.is_empty() {
            break;
        }
    }
    let lang = asked.split('/').next().unwrap_or_default();
    let page = page::plain_not_found(published, lang);
    typed(StatusCode::NOT_FOUND, "x.html", page)
}

fn site_response(published: &Published, status: StatusCode, key: &str, bytes: &Arc<[u8]>) -> Response {
    if media_type(key).starts_with("text/html") {
        typed(status, key, page::with_additions(bytes, published))
    } else {
        typed(status, key, Bytes::from_owner(Arc::clone(bytes)))
    }
}

/// Temporary, because a browser keeps the other kind longer than the preview lives.
fn redirect_to_folder(folder: &str, query: Option<&str>) -> Response {
    let mut location = format!("/{}/", encode(folder));
    if let Some(query) = query {
        location.push('?');
        location.push_str(query);
    }
    let mut response = plain(StatusCode::TEMPORARY_REDIRECT, "");
    if let Ok(value) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(LOCATION, value);
    }
    response
}

fn typed(status: StatusCode, name: &str, body: impl Into<Body>) -> Response {
    let mut response = (status, body.into()).into_response();
    set(&mut response, CONTENT_TYPE, media_type(name));
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    typed(status, "x.txt", text)
}

fn set(response: &mut Response, name: HeaderName, value: &'static str) {
    let value = HeaderValue::from_static(value);
    response.headers_mut().insert(name, value);
}

/// Whether the request was meant for this server. A foreign name that resolves to 127.0.0.1 (DNS rebinding) would let
/// any web page read the drafts.
fn names_this_server(request: &Parts, port: u16) -> bool {
    let mut hosts = request.headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let authority = request.uri.authority().map(|authority| authority.as_str());
    host.to_str().is_ok_and(|host| is_this_server(host, port))
        && authority.is_none_or(|authority| is_this_server(authority, port))
}

fn is_this_server(host: &str, port: u16) -> bool {
    let host = host.to_ascii_lowercase();
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        host.strip_prefix(name).is_some_and(|rest| rest == format!(":{port}") || (rest.is_empty() && port == 80))
    })
}

fn query_value<'a>(query: Option<&'a str>, name: &str) -> Option<&'a str> {
    query?.split('&').filter_map(|pair| pair.split_once('=')).find_map(|(key, value)| (key == name).then_some(value))
}

/// The address without its leading slash and percent signs, or nothing when it can name no output.
fn decode(path: &str) -> Option<String> {
    let segments: Option<Vec<String>> = path.strip_prefix('/')?.split('/').map(decode_segment).collect();
    Some(segments?.join("/"))
}

/// Decoded one by one, so that an encoded slash cannot make two segments of one.
fn decode_segment(segment: &str) -> Option<String> {
    let mut bytes = segment.bytes();
    let mut decoded = Vec::with_capacity(segment.len());
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()?
        } else {
            byte
        });
    }
    let decoded = String::from_utf8(decoded).ok()?;
    let names_nothing =
        decoded == "." || decoded == ".." || decoded.contains(|c: char| c == '/' || c == '\\' || c.is_control());
    (!names_nothing).then_some(decoded)
}

fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The content type by the ending of the name, as the publish hosts are configured.
fn media_type(name: &str) -> &'static str {
    let file = name.rsplit('/').next().unwrap_or(name);
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "geojson" => "application/geo+json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "xml" | "xsl" => "application/xml; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "rss" => "application/rss+xml; charset=utf-8",
        "txt" | "minisig" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "yaml" | "yml" => "application/yaml; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_with_the_port_are_this_server() {
        for host in ["localhost:4000", "LocalHost:4000", "127.0.0.1:4000", "[::1]:4000"] {
            assert!(is_this_server(host, 4000), "{host}");
        }
        for host in [
            "",
            "localhost",
            "localhost:4001",
            "localhost.evil.gt:4000",
            "evil.gt:4000",
            "127.0.0.1.nip.io:4000",
            "127.0.0.2:4000",
            "localhost:4000:4000",
            "localhost:04000",
            "user@localhost:4000",
            "::1:4000",
            "localhost.:4000",
        ] {
            assert!(!is_this_server(host, 4000), "{host}");
        }
        assert!(is_this_server("localhost", 80));
    }

    #[test]
    fn an_address_is_decoded_segment_by_segment() {
        let cases = [
            ("/", Some("")),
            ("/en/", Some("en/")),
            ("/a%20b/%C3%B1.csv", Some("a b/ñ.csv")),
            ("/a+b", Some("a+b")),
            ("/a%2Fb", None),
            ("/a%5cb", None),
            ("/a\\b", None),
            ("/../x", None),
            ("/%2e%2e/x", None),
            ("/a/./b", None),
            ("/a%00", None),
            ("/a%0d%0aX:1", None),
            ("/%ff", None),
            ("/%", None),
            ("/%4", None),
            ("/%+4", None),
            ("/%zz", None),
            ("a", None),
        ];
        for (path, expected) in cases {
            assert_eq!(decode(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        let path = "municipios/san josé/100%/a?b#c";
        assert_eq!(decode(&format!("/{}", encode(path))).as_deref(), Some(path));
    }

    #[test]
    fn the_type_follows_the_last_ending_of_the_file_name() {
        assert_eq!(media_type("a.html/x.CSV"), "text/csv; charset=utf-8");
        assert_eq!(media_type("a.b/SHA256SUMS"), "application/octet-stream");
        assert_eq!(media_type("app.0a1b.js"), "text/javascript; charset=utf-8");
    }
}
