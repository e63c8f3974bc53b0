//! Exchanging two folders.

use std::io;
use std::path::Path;

/// Puts `new` in the place of `live`; what was live stands at `new` afterwards. One step where the system has one.
pub(super) fn exchange(new: &Path, live: &Path) -> io::Result<()> {
    if !live.exists() {
        return fs_err::rename(new, live);
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, new, CWD, live, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            // Some network disks cannot exchange; they get the two steps below.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let aside = live.with_extension("aside");
    fs_err::rename(live, &aside)?;
    if let Err(error) = fs_err::rename(new, live) {
        // Back to what was live: a site that could not be published must not vanish.
        fs_err::rename(&aside, live)?;
        return Err(error);
    }
    fs_err::rename(&aside, new)
}
