//! The pages. Each is a struct that holds exactly what its template shows; a constructor makes it from domain
//! values and does all arithmetic.

pub mod empty;
pub mod error;
pub mod login;
pub mod paging;
pub mod picture;
pub mod rankings;
pub mod shell;
