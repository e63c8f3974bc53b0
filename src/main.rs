//! The program `cabildo`.

use std::process::ExitCode;

fn main() -> ExitCode {
    human_panic::setup_panic!(
        human_panic::Metadata::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
            .support("Su contenido no tiene la culpa. Informe de esto con el archivo que se nombra abajo. / Your content is not to blame.")
    );
    // A panic is a fault of ours and says so in its status; the message has been printed by then.
    std::panic::catch_unwind(cabildo::cli::run).unwrap_or(ExitCode::from(4))
}
