//! Command line of the city program.

fn main() -> std::process::ExitCode {
    aggregator::cli::run()
}
