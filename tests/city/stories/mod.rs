//! What happens in the city, told from the first click to the last cent.

mod asking;
mod calendar;
mod coming_in;
mod series;
mod side_exits;
mod walk_in_api;
mod walk_in_pages;
