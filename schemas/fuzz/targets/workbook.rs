#![no_main]

libfuzzer_sys::fuzz_target!(
    // libFuzzer ends at a panic even where it is caught, as those of calamine are; its loop ends at the others too.
    init: std::panic::set_hook(Box::new(|_| ())),
    |bytes: &[u8]| {
        schemas_fuzz::workbook::holds(bytes);
    }
);
