//! Embedded migrations are read by a macro; without this line a new one would not be seen.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
