//! What the browser loads beside the page: style sheet, scripts, fonts. All of it comes from this binary, nothing from
//! another host.
//!
//! vite gives each file a name with its content's hash and writes `manifest.json`; such a file never changes and may be
//! kept for ever. The build puts a `.gz` beside each text; a browser that understands it gets that.

use std::{borrow::Cow, collections::BTreeMap, io::Cursor, path::PathBuf, sync::LazyLock};

use rocket::{
    Request, Response, Route, get,
    http::{ContentType, Header, Status},
    response::{self, Responder},
    routes,
};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;

/// `web/dist`: embedded in a release, read from disk while developing.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../web/dist"]
struct Dist;

/// One entry of vite's manifest: a source file and the name it got.
#[derive(Deserialize)]
struct Entry {
    file: String,
}

static ADDRESSES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let Some(manifest) = Dist::get("manifest.json") else {
        tracing::error!("web/dist/manifest.json is missing: pages will have no styles");
        return BTreeMap::new();
    };
    match serde_json::from_slice::<BTreeMap<String, Entry>>(&manifest.data) {
        Ok(entries) => entries.into_iter().map(|(source, entry)| (source, format!("/{}", entry.file))).collect(),
        Err(error) => {
            tracing::error!(%error, "web/dist/manifest.json cannot be read: pages will have no styles");
            BTreeMap::new()
        }
    }
});

/// The address under which the browser loads a source file, e.g. `asset("src/app.js")` is "/assets/app-Cj3f.js".
/// Empty if the front end has no such entry.
pub fn asset(source: &str) -> &'static str {
    match ADDRESSES.get(source) {
        Some(address) => address,
        None => {
            tracing::error!(source, "the front end has no such asset");
            ""
        }
    }
}

/// The routes that serve everything below `/assets` and the icon. Mount at "/".
pub fn routes() -> Vec<Route> {
    routes![hashed, icon]
}

#[get("/assets/<path..>")]
fn hashed(path: PathBuf) -> Option<Asset> {
    // `PathBuf` as a parameter refuses "..": nothing outside the folder can be named.
    Asset::find(&format!("assets/{}", path.to_str()?))
}

#[get("/favicon.svg")]
fn icon() -> Option<Asset> {
    Asset::find("favicon.svg")
}

/// A file of the front end on its way to the browser.
struct Asset {
    content_type: ContentType,
    /// The name holds the content's hash, so the content can never change.
    hashed: bool,
    plain: EmbeddedFile,
    gzip: Option<EmbeddedFile>,
}

impl Asset {
    fn find(name: &str) -> Option<Asset> {
        if name.ends_with(".gz") {
            return None; // an encoding, not a file of its own
        }
        let extension = name.rsplit('.').next().unwrap_or_default();
        Some(Asset {
            content_type: ContentType::from_extension(extension).unwrap_or(ContentType::Binary),
            hashed: name.starts_with("assets/"),
            plain: Dist::get(name)?,
            gzip: Dist::get(&format!("{name}.gz")),
        })
    }
}

impl<'r> Responder<'r, 'static> for Asset {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let gzip = self.gzip.filter(|_| accepts_gzip(request.headers().get_one("accept-encoding")));
        let mut response = Response::build();
        response.header(Header::new("vary", "accept-encoding"));
        if self.hashed {
            response.header(Header::new("cache-control", "public, max-age=31536000, immutable"));
        } else {
            let tag = entity_tag(&self.plain, gzip.is_some());
            response.header(Header::new("cache-control", "no-cache")).header(Header::new("etag", tag.clone()));
            if request.headers().get("if-none-match").any(|known| matches_tag(known, &tag)) {
                return response.status(Status::NotModified).ok();
            }
        }
        let body: Cow<'static, [u8]> = match gzip {
            Some(gzip) => {
                response.header(Header::new("content-encoding", "gzip"));
                gzip.data
            }
            None => self.plain.data,
        };
        let length = body.len();
        // Rocket's chunks of 4 kB cost a tenth more CPU than these (measured on the style sheet).
        response.header(self.content_type).max_chunk_size(65_536).sized_body(length, Cursor::new(body)).ok()
    }
}

/// Whether the browser takes gzip: named, and not with the weight zero.
fn accepts_gzip(accept_encoding: Option<&str>) -> bool {
    accept_encoding.unwrap_or_default().split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("gzip") && parts.all(|p| !matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

/// A strong validator: the content's SHA-256 (its first half is plenty), and the encoding.
fn entity_tag(file: &EmbeddedFile, gzip: bool) -> String {
    let digest = data_encoding::HEXLOWER.encode(&file.metadata.sha256_hash());
    format!("\"{}{}\"", digest.get(..32).unwrap_or(&digest), if gzip { "-gz" } else { "" })
}

fn matches_tag(if_none_match: &str, tag: &str) -> bool {
    if_none_match.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use rocket::{http::Header, local::blocking::Client};

    use super::*;

    fn client() -> Client {
        let figment = rocket::Config::figment().merge(("log_level", "off"));
        Client::untracked(rocket::custom(figment).mount("/", routes())).unwrap()
    }

    #[test]
    fn hashed_files_are_kept_for_ever_and_come_zipped() {
        let client = client();
        let style = asset("src/app.css");
        assert!(style.starts_with("/assets/") && style.ends_with(".css"), "{style}");

        let plain = client.get(style).dispatch();
        assert_eq!(plain.status(), Status::Ok);
        assert_eq!(plain.content_type(), Some(ContentType::CSS));
        assert_eq!(plain.headers().get_one("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(plain.headers().get_one("content-encoding"), None);

        let zipped = client.get(style).header(Header::new("accept-encoding", "gzip, br")).dispatch();
        assert_eq!(zipped.headers().get_one("content-encoding"), Some("gzip"));
        let (plain, zipped) = (plain.into_bytes().unwrap(), zipped.into_bytes().unwrap());
        assert!(zipped.len() * 4 < plain.len(), "{} of {}", zipped.len(), plain.len());
    }

    #[test]
    fn other_files_are_asked_for_again_and_answered_briefly() {
        let client = client();
        let first = client.get("/favicon.svg").dispatch();
        assert_eq!(first.status(), Status::Ok);
        let tag = first.headers().get_one("etag").unwrap().to_owned();

        let second = client.get("/favicon.svg").header(Header::new("if-none-match", tag)).dispatch();
        assert_eq!(second.status(), Status::NotModified);
        assert_eq!(second.into_bytes().unwrap_or_default().len(), 0);
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let client = client();
        for address in ["/assets/nothing.css", "/assets/../manifest.json", "/assets/%2e%2e/manifest.json"] {
            assert!(client.get(address).dispatch().status().code >= 400, "{address}");
        }
        let zipped = format!("{}.gz", asset("src/app.css"));
        assert_eq!(client.get(zipped).dispatch().status(), Status::NotFound);
    }

    #[test]
    fn gzip_is_sent_only_to_those_who_take_it() {
        for (header, takes) in
            [("gzip", true), ("br, gzip;q=0.5", true), ("gzip;q=0", false), ("br", false), ("", false)]
        {
            assert_eq!(accepts_gzip(Some(header)), takes, "{header}");
        }
        assert!(!accepts_gzip(None));
    }
}
