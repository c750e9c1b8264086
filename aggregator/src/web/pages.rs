//! The pages. Each is a struct that holds exactly what its template shows; a constructor makes it from domain
//! values and does all arithmetic.

pub mod brief;
pub mod bulletin;
pub mod bulletins;
pub mod bureau;
pub mod bureaus;
pub mod campaign;
pub mod case;
pub mod cases;
pub mod deadlines;
pub mod edition;
pub mod employers;
pub mod empty;
pub mod error;
pub mod evidence;
pub mod filing;
pub mod filings;
pub mod login;
pub mod matters;
pub mod overview;
pub mod paging;
pub mod picture;
pub mod preview;
pub mod rankings;
pub mod reminders;
pub mod risks;
pub mod rows;
pub mod shell;
pub mod situation;
pub mod subsidies;
pub mod summary;
pub mod year;
