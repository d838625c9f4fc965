//! One binary with all stories, attacks and golden files: on two cores, linking is the bill.

mod attacks;
mod examples;
mod golden_edges;
mod golden_openapi;
mod golden_routes;
mod house;
mod stories;
