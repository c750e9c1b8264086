//! Makes an incremental build notice a new migration: the migrations are embedded in the program.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
