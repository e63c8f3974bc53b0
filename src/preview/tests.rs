//! The preview as a browser and an editor meet it: real sockets, real files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use walkdir::WalkDir;

use super::{Baseline, Changes, Options, Publisher, Snapshot, serve_since, server};

/// Longer than any wait of the preview, so that a slow machine does not fail a test.
const PATIENCE: Duration = Duration::from_secs(15);
/// Shorter than the slow scan: what is seen within it was seen by an event.
const BY_EVENT: Duration = Duration::from_millis(1500);

/// A preview whose site is simply the files of `content/`.
struct Preview {
    folder: tempfile::TempDir,
    address: SocketAddr,
    builds: Arc<AtomicUsize>,
}

impl Preview {
    fn start() -> Preview {
        Preview::start_with(false, Duration::ZERO)
    }

    fn start_with(poll: bool, build_takes: Duration) -> Preview {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        for (path, text) in [
            ("index.html", "<!doctype html><html lang=es><body><p>inicio</p></body></html>"),
            ("404.html", "<html lang=es><body>no está</body></html>"),
            ("en/index.html", "<html lang=\"en\"><p>home"),
            ("en/404.html", "<html lang=en>not here"),
            ("en/tools/peer review/index.html", "<p>tool"),
            ("assets/app.0123.js", "var a;"),
            ("data/ñ.csv", "a,b\n"),
        ] {
            let file = content.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let options = Options {
            port: 0,
            open: false,
            root: folder.path().to_path_buf(),
            watch: vec!["content".into(), "site.yaml".into(), "later".into()],
            poll,
        };
        let builds = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&builds);
        let root = folder.path().to_path_buf();
        let mut last = Arc::default();
        let publisher = Publisher::new(built_from(&root, &mut last, &Snapshot::default()));
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let published = publisher.clone();
            let build = move |_: &Changes| {
                counter.fetch_add(1, Ordering::SeqCst);
                let next = built_from(&root, &mut last, &published.current());
                thread::sleep(build_takes);
                published.publish(next);
            };
            let baseline = Baseline::now(&options);
            serve_since(baseline, options, publisher, build, |address| sender.send(address).unwrap())
        });
        let address = receiver.recv_timeout(PATIENCE).unwrap();
        // The look that the watcher takes at the start is over.
        thread::sleep(Duration::from_millis(100));
        Preview { folder, address, builds }
    }

    fn content(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join("content").join(path)
    }

    fn ask(&self, request: &str) -> Reply {
        let request = request.replace("HERE", &self.address.to_string());
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Reply::parse(&String::from_utf8(bytes).unwrap())
    }

    fn get(&self, path: &str) -> Reply {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: HERE\r\nConnection: close\r\n\r\n"))
    }

    /// Waits until the page at `path` fulfils the condition; how long that took.
    fn wait_for(&self, path: &str, condition: impl Fn(&Reply) -> bool) -> Duration {
        let started = Instant::now();
        loop {
            let reply = self.get(path);
            if condition(&reply) {
                return started.elapsed();
            }
            assert!(started.elapsed() < PATIENCE, "last answer: {} {}", reply.status, reply.body);
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn builds(&self) -> usize {
        self.builds.load(Ordering::SeqCst)
    }
}

type Files = BTreeMap<String, Arc<[u8]>>;

/// The site of the tests: `BROKEN` in a file keeps the last good outputs, `PANIC` is a fault of the program.
fn built_from(root: &Path, last: &mut Arc<Files>, before: &Snapshot) -> Snapshot {
    let content = root.join("content");
    let mut outputs = Files::new();
    let files = WalkDir::new(&content)
        .into_iter()
        .chain(WalkDir::new(root.join("later")))
        .chain(WalkDir::new(root.join("site.yaml")));
    for entry in files.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
        let path = entry.path();
        let key = path.strip_prefix(&content).or(path.strip_prefix(root)).unwrap();
        let key = key.to_string_lossy().replace('\\', "/");
        let Ok(bytes) = fs::read(path) else { continue };
        assert!(!bytes.starts_with(b"PANIC"), "a panic about <{key}>");
        if bytes.starts_with(b"BROKEN") {
            return Snapshot { problems: Some(format!("<ul><li>{key}</li></ul>")), problem_count: 1, ..before.clone() };
        }
        outputs.insert(key, bytes.into());
    }
    if **last != outputs {
        *last = Arc::new(outputs);
    }
    Snapshot { outputs: Arc::clone(last) as _, problems: None, problem_count: 0 }
}

#[derive(Debug)]
struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl Reply {
    fn parse(text: &str) -> Reply {
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        Reply { status, headers, body: body.to_owned() }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

const SCRIPT: &str = "<script src=\"/__cabildo/reload.js\" defer></script>";

#[test]
fn pages_are_served_by_their_folder_with_the_reload_script() {
    let preview = Preview::start();
    for path in ["/", "/index.html", "/?a=b"] {
        let reply = preview.get(path);
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
        assert!(reply.body.contains("<p>inicio</p><data id="), "{}", reply.body);
        assert!(reply.body.ends_with(&format!("{SCRIPT}</body></html>")), "{}", reply.body);
    }
    let unclosed = preview.get("/en/");
    assert!(unclosed.body.starts_with("<html lang=\"en\"><p>home<data "), "{}", unclosed.body);
    assert!(unclosed.body.ends_with(SCRIPT), "{}", unclosed.body);
}

#[test]
fn other_files_are_served_as_they_are() {
    let preview = Preview::start();
    let script = preview.get("/assets/app.0123.js");
    assert_eq!((script.status, script.body.as_str()), (200, "var a;"));
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    let data = preview.get("/data/%C3%B1.csv");
    assert_eq!((data.status, data.body.as_str()), (200, "a,b\n"));
    let head = preview.ask("HEAD /assets/app.0123.js HTTP/1.1\r\nHost: HERE\r\nConnection: close\r\n\r\n");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), "6");
}

#[test]
fn a_folder_without_slash_redirects_to_its_page() {
    let preview = Preview::start();
    for (path, location) in
        [("/en", "/en/"), ("/en?x=1", "/en/?x=1"), ("/en/tools/peer%20review", "/en/tools/peer%20review/")]
    {
        let reply = preview.get(path);
        assert_eq!((reply.status, reply.header("location")), (307, location), "{path}");
    }
    // A folder without a page is not listed.
    assert_eq!(preview.get("/en/tools").status, 404);
    assert_eq!(preview.get("/en/tools/").status, 404);
}

#[test]
fn a_missing_page_is_the_nearest_404_page() {
    let preview = Preview::start();
    for (path, text) in [
        ("/nada", "no está"),
        ("/en/nothing", "not here"),
        ("/en/tools/x/y/z.html", "not here"),
        ("/assets/x.js", "no está"),
    ] {
        let reply = preview.get(path);
        assert_eq!(reply.status, 404, "{path}");
        assert!(reply.body.contains(text) && reply.body.contains(SCRIPT), "{path}: {}", reply.body);
    }
    fs::remove_file(preview.content("404.html")).unwrap();
    preview.wait_for("/nada", |reply| reply.status == 404 && reply.body.contains("<title>404"));
}

#[test]
fn every_answer_has_the_headers_of_the_preview() {
    let preview = Preview::start();
    for path in ["/", "/nada", "/en", "/assets/app.0123.js", "/__cabildo/reload.js", "/__cabildo/problems"] {
        let reply = preview.get(path);
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
        assert_eq!(
            reply.header("content-security-policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
             form-action 'self'; base-uri 'none'",
            "{path}"
        );
    }
}

#[test]
fn only_this_machine_by_its_own_name_may_ask() {
    let preview = Preview::start();
    assert_eq!(preview.address.ip(), Ipv4Addr::LOCALHOST);
    let port = preview.address.port();
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        let reply = preview.ask(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        assert_eq!(reply.status, 200, "{host}");
    }
    for head in [
        "Host: evil.example\r\n".to_owned(),
        format!("Host: evil.example:{port}\r\n"),
        "Host: localhost\r\n".to_owned(),
        "Host: HERE\r\nHost: evil.example\r\n".to_owned(),
        String::new(),
    ] {
        for path in ["/", "/__cabildo/events", "/__cabildo/problems"] {
            let reply = preview.ask(&format!("GET {path} HTTP/1.1\r\n{head}Connection: close\r\n\r\n"));
            assert_eq!(reply.status, 403, "{head:?} {path}");
            assert!(!reply.body.contains("inicio"));
        }
    }
    let absolute = "GET http://evil.example/ HTTP/1.1\r\nHost: HERE\r\nConnection: close\r\n\r\n";
    assert_eq!(preview.ask(absolute).status, 403);
}

#[test]
fn only_reading_is_allowed() {
    let preview = Preview::start();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
        let reply = preview
            .ask(&format!("{method} / HTTP/1.1\r\nHost: HERE\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        assert_eq!((reply.status, reply.header("allow")), (405, "GET, HEAD"), "{method}");
    }
}

#[test]
fn no_address_leads_out_of_the_site() {
    let preview = Preview::start();
    fs::write(preview.folder.path().join("secret.txt"), "secret").unwrap();
    for path in [
        "/../secret.txt",
        "/en/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "//secret.txt",
        "/./index.html",
        "/en/../index.html",
        "/en%2Findex.html",
        "/etc/passwd",
        "//etc/passwd",
        "/C:/Windows/win.ini",
        "/index.html%00.css",
        "/index.html::$DATA",
        "/content/index.html",
        "/%252e%252e/secret.txt",
        "/.",
        "/..",
        "/%",
        "/%c0%ae%c0%ae/secret.txt",
        "//evil.example/%2e%2e",
        "//en",
        "/__cabildo",
        "/__cabildo/",
        "/__cabildo/../index.html",
        "/index.html/",
        "/INDEX.HTML",
    ] {
        let reply = preview.get(path);
        assert_eq!(reply.status, 404, "{path}");
        assert!(!reply.body.contains("secret") && !reply.body.contains("inicio"), "{path}");
    }
}

#[test]
fn a_save_is_seen_at_once() {
    let preview = Preview::start();
    fs::write(preview.content("index.html"), "<p>nuevo").unwrap();
    let took = preview.wait_for("/", |reply| reply.body.contains("nuevo"));
    assert!(took < BY_EVENT, "{took:?}");
}

#[test]
fn an_atomic_save_is_one_build() {
    let preview = Preview::start();
    let new = preview.content("index.html.tmp");
    fs::write(&new, "<p>nuevo").unwrap();
    fs::rename(&new, preview.content("index.html")).unwrap();
    let took = preview.wait_for("/", |reply| reply.body.contains("nuevo"));
    assert!(took < BY_EVENT, "{took:?}");
    thread::sleep(Duration::from_millis(200));
    assert_eq!(preview.builds(), 1);
}

#[test]
fn a_save_that_first_removes_the_file_is_one_build() {
    let preview = Preview::start();
    let file = preview.content("index.html");
    fs::remove_file(&file).unwrap();
    thread::sleep(Duration::from_millis(20));
    fs::write(&file, "<p>nuevo").unwrap();
    preview.wait_for("/", |reply| reply.body.contains("nuevo"));
    thread::sleep(Duration::from_millis(200));
    assert_eq!(preview.builds(), 1);
}

#[test]
fn renamed_and_deleted_files_move_and_go() {
    let preview = Preview::start();
    fs::rename(preview.content("data/ñ.csv"), preview.content("data/n.csv")).unwrap();
    let took = preview.wait_for("/data/n.csv", |reply| reply.status == 200);
    assert_eq!(preview.get("/data/%C3%B1.csv").status, 404);
    fs::remove_file(preview.content("data/n.csv")).unwrap();
    let took = took.max(preview.wait_for("/data/n.csv", |reply| reply.status == 404));
    fs::rename(preview.content("en/tools"), preview.content("en/kit")).unwrap();
    let took = took.max(preview.wait_for("/en/kit/peer%20review/", |reply| reply.status == 200));
    assert!(took < BY_EVENT, "{took:?}");
}

#[test]
fn new_folders_are_watched_however_deep() {
    let preview = Preview::start();
    fs::create_dir_all(preview.content("a/b/c")).unwrap();
    fs::write(preview.content("a/b/c/one.txt"), "1").unwrap();
    preview.wait_for("/a/b/c/one.txt", |reply| reply.body == "1");
    thread::sleep(Duration::from_millis(100));
    fs::write(preview.content("a/b/c/one.txt"), "22").unwrap();
    let took = preview.wait_for("/a/b/c/one.txt", |reply| reply.body == "22");
    assert!(took < BY_EVENT, "{took:?}");
}

#[test]
fn watched_places_may_appear_vanish_and_come_back() {
    let preview = Preview::start();
    let later = preview.folder.path().join("later");
    let mut slowest = Duration::ZERO;
    for round in 0..3 {
        let text = "x".repeat(round + 1);
        fs::create_dir(&later).unwrap();
        fs::write(later.join("x.txt"), &text).unwrap();
        slowest = slowest.max(preview.wait_for("/later/x.txt", |reply| reply.body == text));
        thread::sleep(Duration::from_millis(100));
        fs::write(later.join("x.txt"), format!("{text}!")).unwrap();
        slowest = slowest.max(preview.wait_for("/later/x.txt", |reply| reply.body.ends_with('!')));
        fs::remove_dir_all(&later).unwrap();
        slowest = slowest.max(preview.wait_for("/later/x.txt", |reply| reply.status == 404));
    }
    fs::write(preview.folder.path().join("site.yaml"), "a: 1").unwrap();
    slowest = slowest.max(preview.wait_for("/site.yaml", |reply| reply.body == "a: 1"));
    assert!(slowest < BY_EVENT, "{slowest:?}");
}

#[test]
fn a_watched_folder_replaced_by_another_is_watched_again() {
    let preview = Preview::start();
    let root = preview.folder.path();
    let mut slowest = Duration::ZERO;
    for round in 0..3 {
        let text = format!("<p>ronda {round}");
        fs::create_dir(root.join("new")).unwrap();
        fs::write(root.join("new/index.html"), &text).unwrap();
        fs::rename(root.join("content"), root.join(format!("old{round}"))).unwrap();
        fs::rename(root.join("new"), root.join("content")).unwrap();
        slowest = slowest.max(preview.wait_for("/", |reply| reply.body.contains(&text)));
        thread::sleep(Duration::from_millis(100));
        fs::write(preview.content("index.html"), format!("{text}, luego")).unwrap();
        slowest = slowest.max(preview.wait_for("/", |reply| reply.body.contains("luego")));
    }
    assert!(slowest < BY_EVENT, "{slowest:?}");
}

#[test]
fn what_is_no_source_causes_no_build() {
    let preview = Preview::start();
    for path in [
        "content/.index.html.swp",
        "content/index.html~",
        "content/4913",
        "content/.#index.html",
        "content/#index.html#",
        "content/~$x.docx",
        "content/Thumbs.db",
        "content/.git/HEAD",
        "content/node_modules/x.js",
        "public/index.html",
        "target/x",
        "other.txt",
    ] {
        let file = preview.folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "x").unwrap();
    }
    // Reading is no change either.
    fs::read(preview.content("index.html")).unwrap();
    thread::sleep(Duration::from_millis(2500));
    assert_eq!(preview.builds(), 0);
}

#[test]
fn a_storm_of_files_is_few_builds_and_the_last_state_wins() {
    let preview = Preview::start();
    for number in 0..1000 {
        let file = preview.content(&format!("storm/{}/{number}.txt", number % 20));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "first").unwrap();
    }
    for number in 0..1000 {
        fs::write(preview.content(&format!("storm/{}/{number}.txt", number % 20)), "last!").unwrap();
    }
    for number in 0..1000 {
        preview.wait_for(&format!("/storm/{}/{number}.txt", number % 20), |reply| reply.body == "last!");
    }
    assert!(preview.builds() <= 8, "{} builds", preview.builds());
}

#[test]
fn a_change_during_a_build_leads_to_one_more() {
    let preview = Preview::start_with(false, Duration::from_millis(300));
    fs::write(preview.content("index.html"), "<p>one").unwrap();
    while preview.builds() == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    thread::sleep(Duration::from_millis(100));
    fs::write(preview.content("index.html"), "<p>two").unwrap();
    preview.wait_for("/", |reply| reply.body.contains("two"));
    thread::sleep(Duration::from_millis(500));
    assert_eq!(preview.builds(), 2);
}

#[test]
fn polling_sees_changes_too() {
    let preview = Preview::start_with(true, Duration::ZERO);
    fs::write(preview.content("index.html"), "<p>nuevo").unwrap();
    let took = preview.wait_for("/", |reply| reply.body.contains("nuevo"));
    assert!(took < BY_EVENT, "{took:?}");
}

#[test]
fn problems_show_over_the_last_good_page() {
    let preview = Preview::start();
    assert!(!preview.get("/").body.contains("cabildo-problems"));
    assert!(preview.get("/__cabildo/problems?lang=en").body.contains("There are no problems."));
    fs::write(preview.content("assets/app.0123.js"), "BROKEN").unwrap();
    preview.wait_for("/", |reply| reply.body.contains("<li>assets/app.0123.js</li>"));
    let spanish = preview.get("/").body;
    assert!(spanish.contains("<p>inicio</p><aside id=\"cabildo-problems\" lang=\"es\""), "{spanish}");
    assert!(spanish.contains("<form method=\"dialog\"><button>Cerrar</button></form>"));
    assert!(!spanish.contains("<style") && !spanish.contains(" style="));
    assert!(preview.get("/en/").body.contains("<h2 id=\"cabildo-problems-title\">Problems in the files: 1</h2>"));
    let list = preview.get("/__cabildo/problems").body;
    assert!(list.contains("Problemas en los archivos: 1") && list.contains("<li>assets/app.0123.js</li>"));
    assert_eq!(preview.get("/__cabildo/problems.css").header("content-type"), "text/css; charset=utf-8");

    fs::write(preview.content("assets/app.0123.js"), "var b;").unwrap();
    preview.wait_for("/", |reply| !reply.body.contains("cabildo-problems"));
    assert_eq!(preview.get("/assets/app.0123.js").body, "var b;");
}

#[test]
fn a_panic_in_a_build_keeps_the_site_and_the_preview() {
    let preview = Preview::start();
    fs::write(preview.content("data/x.csv"), "PANIC").unwrap();
    preview.wait_for("/", |reply| reply.body.contains("<pre>a panic about &lt;data/x.csv&gt;</pre>"));
    assert!(preview.get("/").body.contains("inicio"));
    fs::write(preview.content("data/x.csv"), "a,b").unwrap();
    preview.wait_for("/data/x.csv", |reply| reply.body == "a,b");
    assert!(!preview.get("/").body.contains("cabildo-problems"));
}

fn mark_of(page: &str) -> &str {
    let (_, rest) = page.split_once("<data id=\"cabildo-preview\" value=\"").unwrap();
    rest.split_once('"').unwrap().0
}

#[test]
fn an_open_page_hears_of_changes() {
    let preview = Preview::start();
    let mark = mark_of(&preview.get("/").body).to_owned();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| preview.get(&format!("/__cabildo/events?seen={mark}")));
        thread::sleep(Duration::from_millis(300));
        assert!(!waiting.is_finished());
        fs::write(preview.content("index.html"), "<p>nuevo").unwrap();
        let reply = waiting.join().unwrap();
        assert_eq!(reply.header("content-type"), "text/event-stream");
        assert!(reply.body.contains("event: reload\ndata: 2\n\n"), "{}", reply.body);
        assert!(!reply.body.contains("event: problems"), "{}", reply.body);
    });
    // Too late for the event, but not for the news.
    let late = preview.get(&format!("/__cabildo/events?seen={mark}"));
    assert!(late.body.contains("event: reload\ndata: 2\n\n"));
    // A page of a run before.
    assert!(preview.get("/__cabildo/events?seen=1.2.1").body.contains("event: reload"));
}

#[test]
fn new_problems_alone_do_not_reload_the_page() {
    let preview = Preview::start();
    let mark = mark_of(&preview.get("/").body).to_owned();
    thread::scope(|scope| {
        // As a browser connects again: the identifier in the header is newer than the one in the address.
        let waiting = scope.spawn(|| {
            preview.ask(&format!(
                "GET /__cabildo/events?seen=old HTTP/1.1\r\nHost: HERE\r\nLast-Event-ID: {mark}\r\nConnection: close\r\n\r\n"
            ))
        });
        fs::write(preview.content("index.html"), "BROKEN").unwrap();
        let body = waiting.join().unwrap().body;
        assert!(body.contains("event: problems\ndata: 1\n\n"), "{body}");
        assert!(!body.contains("event: reload"), "{body}");
    });
}

#[test]
fn a_save_without_effect_does_not_reload_the_page() {
    let preview = Preview::start();
    let mark = mark_of(&preview.get("/").body).to_owned();
    let file = fs::File::options().write(true).open(preview.content("index.html")).unwrap();
    file.set_modified(std::time::SystemTime::now() - Duration::from_secs(60)).unwrap();
    let started = Instant::now();
    while preview.builds() == 0 {
        assert!(started.elapsed() < PATIENCE);
        thread::sleep(Duration::from_millis(1));
    }
    thread::sleep(Duration::from_millis(100));
    assert_eq!(mark_of(&preview.get("/").body), mark);
}

#[test]
fn a_taken_port_gives_the_next_free_one() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let next = server::bind(port).unwrap().local_addr().unwrap().port();
    assert!(next > port && next <= port + 20, "{next}");
}
