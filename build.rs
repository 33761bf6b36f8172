//! Compiles `gazetteers/` and the model's weights into the artifacts that the library embeds.

#![allow(dead_code, unused_imports)]

use std::path::Path;

#[path = "src/error.rs"]
mod error;
#[path = "src/gazetteer/mod.rs"]
mod gazetteer;
#[path = "build/source.rs"]
mod source;
#[path = "src/text/mod.rs"]
mod text;
#[path = "src/decide/weights.rs"]
mod weights;

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/text");
    println!("cargo::rerun-if-changed=src/gazetteer");
    println!("cargo::rerun-if-changed=src/decide/weights.rs");
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let out = Path::new(&out);
    let mut compiler = gazetteer::Compiler::default();
    match source::read_folder(Path::new("gazetteers"), &mut compiler) {
        Ok(files) => files
            .iter()
            .for_each(|file| println!("cargo::rerun-if-changed={}", file.display())),
        Err(error) => fail(&error),
    }
    write(&out.join("default.gaz"), &compiler.finish());
    let source = Path::new("gazetteers/weights.tsv");
    println!("cargo::rerun-if-changed={}", source.display());
    let text = std::fs::read_to_string(source).unwrap_or_default();
    match weights::Weights::parse(&text) {
        Ok(weights) => write(&out.join("default.model"), &weights.to_bytes()),
        Err(error) => fail(&error.at(source)),
    }
}

fn write(path: &Path, bytes: &[u8]) {
    if let Err(error) = std::fs::write(path, bytes) {
        fail(&error::Error::io(path, error));
    }
}

fn fail(error: &error::Error) -> ! {
    println!("cargo::error={error}");
    std::process::exit(1);
}
