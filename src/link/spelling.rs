//! When two spellings may be one name: equal words, listed variant classes, or equal skeletons.
//!
//! A skeleton is what transliterations of a name share: its consonants, with letters that stand for the same sound
//! made equal. It is a guarded last resort: only for words of six letters or more that are no ordinary words, with
//! the same first letter.

/// Shortest word that has a skeleton, in letters.
const SHORTEST: usize = 6;
/// Fewest consonants that tell names apart.
const CONSONANTS: usize = 3;

/// The skeleton of a folded word; none for a word too short or not in Latin letters.
pub fn skeleton(folded: &str) -> Option<String> {
    let bytes = folded.as_bytes();
    if bytes.len() < SHORTEST || !bytes.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'\'') {
        return None;
    }
    let mut skeleton = String::with_capacity(bytes.len());
    skeleton.push(char::from(first_class(bytes)));
    let mut at = 0;
    let mut last = 0;
    while at < bytes.len() {
        let (sound, used) = sound(&bytes[at..]);
        at += used;
        if let Some(sound) = sound
            && sound != last
        {
            skeleton.push(char::from(sound));
            last = sound;
        }
    }
    (skeleton.len() > CONSONANTS).then_some(skeleton)
}

/// Letters that begin the same name in different transliterations.
fn first_class(bytes: &[u8]) -> u8 {
    match bytes[0] {
        b'a' | b'e' => b'a',
        b'i' | b'y' | b'j' => b'i',
        b'o' | b'u' => b'u',
        b'c' | b'k' | b'q' | b'g' => b'k',
        b'v' | b'w' => b'v',
        b's' | b'z' => b's',
        b'f' | b'p' => b'p',
        other => other,
    }
}

/// The sound that a run of letters begins with, and how many letters spell it.
fn sound(bytes: &[u8]) -> (Option<u8>, usize) {
    let pair = bytes.get(..2).unwrap_or(bytes);
    match pair {
        b"kh" | b"gh" => (Some(b'h'), 2),
        b"ts" | b"tz" => (Some(b'c'), 2),
        b"sh" | b"ch" | b"zh" => (Some(b'x'), 2),
        b"ph" | b"ff" => (Some(b'f'), 2),
        b"th" => (Some(b't'), 2),
        b"dh" => (Some(b'd'), 2),
        b"ks" => (Some(b'X'), 2),
        _ => match bytes[0] {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'j' | b'h' | b'\'' => (None, 1),
            b'c' | b'q' | b'k' | b'g' => (Some(b'k'), 1),
            b'w' | b'v' => (Some(b'v'), 1),
            b'z' | b's' => (Some(b's'), 1),
            b'x' => (Some(b'X'), 1),
            other => (Some(other), 1),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::skeleton;

    #[test]
    fn transliterations_share_a_skeleton() {
        for (a, b) in [
            ("zelensky", "zelenskyy"),
            ("zelenski", "selenskyj"),
            ("yevgeny", "evgeniy"),
            ("volodymyr", "volodimir"),
            ("madiyevskyy", "madievskij"),
        ] {
            let first_letters_differ = a == "yevgeny";
            assert_eq!(skeleton(a) == skeleton(b), !first_letters_differ, "{a} {b}");
        }
    }

    #[test]
    fn short_and_different_names_do_not() {
        assert_eq!(skeleton("kim"), None);
        assert_ne!(skeleton("petrov"), skeleton("pavlov"));
        assert_ne!(skeleton("clinton"), skeleton("clifton"));
        assert_eq!(skeleton("київський"), None);
    }
}
