//! The program of a city: takes ledgers in, ranks bureaus and shows why.
