fn main() {
    let runtime = larder::RusqliteRuntime::open_in_memory().unwrap();
    let _second = larder::RusqliteRuntime::clone(&runtime);
}
