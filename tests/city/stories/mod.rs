//! What happens in the city, told from the first click to the last cent.

mod calendar;
mod coming_in;
mod people;
mod retention;
mod series;
mod side_exits;
mod walk_in_api;
mod walk_in_pages;
