//! A 64-bit hash of bytes that is the same on every machine, for lists compiled on one and read on another.
//!
//! Not keyed and not cryptographic: whoever looks something up by it must verify what was found.

const K0: u64 = 0x9e37_79b9_7f4a_7c15;
const K1: u64 = 0xd6e8_feb8_6659_fd93;

/// Mixes two numbers into one; order matters.
#[inline]
pub fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ K0) * u128::from(b ^ K1);
    (product as u64) ^ ((product >> 64) as u64)
}

/// The hash of `bytes`.
#[inline]
pub fn hash(bytes: &[u8]) -> u64 {
    let mut state = bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state = mix(state, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(mix(state, u64::from_le_bytes(last)), K0)
}

/// Extends the hash of a path of words by one more word's hash.
#[inline]
pub fn step(path: u64, word: u64) -> u64 {
    mix(path.rotate_left(23), word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_bytes_same_hash_on_every_machine() {
        assert_eq!(hash(b""), hash(b""));
        assert_ne!(hash(b"a"), hash(b"a\0"));
        assert_ne!(hash(b"ab"), hash(b"ba"));
        assert_ne!(step(step(0, 1), 2), step(step(0, 2), 1));
    }
}
