//! The binary `node-agent`: the command line of [`node_agent::cli`] and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    node_agent::cli::main(std::env::args_os())
}
