//! Blocks: a long text is worked on in parts, so that memory and tables stay small; short ones are one block.

use std::ops::Range;

/// Cuts `text` into blocks of about `size` bytes: at a paragraph's end where there is one within twice the size, else
/// at a line's or sentence's end, else at white space, else between characters.
pub fn blocks(text: &str, size: usize) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut start = 0;
    while text.len() - start > 2 * size {
        let from = text.floor_char_boundary(start + size);
        let to = text.floor_char_boundary(start + 2 * size);
        let window = &text[from..to];
        let found = ["\n\n", "\n", ". ", " "]
            .iter()
            .find_map(|border| Some(window.find(border)? + border.len()));
        let end = found.map_or(to, |at| from + at);
        blocks.push(start..end);
        start = end;
    }
    blocks.push(start..text.len());
    blocks
}

#[cfg(test)]
mod tests {
    use super::blocks;
    use proptest::prelude::*;

    #[test]
    fn cuts_at_paragraphs_first() {
        let text = "one two three. four\n\nfive six seven eight nine ten";
        assert_eq!(&text[blocks(text, 12)[0].clone()], "one two three. four\n\n");
    }

    proptest! {
        #[test]
        fn blocks_rebuild_the_text(text in "\\PC{0,80}", size in 4usize..20) {
            let joined: String = blocks(&text, size).into_iter().map(|block| &text[block]).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
