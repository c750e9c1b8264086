//! The tables of `outbox.db` as diesel sees them. The migrations say what each is for.

diesel::table! {
    content (sha256) {
        sha256 -> Text,
        length -> BigInt,
        packed -> Binary,
    }
}

diesel::table! {
    item (number) {
        number -> BigInt,
        statement -> Text,
        form -> Text,
        period -> Text,
        subject -> Text,
        revision -> BigInt,
        note -> Text,
        content -> Nullable<Text>,
        learnt -> Bool,
        state -> Text,
        problem -> Nullable<Text>,
        said -> Nullable<Text>,
        receipt -> Nullable<Text>,
        findings -> Text,
        attempts -> BigInt,
        unsigned -> Bool,
        exported -> Nullable<BigInt>,
        decision -> Nullable<Text>,
        told -> Nullable<BigInt>,
        looked -> BigInt,
    }
}

diesel::table! {
    matter_shown (number, subject, grade) {
        number -> BigInt,
        form -> Text,
        period -> Text,
        subject -> Text,
        grade -> Text,
        closed -> Nullable<Text>,
        at -> BigInt,
    }
}

diesel::table! {
    matter_report (number) {
        number -> BigInt,
        form -> Text,
        period -> Text,
        subject -> Text,
        grade -> Text,
        last -> Bool,
        at -> BigInt,
    }
}

diesel::table! {
    checkpoint (size) {
        size -> BigInt,
        root -> Text,
        note -> Text,
    }
}

diesel::table! {
    letter (leaf_index) {
        leaf_index -> BigInt,
        receipt -> Text,
        document -> Nullable<Text>,
        heeded -> Bool,
    }
}

diesel::table! {
    revoked (verify_key) {
        verify_key -> Text,
        leaf_index -> BigInt,
        reason -> Text,
    }
}

diesel::table! {
    not_before (one) {
        one -> BigInt,
        asked_at -> BigInt,
        until -> BigInt,
    }
}

diesel::table! {
    collected (one) {
        one -> BigInt,
        leaf_index -> BigInt,
    }
}

diesel::table! {
    given_back (one) {
        one -> BigInt,
        size -> BigInt,
        letters -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    epoch (origin) {
        origin -> Text,
        note -> Text,
    }
}

diesel::table! {
    former_checkpoint (origin, size) {
        origin -> Text,
        size -> BigInt,
        note -> Text,
    }
}

diesel::table! {
    former_letter (origin, leaf_index) {
        origin -> Text,
        leaf_index -> BigInt,
        receipt -> Text,
        document -> Nullable<Text>,
    }
}

diesel::table! {
    former_receipt (statement) {
        statement -> Text,
        receipt -> Text,
    }
}

diesel::table! {
    fork (number) {
        number -> BigInt,
        verified -> Text,
        other -> Text,
    }
}

diesel::table! {
    contact (one) {
        one -> BigInt,
        skew_ms -> BigInt,
        met_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    bureau (one) {
        one -> BigInt,
        entered -> Text,
    }
}

diesel::table! {
    reminder (one) {
        one -> BigInt,
        fetched -> BigInt,
        list -> Text,
    }
}

diesel::table! {
    job_run (job, due_at) {
        job -> Text,
        due_at -> BigInt,
        started -> BigInt,
        finished -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    looked (name) {
        name -> Text,
        length -> BigInt,
        modified -> BigInt,
    }
}

diesel::table! {
    waiting (number) {
        number -> BigInt,
        name -> Text,
        form -> Text,
        period -> Text,
        sha256 -> Text,
        subject -> Text,
        origin -> Text,
    }
}

diesel::table! {
    prepared (form, period, subject) {
        form -> Text,
        period -> Text,
        subject -> Text,
        basis -> Text,
        name -> Text,
        sha256 -> Text,
        number -> Nullable<BigInt>,
    }
}

diesel::table! {
    mapping (form, kept) {
        form -> Text,
        #[sql_name = "mapping"]
        kept -> Text,
    }
}

diesel::table! {
    import_source (name) {
        name -> Text,
        form -> Text,
        definition -> Text,
    }
}

diesel::table! {
    import_row (number) {
        number -> BigInt,
        source -> Text,
        source_id -> Text,
        imported -> Text,
        typed -> Text,
    }
}

diesel::table! {
    explanation (form, period, subject, code, case_no) {
        form -> Text,
        period -> Text,
        subject -> Text,
        code -> Text,
        case_no -> Text,
        given -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(import_row, import_source);
diesel::allow_tables_to_appear_in_same_query!(item, matter_shown);
diesel::allow_tables_to_appear_in_same_query!(item, matter_report);
