//! Java's regular expressions: what is found, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use proptest::prelude::*;
use rillcut_pattern::{Regex, Replacement, Scratch, log_format_regex};

/// The match and its groups, `-` for one that took no part; `None` without a match.
fn found(pattern: &str, text: &str) -> Option<String> {
    let regex = Regex::java(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    let mut scratch = Scratch::default();
    regex.find(text, 0, &mut scratch).unwrap().then(|| {
        let groups: Vec<&str> =
            (0..=regex.groups()).map(|group| scratch.group(text, group).unwrap_or("-")).collect();
        groups.join("|")
    })
}

#[test]
fn searches() {
    for (pattern, text, expected) in [
        ("b+", "abbbc", Some("bbb")),
        ("", "abc", Some("")),
        ("a|ab", "ab", Some("a")),
        ("(a|ab)(c|bcd)", "abcd", Some("abcd|a|bcd")),
        ("L[A-Z]*", "TECHNOLOGY", Some("LOGY")),
        ("FOO", "TECHNOLOGY", None),
        (".*([E].).*([R].*)", "HEALTHCARE", Some("HEALTHCARE|EA|RE")),
        ("(\\w+) (\\d+)", "on June 24", Some("June 24|June|24")),
        ("(a)|(b)", "b", Some("b|-|b")),
        ("(?:ab)*", "ababa", Some("abab")),
        ("a{2}", "aaa", Some("aa")),
        ("a{2,}", "aaaa", Some("aaaa")),
        ("a{1,2}?", "aaa", Some("a")),
        ("<.+?>", "<a><b>", Some("<a>")),
        ("<.+>", "<a><b>", Some("<a><b>")),
        ("a*+a", "aaa", None),
        ("(?>a|ab)c", "abc", None),
        ("(?=ab)a", "cab", Some("a")),
        ("a(?!b)", "abac", Some("a")),
        ("(?<=-)\\d+", "1-23", Some("23")),
        ("(?<!-)\\b\\d+", "-1 23", Some("23")),
        ("(?<=a{1,3})b", "aaab", Some("b")),
        ("(\\w)\\1", "abccd", Some("cc|c")),
        ("(?<c>\\w)\\k<c>", "abccd", Some("cc|c")),
        ("(?i)click", "a CLICK", Some("CLICK")),
        ("a(?i)b(?-i)c", "aBc", Some("aBc")),
        ("(?i:a)b", "AB", None),
        ("a.c", "a\nc", None),
        ("(?s)a.c", "a\nc", Some("a\nc")),
        ("^b", "a\nb", None),
        ("(?m)^b$", "a\nb\nc", Some("b")),
        ("a$", "a\n", Some("a")),
        ("a\\z", "a\n", None),
        ("(?x) a b # and c\n c", "abc", Some("abc")),
        ("[^a-c]+", "abcxyz", Some("xyz")),
        ("[a-z&&[^aeiou]]+", "aebcdi", Some("bcd")),
        ("[\\d.]+", "v1.20", Some("1.20")),
        ("[]a]+", "b]a", Some("]a")),
        ("[a-]+", "b-a", Some("-a")),
        ("\\p{Upper}\\p{Lower}+", "a Bcd", Some("Bcd")),
        ("\\P{Alpha}+", "ab12", Some("12")),
        ("\\Qa.b\\E+", "a.bbb", Some("a.bbb")),
        ("\\x41\\u0042\\t", "xAB\t", Some("AB\t")),
        ("é+", "aéé", Some("éé")),
        ("(a*)*b", "aab", Some("aab|")),
        ("(a|b*)*c", "abbc", Some("abbc|")),
        ("(?:a?)*?b", "aab", Some("aab")),
        ("\\bcat\\b", "concat cat", Some("cat")),
        ("[{]\\}", "{}", Some("{}")),
        ("(?<=(a))b", "ab", Some("b|a")),
    ] {
        assert_eq!(found(pattern, text).as_deref(), expected, "{pattern} in {text}");
    }
}

#[test]
fn faulty_patterns_are_refused_with_their_place() {
    for (pattern, at) in [
        ("(a", 0),
        ("a)", 1),
        ("[a", 0),
        ("*a", 0),
        ("a**", 3),
        ("a{x}", 2),
        ("a{3,2}", 5),
        ("\\y", 1),
        ("a\\", 2),
        ("\\p{Greek}", 9),
        ("(?U)a", 2),
        ("\\G", 1),
        ("[z-a]", 4),
    ] {
        let error = Regex::java(pattern).map(|_| ()).unwrap_err();
        assert_eq!(error.at, at, "{pattern}: {error}");
    }
    assert!(Regex::java("(?<=a*)b").is_err());
    assert!(Regex::java(&"(?:a{1000}){1000}".repeat(2)).is_err());
    assert!(Regex::java("(?:(?:(?:(?:){1000}){1000}){1000}){1000}").is_err());
    assert!(Regex::java(&"(".repeat(1000)).is_err());
    assert!(Regex::java(&"(?:".repeat(1000)).is_err());
    assert!(Regex::java(&"[".repeat(1000)).is_err());
}

fn replaced(text: &str, pattern: &str, with: &str, from: usize, only: Option<u64>) -> String {
    let regex = Regex::java(pattern).unwrap();
    let replacement = Replacement::new(with, &regex).unwrap();
    let mut out = String::new();
    regex.replace(text, from, only, &replacement, &mut Scratch::default(), &mut out).unwrap();
    out
}

#[test]
fn replacements() {
    assert_eq!(replaced("TECHNOLOGY", "O", "0", 0, None), "TECHN0L0GY");
    assert_eq!(replaced("TECHNOLOGY", "O", "0", 0, Some(2)), "TECHNOL0GY");
    assert_eq!(replaced("aaa", "a", "b", 1, None), "abb");
    assert_eq!(replaced("aaa", "a", "b", 0, Some(9)), "aaa");
    assert_eq!(replaced("John Smith", "(\\w+) (\\w+)", "$2, $1", 0, None), "Smith, John");
    assert_eq!(replaced("ab", "(?<x>a)", "<${x}$0>", 0, None), "<aa>b");
    assert_eq!(replaced("ab", "", "-", 0, None), "-a-b-");
    assert_eq!(replaced("a", "(a)", "$10", 0, None), "a0");
    assert_eq!(replaced("a", "a", "\\$1\\\\", 0, None), "$1\\");
    assert_eq!(replaced("a", "a|(b)", "[$1]", 0, None), "[]");
    let regex = Regex::java("(a)").unwrap();
    for wrong in ["$2", "$", "$x", "${n}", "a\\"] {
        assert!(Replacement::new(wrong, &regex).is_err(), "{wrong}");
    }
}

#[test]
fn similar_patterns() {
    for (text, pattern, expected) in [
        ("a", "a", true),
        ("a", "A", false),
        ("ab", "a_", true),
        ("ab", "a%", true),
        ("a", "a_", false),
        ("abcd", "a_", false),
        ("", "", true),
        ("xy", "(xy)", true),
        ("abd", "[ab][bcde]d", true),
        ("abd", "[ab]d", false),
        ("cd", "[a-e]d", true),
        ("cd", "[a-e^c]d", false),
        ("bd", "[a-e^c]d", true),
        ("fred", "amy|fred", true),
        ("mike", "amy|fred", false),
        ("accccd", "ab*c+d", true),
        ("abd", "ab*c+d", false),
        ("abbb", "a(b{3})", true),
        ("abbbbb", "a(b{3})", false),
        ("abbbbb", "ab{3,6}", true),
        ("abbbbbbbb", "ab{3,6}", false),
        ("", "(ab)?", true),
        ("a", "(ab)?", false),
        ("a_", "a\\_", true),
        ("ab", "a\\_", false),
        ("a(b{3})", "a\\(b\\{3\\}\\)", true),
        ("a1", "a[[:DIGIT:]]", true),
        ("a.b", "a.b", true),
        ("axb", "a.b", false),
    ] {
        let regex = Regex::similar(pattern, Some('\\')).unwrap();
        assert_eq!(regex.matches(text, &mut Scratch::default()), Ok(expected), "{text} SIMILAR TO {pattern}");
    }
    for wrong in ["[^(a-e)]d", "*a", "(a", "a)", "[a", "a{", "a\\"] {
        assert!(Regex::similar(wrong, Some('\\')).is_err(), "{wrong}");
    }
}

#[test]
fn parts_of_similar_patterns() {
    for (text, pattern, escape, expected) in [
        ("123456789", "23#\"456#\"78", '#', Some("456")),
        ("TECHNOLOGY", "TECH%\"NOLO%\"GY", '%', Some("NOLO")),
        ("key=value;", "%=#\"[a-z]+#\";", '#', Some("value")),
        ("none", "%=#\"[a-z]+#\";", '#', None),
    ] {
        let regex = Regex::similar_parts(pattern, escape).unwrap();
        let mut scratch = Scratch::default();
        let found = regex.find(text, 0, &mut scratch).unwrap();
        assert_eq!(found.then(|| scratch.group(text, 1)).flatten(), expected, "{pattern}");
    }
    assert!(Regex::similar_parts("a#\"b", '#').is_err());
}

fn fast(text: &str, pattern: &str) -> Option<String> {
    let regex = Regex::fast(pattern).unwrap();
    let mut scratch = Scratch::default();
    regex.matches(text, &mut scratch).unwrap().then(|| {
        let groups: Vec<&str> =
            (1..=regex.groups()).map(|group| scratch.group(text, group).unwrap_or("-")).collect();
        groups.join("|")
    })
}

#[test]
fn fast_patterns() {
    for (text, pattern, expected) in [
        // By the rule of the reference's page: its table shows another second column, which the pattern cannot give.
        ("Mary_had_a_little_lamb", "(.*)_(._.*)_.*", Some("Mary_had|a_little")),
        ("Mary_had_a_little_lamb", "(.*)_+(._.*)", None),
        ("Mary____had_a_little_lamb", "(.*)_+(.*)", Some("Mary|had_a_little_lamb")),
        ("Mary____had_a_little_lamb", "(.*)_+(<Alpha>.*)", Some("Mary|had_a_little_lamb")),
        ("a=1;b", "(.*)=(<Digit>*);(.*)", Some("a|1|b")),
        ("a=1", "(.*)=(<Digit>*);", None),
        ("red 5", "(red|green) ([0-9]+)", Some("red|5")),
        ("x-y", "(@)\"-\"(@)", Some("x|y")),
        ("abc", "abc", Some("")),
        ("abcd", "abc", None),
    ] {
        assert_eq!(fast(text, pattern).as_deref(), expected, "{pattern} on {text}");
    }
    for wrong in ["(a", "a)", "<Foo>", "<1-3>", "a&b", "*", "\"a", "[a"] {
        assert!(Regex::fast(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn log_formats() {
    let common = log_format_regex("common").unwrap();
    let line =
        "192.168.254.30 - John [24/May/2004:22:01:02 -0700] \"GET /icons/apache_pb.gif HTTP/1.1\" 304 0";
    assert_eq!(
        found(&common, line).as_deref(),
        Some(&*format!(
            "{line}|192.168.254.30|-|John|[24/May/2004:22:01:02 -0700]|GET /icons/apache_pb.gif HTTP/1.1|304|0"
        ))
    );
    let custom = log_format_regex("%!200,304{Referer}i %D%%").unwrap();
    assert_eq!(found(&custom, "/a 12%").as_deref(), Some("/a 12%|/a|12"));
    let quoted = log_format_regex("\"%r\" %s").unwrap();
    assert_eq!(
        found(&quoted, "\"GET \\\"x\\\"\" 200").as_deref(),
        Some("\"GET \\\"x\\\"\" 200|GET \\\"x\\\"|200")
    );
    for wrong in ["", "plain", "%Y", "%{open", "%"] {
        assert!(log_format_regex(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn patterns_that_explode_are_given_up() {
    let regex = Regex::java("(a+)+b").unwrap();
    let text = "a".repeat(60);
    assert!(regex.find(&text, 0, &mut Scratch::default()).is_err());
    // Nor do long sets, long groups and long look-behinds make steps that take long.
    let text = "ab".repeat(30_000);
    let set = format!("(?:[{}]|.)*x", "c-d".repeat(20_000));
    for pattern in [&set, "(.*)\\1*x", "(?<=(?:..){1000})x"] {
        let _given_up = Regex::java(pattern).unwrap().find(&text, 0, &mut Scratch::default());
    }
    // A long text alone is no reason to give up.
    let regex = Regex::java(".*(x).*").unwrap();
    let text = "y".repeat(600);
    assert_eq!(regex.find(&text, 0, &mut Scratch::default()), Ok(false));
}

proptest! {
    #[test]
    fn no_pattern_and_no_text_panics(pattern in "\\PC{0,12}|[a-c()*+?|\\[\\]{},0-9^$.\\\\&:=!<>-]{0,24}", text in "[a-cé\n]{0,12}", with in "[a$0-9{}\\\\]{0,6}") {
        let mut scratch = Scratch::default();
        for regex in [Regex::java(&pattern), Regex::similar(&pattern, Some('\\')), Regex::fast(&pattern), Regex::similar_parts(&pattern, '\\')]
            .into_iter()
            .flatten()
        {
            if let Ok(true) = regex.find(&text, 0, &mut scratch) {
                for group in 0..=regex.groups() {
                    scratch.group(&text, group);
                }
            }
            if let Ok(replacement) = Replacement::new(&with, &regex) {
                let mut out = String::new();
                let _given_up = regex.replace(&text, 0, None, &replacement, &mut scratch, &mut out);
            }
        }
        let _refused = log_format_regex(&pattern);
        let _refused = rillcut_pattern::DateFormat::new(&pattern).map(|format| format.parse(&text));
    }

    /// On patterns without choice between lengths, a search agrees with trying every place.
    #[test]
    fn literal_patterns_agree_with_str_find(pattern in "[ab]{1,3}", text in "[abé]{0,12}") {
        let mut scratch = Scratch::default();
        let found = Regex::java(&pattern).unwrap().find(&text, 0, &mut scratch).unwrap();
        prop_assert_eq!(found.then(|| scratch.span(0).unwrap().0), text.find(&pattern));
    }
}
