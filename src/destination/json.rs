//! JSON text laid out for reading.
//!
//! Only white space is added, so numbers stay as they were sent; a tree of values would rewrite them, and cost the page a JSON library.

/// The text with a line a member. Text that is no JSON comes back with its strings intact and its layout odd, never lost.
pub(super) fn pretty(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    let mut characters = json.trim().chars().peekable();
    while let Some(c) = characters.next() {
        if in_string {
            out.push(c);
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                out.push(c);
            }
            '{' | '[' => {
                out.push(c);
                while characters.peek().is_some_and(char::is_ascii_whitespace) {
                    characters.next();
                }
                if characters.peek() == Some(&closing(c)) {
                    out.extend(characters.next());
                } else {
                    depth += 1;
                    new_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    // Deeper than anything a webhook sends; a bound all the same.
    out.extend(std::iter::repeat_n("  ", depth.min(64)));
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn lays_out_without_touching_values() {
        let text = r#"{"id":"a","row":{"n":1.50E2,"s":"a,{\"b\"}: c\\"},"none":{},"list":[1, 2]}"#;
        let wanted = "{\n  \"id\": \"a\",\n  \"row\": {\n    \"n\": 1.50E2,\n    \"s\": \"a,{\\\"b\\\"}: c\\\\\"\n  },\n  \
                      \"none\": {},\n  \"list\": [\n    1,\n    2\n  ]\n}";
        assert_eq!(pretty(text), wanted);
        assert_eq!(pretty(&pretty(text)), wanted);
        assert_eq!(pretty("}}}\"open"), "\n}\n}\n}\"open");
    }
}
