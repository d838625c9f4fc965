//! Lists for pages and the API.
