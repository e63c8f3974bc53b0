//! `cabildo serve`.

use super::arguments::ServeOptions;
use super::report::{Status, tell, usage};
use crate::diagnostics::catalogue::C0903;
use crate::diagnostics::{Interface, Words};
use crate::preview::{self, Options};
use crate::site::Settings;
use crate::source::FOLDERS;

pub(super) fn serve(options: &ServeOptions, interface: Interface) -> Status {
    let settings = match options.site.settings(false) {
        // Who writes a draft wants to see it.
        Ok(settings) => Settings { drafts: true, ..settings },
        Err(what) => return usage(interface, what),
    };
    let root = options.site.root.clone();
    let watched = Options {
        port: options.port,
        open: options.open,
        watch: FOLDERS.iter().map(|folder| root.join(folder)).collect(),
        root,
        poll: options.poll,
    };
    let ready = |address: std::net::SocketAddr| {
        let line = interface.pick("Vista previa en", "Preview at");
        eprintln!("{line} http://{address}/  (Ctrl-C)");
    };
    match preview::serve_site(watched, &options.out, settings, options.site.jobs, interface, ready) {
        Ok(()) => Status::Done,
        Err(error) => {
            let address = format!("127.0.0.1:{}", options.port);
            tell(
                interface,
                &C0903.nowhere().with_words("action", Words::OPEN).with("path", address).with("reason", error),
            );
            Status::Environment
        }
    }
}
