//! The command line as users type it: each file of `tests/cli` shows commands, what they print and their exit codes.

#[test]
fn commands_print_what_is_promised() {
    trycmd::TestCases::new()
        .case("tests/cli/*.toml")
        .case("tests/cli/*.trycmd")
        .case("README.md");
}
