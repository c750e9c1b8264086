//! A library that is loaded before a program (`LD_PRELOAD`) and stands between it and its disk: it writes down, in the
//! order in which they happened, every change and every sync of the files under one folder, and says "no space is left"
//! while a flag file exists. What a power cut may leave can then be made from the record, and a disk be filled without
//! one. Linux only; it needs no rights.
//!
//! | Variable | |
//! |---|---|
//! | `TONGBAO_FOLDER` | the folder that is watched; nothing else is touched |
//! | `TONGBAO_RECORD` | the file the record is added to; nothing is recorded without it |
//! | `TONGBAO_FULL` | the flag: while this file exists, writes under the folder whose path ends in what it holds fail |
//!
//! A record is one `write` to a file opened for appending, so that several processes may add to it and its order is the
//! order of what happened: kind (1 byte), length of the path (2), path below the folder, a number (8), length of the
//! data (4), data; numbers are little-endian. Where a record is kept, a sync is written down and not done: the record
//! itself decides what was on the disk.

#![cfg(target_os = "linux")]
#![allow(unsafe_code, reason = "it takes the place of functions of the C library")]

use std::{
    ffi::{CStr, CString, OsStr, OsString, c_char, c_int, c_long, c_void},
    fs::File,
    io::Write,
    os::{
        fd::FromRawFd,
        unix::ffi::{OsStrExt, OsStringExt},
    },
    path::Path,
    sync::{Mutex, OnceLock, PoisonError},
};

/// What a record tells of; the test that replays it knows the same letters.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Kind {
    Create = b'c',
    Write = b'w',
    Truncate = b't',
    Sync = b's',
    Rename = b'r',
    Unlink = b'u',
}

struct Watch {
    folder: Vec<u8>,
    record: Option<Mutex<File>>,
    full: Option<CString>,
}

/// What is watched; `None` without a folder.
fn watch() -> Option<&'static Watch> {
    static WATCH: OnceLock<Option<Watch>> = OnceLock::new();
    WATCH
        .get_or_init(|| {
            let folder = std::env::var_os("TONGBAO_FOLDER")?.into_vec();
            let record = std::env::var_os("TONGBAO_RECORD").and_then(append).map(Mutex::new);
            let full = std::env::var_os("TONGBAO_FULL").and_then(|path| CString::new(path.into_vec()).ok());
            Some(Watch { folder, record, full })
        })
        .as_ref()
}

/// Opens a file for appending, past our own `open`, which would ask for what is being made here.
fn append(path: OsString) -> Option<File> {
    let path = CString::new(path.into_vec()).ok()?;
    let flags = libc::O_CREAT | libc::O_APPEND | libc::O_WRONLY | libc::O_CLOEXEC;
    // SAFETY: the path ends in zero.
    let fd = unsafe { libc::syscall(libc::SYS_openat, libc::AT_FDCWD, path.as_ptr(), flags, 0o600) };
    // SAFETY: nobody else has this descriptor.
    (fd >= 0).then(|| unsafe { File::from_raw_fd(narrow(fd)) })
}

impl Watch {
    /// The part of a path below the folder.
    fn below<'a>(&self, path: &'a [u8]) -> Option<&'a [u8]> {
        path.strip_prefix(self.folder.as_slice()).map(|rest| rest.strip_prefix(b"/").unwrap_or(rest))
    }

    /// Whether the disk is full for a path.
    fn is_full(&self, path: &[u8]) -> bool {
        // SAFETY: the flag is a string that ends in zero and lives as long as the program.
        let Some(flag) =
            self.full.as_ref().filter(|flag| unsafe { libc::access(flag.as_ptr(), libc::F_OK) } == 0)
        else {
            return false;
        };
        let ends = std::fs::read(Path::new(OsStr::from_bytes(flag.to_bytes()))).unwrap_or_default();
        path.ends_with(ends.trim_ascii())
    }

    /// Does what was asked and, if it was done, writes it down before anything else under the folder can happen.
    fn record(
        &self,
        kind: Kind,
        path: &[u8],
        number: u64,
        data: &[u8],
        act: impl FnOnce() -> c_long,
    ) -> c_long {
        let Some(record) = &self.record else { return act() };
        let mut file = record.lock().unwrap_or_else(PoisonError::into_inner);
        let done = act();
        let Ok(kept) = usize::try_from(done) else { return done };
        let data = data.get(..kept.min(data.len())).filter(|_| matches!(kind, Kind::Write)).unwrap_or(data);
        let mut line = vec![kind as u8];
        line.extend(u16::try_from(path.len()).unwrap_or(u16::MAX).to_le_bytes());
        line.extend(path);
        line.extend(number.to_le_bytes());
        line.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
        line.extend(data);
        // A record that cannot be kept would make the test lie; the program that is tested ends.
        if file.write_all(&line).is_err() {
            std::process::abort();
        }
        done
    }
}

/// Watch and path below the folder of an open file, if it lies there.
fn watched(fd: c_int) -> Option<(&'static Watch, Vec<u8>)> {
    let watch = watch()?;
    let mut link = [0_u8; 32];
    write!(link.as_mut_slice(), "/proc/self/fd/{fd}\0").ok()?;
    let mut path = [0_u8; 1024];
    // SAFETY: both buffers are ours; the link ends in zero, and no more is written than the other has room for.
    let length = unsafe { libc::readlink(link.as_ptr().cast(), path.as_mut_ptr().cast(), path.len()) };
    let path = path.get(..usize::try_from(length).ok()?)?;
    Some((watch, watch.below(path)?.to_vec()))
}

fn no_space() -> c_long {
    // SAFETY: the address of this thread's error number is always valid.
    unsafe { *libc::__errno_location() = libc::ENOSPC };
    -1
}

/// Bytes that a caller hands over.
///
/// # Safety
/// `from` points to so many readable bytes, as `write` demands of its callers.
unsafe fn bytes<'a>(from: *const c_void, length: usize) -> &'a [u8] {
    // SAFETY: the caller of `write` vouches for it.
    if length == 0 { &[] } else { unsafe { std::slice::from_raw_parts(from.cast(), length) } }
}

/// Length of an open file.
fn length(fd: c_int) -> u64 {
    // SAFETY: a zeroed `stat` is a valid one, and it is ours.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: as above.
    unsafe { libc::fstat(fd, &raw mut stat) };
    u64::try_from(stat.st_size).unwrap_or(0)
}

fn write_at(fd: c_int, from: *const c_void, count: usize, at: Option<i64>) -> c_long {
    let act = || match at {
        // SAFETY: the arguments are the caller's own.
        Some(at) => unsafe { libc::syscall(libc::SYS_pwrite64, fd, from, count, at) },
        // SAFETY: as above.
        None => unsafe { libc::syscall(libc::SYS_write, fd, from, count) },
    };
    let Some((watch, path)) = watched(fd) else { return act() };
    if watch.is_full(&path) {
        return no_space();
    }
    // SAFETY: asking changes nothing.
    let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    let place = match at {
        Some(at) => u64::try_from(at).unwrap_or(0),
        None if flags & libc::O_APPEND != 0 => length(fd),
        // SAFETY: asking changes nothing.
        None => u64::try_from(unsafe { libc::lseek(fd, 0, libc::SEEK_CUR) }).unwrap_or(0),
    };
    // SAFETY: the caller of `write` vouches for its bytes.
    watch.record(Kind::Write, &path, place, unsafe { bytes(from, count) }, act)
}

fn truncate_to(fd: c_int, to: i64) -> c_int {
    // SAFETY: the arguments are the caller's own.
    let act = || unsafe { libc::syscall(libc::SYS_ftruncate, fd, to) };
    let Some((watch, path)) = watched(fd) else { return narrow(act()) };
    let to = u64::try_from(to).unwrap_or(0);
    if to > length(fd) && watch.is_full(&path) {
        return narrow(no_space());
    }
    narrow(watch.record(Kind::Truncate, &path, to, &[], act))
}

fn sync(fd: c_int, call: c_long) -> c_int {
    // SAFETY: the argument is the caller's own.
    let act = || unsafe { libc::syscall(call, fd) };
    match watched(fd) {
        Some((watch, path)) if watch.record.is_some() => {
            narrow(watch.record(Kind::Sync, &path, 0, &[], || 0))
        }
        _ => narrow(act()),
    }
}

fn open_at(path: *const c_char, flags: c_int, mode: libc::mode_t) -> c_int {
    // SAFETY: the arguments are the caller's own.
    let fd = narrow(unsafe { libc::syscall(libc::SYS_openat, libc::AT_FDCWD, path, flags, mode) });
    if fd >= 0
        && flags & libc::O_CREAT != 0
        && let Some((watch, path)) = watched(fd)
    {
        watch.record(Kind::Create, &path, 0, &[], || 0);
        if flags & libc::O_TRUNC != 0 {
            watch.record(Kind::Truncate, &path, 0, &[], || 0);
        }
    }
    fd
}

fn narrow(done: c_long) -> c_int {
    c_int::try_from(done).unwrap_or(-1)
}

/// Watch and path below the folder of a name.
///
/// # Safety
/// `name` is a string that ends in zero, as the C library demands.
unsafe fn named(name: *const c_char) -> Option<(&'static Watch, Vec<u8>)> {
    let watch = watch()?;
    // SAFETY: the caller vouches for it.
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    let whole = std::path::absolute(OsStr::from_bytes(name)).ok()?;
    Some((watch, watch.below(whole.as_os_str().as_bytes())?.to_vec()))
}

/// As the C library's.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(fd: c_int, from: *const c_void, count: usize) -> isize {
    isize::try_from(write_at(fd, from, count, None)).unwrap_or(-1)
}

/// As the C library's.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite(fd: c_int, from: *const c_void, count: usize, at: i64) -> isize {
    isize::try_from(write_at(fd, from, count, Some(at))).unwrap_or(-1)
}

/// As the C library's.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite64(fd: c_int, from: *const c_void, count: usize, at: i64) -> isize {
    isize::try_from(write_at(fd, from, count, Some(at))).unwrap_or(-1)
}

/// As the C library's.
#[unsafe(no_mangle)]
pub extern "C" fn ftruncate(fd: c_int, to: i64) -> c_int {
    truncate_to(fd, to)
}

/// As the C library's.
#[unsafe(no_mangle)]
pub extern "C" fn ftruncate64(fd: c_int, to: i64) -> c_int {
    truncate_to(fd, to)
}

/// As the C library's.
#[unsafe(no_mangle)]
pub extern "C" fn fsync(fd: c_int) -> c_int {
    sync(fd, libc::SYS_fsync)
}

/// As the C library's.
#[unsafe(no_mangle)]
pub extern "C" fn fdatasync(fd: c_int) -> c_int {
    sync(fd, libc::SYS_fdatasync)
}

/// As the C library's; the third argument is read only where the flags say that it is there.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open(path: *const c_char, flags: c_int, mode: libc::mode_t) -> c_int {
    open_at(path, flags, mode)
}

/// As the C library's.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open64(path: *const c_char, flags: c_int, mode: libc::mode_t) -> c_int {
    open_at(path, flags, mode)
}

/// As the C library's.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    let (at, none) = (libc::AT_FDCWD, 0);
    // SAFETY: the arguments are the caller's own.
    let act = || unsafe { libc::syscall(libc::SYS_renameat2, at, from, at, to, none) };
    // SAFETY: the caller vouches for both names.
    match unsafe { (named(from), named(to)) } {
        (Some((watch, from)), Some((_, to))) => narrow(watch.record(Kind::Rename, &from, 0, &to, act)),
        _ => narrow(act()),
    }
}

/// As the C library's.
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    // SAFETY: the argument is the caller's own.
    let act = || unsafe { libc::syscall(libc::SYS_unlinkat, libc::AT_FDCWD, path, 0) };
    // SAFETY: the caller vouches for the name.
    match unsafe { named(path) } {
        Some((watch, path)) => narrow(watch.record(Kind::Unlink, &path, 0, &[], act)),
        None => narrow(act()),
    }
}
