//! What the program does by itself or when told, apart from requests. One file a job.

pub mod scrub;
