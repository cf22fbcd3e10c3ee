//! The Debian mirror that this machine is set up to use, read from its apt sources. Used by `root`.

use std::fs;
use std::path::Path;

/// Serves every Debian release when the machine's own sources name no Debian mirror.
const DEFAULT_MIRROR: &str = "http://deb.debian.org/debian";

/// Gives the first Debian mirror of the machine's apt sources, else Debian's own.
pub(super) fn mirror() -> String {
    let apt = Path::new("/etc/apt");
    let mut files = vec![apt.join("sources.list")];
    files.extend(fs::read_dir(apt.join("sources.list.d")).into_iter().flatten().flatten().map(|e| e.path()));
    files.sort();
    let mirrors = files.iter().flat_map(|file| {
        let text = fs::read_to_string(file).unwrap_or_default();
        match file.extension().and_then(std::ffi::OsStr::to_str) {
            Some("sources") => deb822(&text),
            Some("list") => one_line(&text),
            _ => Vec::new(),
        }
    });
    mirrors.into_iter().find(|uri| is_debian(uri)).unwrap_or_else(|| DEFAULT_MIRROR.to_owned())
}

/// Reads the `URIs` of the enabled binary stanzas.
fn deb822(text: &str) -> Vec<String> {
    let text: String =
        text.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let stanzas = text.split("\n\n").map(|stanza| stanza.replace("\n ", " ").replace("\n\t", " "));
    stanzas.flat_map(|stanza| binary_uris(&stanza)).collect()
}

fn binary_uris(stanza: &str) -> Vec<String> {
    let field = |name: &str| {
        let mut fields = stanza.lines().filter_map(|line| line.split_once(':'));
        fields.find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value.trim())
    };
    if field("Enabled").eq_ignore_ascii_case("no")
        || !field("Types").split_whitespace().any(|kind| kind == "deb")
    {
        return Vec::new();
    }
    field("URIs").split_whitespace().map(str::to_owned).collect()
}

/// Reads the addresses of the lines `deb [options] URI suite component`.
fn one_line(text: &str) -> Vec<String> {
    let entries = text.lines().filter_map(|line| line.trim_start().strip_prefix("deb ")).map(str::trim_start);
    let after_options = entries.map(|entry| match entry.strip_prefix('[') {
        Some(options) => options.split_once(']').map_or("", |(_, rest)| rest),
        None => entry,
    });
    after_options.filter_map(|entry| entry.split_whitespace().next()).map(str::to_owned).collect()
}

/// Tells a mirror of the main archive from security updates, other distributions and CDs.
fn is_debian(uri: &str) -> bool {
    uri.starts_with("http") && uri.trim_end_matches('/').ends_with("/debian")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deb822_sources_give_the_addresses_of_enabled_binary_stanzas() {
        let text = "Types: deb-src\nURIs: http://source.example/debian\n\n\
            Enabled: no\nTypes: deb\nURIs: http://off.example/debian\n\n\
            # a comment\nTypes: deb deb-src\n# another\nURIs: http://one.example/debian\n http://two.example/debian/\n\
            Suites: trixie\n\n\
            types: deb\nuris: http://one.example/debian-security\n";

        let uris = deb822(text);

        let expected =
            ["http://one.example/debian", "http://two.example/debian/", "http://one.example/debian-security"];
        assert_eq!(uris, expected);
    }

    #[test]
    fn one_line_sources_give_the_address_after_the_options() {
        let text = "# deb http://off.example/debian trixie main\n\
            deb-src http://source.example/debian trixie main\n\
            deb http://plain.example/debian trixie main\n\
            deb [arch=amd64 signed-by=/usr/share/keyrings/a.gpg] https://options.example/debian trixie main\n";

        assert_eq!(one_line(text), ["http://plain.example/debian", "https://options.example/debian"]);
    }

    #[test]
    fn only_a_mirror_of_the_main_debian_archive_will_do() {
        assert!(is_debian("http://deb.debian.org/debian"));
        assert!(is_debian("https://mirror.example/pub/debian/"));
        assert!(!is_debian("http://deb.debian.org/debian-security"));
        assert!(!is_debian("http://archive.ubuntu.com/ubuntu"));
        assert!(!is_debian("cdrom:[Debian]/debian"));
    }
}
