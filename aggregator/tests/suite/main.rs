//! Journeys through both programs: real HTTP, real SQLite files, the real agent. One binary, so that it links once.

mod city;
mod filing;
