//! Logical lines: a paragraph that was broken at a fixed width is one line again; a heading or a line of a table is
//! a line of its own.

use std::ops::Range;

use super::{Gap, Token};

/// Widths, in bytes, at which text is usually broken.
const WRAP_WIDTHS: Range<usize> = 40..121;

/// Token ranges of the logical lines of `source`, in order.
pub fn lines(source: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let mut end = start + 1;
        while end < tokens.len() && tokens[end].gap < Gap::Paragraph {
            end += 1;
        }
        unwrap_paragraph(source, tokens, start..end, &mut lines);
        start = end;
    }
    lines
}

/// A break is soft when the next word would not have fit into the width of the paragraph, or when the next line goes
/// on in lower case.
fn unwrap_paragraph(source: &str, tokens: &[Token], paragraph: Range<usize>, lines: &mut Vec<Range<usize>>) {
    let breaks: Vec<usize> = paragraph
        .clone()
        .skip(1)
        .filter(|&i| tokens[i].gap == Gap::Line)
        .chain([paragraph.end])
        .collect();
    let mut start = paragraph.start;
    if breaks.len() == 1 {
        lines.push(paragraph);
        return;
    }
    let width_of = |from: usize, to: usize| (tokens[to - 1].end - tokens[from].start) as usize;
    let mut width = 0;
    let mut from = paragraph.start;
    for &to in &breaks {
        width = width.max(width_of(from, to));
        from = to;
    }
    let mut line_start = start;
    for &at in &breaks {
        let soft = at < paragraph.end && {
            let line = width_of(line_start, at);
            let next = word_width(source, &tokens[at]);
            let wrapped = WRAP_WIDTHS.contains(&width) && line + 1 + next > width;
            let goes_on = source[tokens[at].start as usize..].starts_with(char::is_lowercase);
            let ended = matches!(
                source.as_bytes()[tokens[at - 1].end as usize - 1],
                b'.' | b'!' | b'?' | b':'
            );
            wrapped || (goes_on && !ended && line >= WRAP_WIDTHS.start / 2)
        };
        if !soft {
            lines.push(start..at);
            start = at;
        }
        line_start = at;
    }
}

/// Bytes up to the next white space.
fn word_width(source: &str, token: &Token) -> usize {
    let rest = &source.as_bytes()[token.start as usize..];
    rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len())
}
