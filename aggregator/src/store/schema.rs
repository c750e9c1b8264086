//! The tables, in types that both engines have. A test holds them to what the migrations make.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    bureau (code) {
        code -> Text,
        name_zh -> Text,
        name_en -> Text,
        level -> Text,
        kind -> Text,
        parent -> Nullable<Text>,
        counted_in -> Nullable<Text>,
        valid_from -> Text,
        valid_to -> Nullable<Text>,
        place -> Integer,
    }
}

table! {
    token (id) {
        id -> Text,
        secret_sha256 -> Text,
        bureau -> Text,
        approved -> Bool,
        expires -> BigInt,
        used_by -> Nullable<Text>,
        role -> Text,
        log_key -> Text,
        burned -> Nullable<BigInt>,
    }
}

table! {
    node (name) {
        name -> Text,
        verify_key -> Text,
        bureau -> Text,
        state -> Text,
        enrolled -> BigInt,
        leaf -> Nullable<BigInt>,
        role -> Text,
        token -> Nullable<Text>,
        suspect_since -> Nullable<BigInt>,
        program -> Nullable<Text>,
    }
}

table! {
    nonce (node, value) {
        node -> Text,
        value -> Text,
        at -> BigInt,
    }
}

table! {
    node_key (point) {
        point -> Text,
        node -> Text,
        verify_key -> Text,
        leaf -> Nullable<BigInt>,
        ended -> Nullable<BigInt>,
    }
}

table! {
    audit (number) {
        number -> BigInt,
        at -> BigInt,
        what -> Text,
        who -> Text,
        detail -> Text,
    }
}

table! {
    change (one) {
        one -> BigInt,
        number -> BigInt,
    }
}

table! {
    recovery (one) {
        one -> BigInt,
        since -> BigInt,
    }
}

table! {
    recovered (leaf_index) {
        leaf_index -> BigInt,
        act -> Text,
        receipt -> Text,
        document -> Nullable<Text>,
        node -> Text,
    }
}

table! {
    recovered_checkpoint (size) {
        size -> BigInt,
        note -> Text,
        node -> Text,
    }
}

table! {
    reported (node) {
        node -> Text,
        point -> Text,
        at -> BigInt,
    }
}

table! {
    log_fork (id) {
        id -> Text,
        at -> BigInt,
        node -> Text,
        place -> BigInt,
        here -> Text,
        shown -> Text,
    }
}

table! {
    epoch (origin) {
        origin -> Text,
        note -> Text,
        at -> BigInt,
    }
}

table! {
    former_checkpoint (origin, size) {
        origin -> Text,
        size -> BigInt,
        note -> Text,
    }
}

table! {
    document (sha256) {
        sha256 -> Text,
        text -> Text,
    }
}

table! {
    returned (statement) {
        statement -> Text,
        until -> Text,
        document -> Text,
    }
}

table! {
    duty_act (leaf) {
        leaf -> BigInt,
        bureau -> Text,
        form -> Text,
        period -> Text,
        subject -> Text,
        document -> Text,
        at -> BigInt,
        decided_by -> Text,
    }
}

table! {
    matter_shown (statement, subject, grade) {
        statement -> Text,
        subject -> Text,
        grade -> Text,
        bureau -> Text,
        form -> Text,
        period -> Text,
        closed -> Nullable<Text>,
        at -> BigInt,
    }
}

table! {
    matter_report (statement) {
        statement -> Text,
        bureau -> Text,
        form -> Text,
        subject -> Text,
        period -> Text,
        grade -> Text,
        last -> Bool,
        at -> BigInt,
    }
}

table! {
    obligation (bureau, form, period, subject) {
        bureau -> Text,
        form -> Text,
        period -> Text,
        subject -> Text,
        opens -> BigInt,
        due -> BigInt,
        grace -> BigInt,
        close -> BigInt,
        appeared -> BigInt,
        fell_due -> Nullable<BigInt>,
        settled -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        late_days -> Nullable<BigInt>,
    }
}

table! {
    obligation_day (one) {
        one -> BigInt,
        until -> BigInt,
        ground -> Text,
    }
}

table! {
    leaf (leaf_index) {
        leaf_index -> BigInt,
        entry -> Text,
        addressee -> Text,
    }
}

table! {
    tree_hash (hash_index) {
        hash_index -> BigInt,
        hash -> Binary,
    }
}

table! {
    checkpoint (size) {
        size -> BigInt,
        note -> Text,
    }
}

table! {
    statement (id) {
        id -> Text,
        note -> Text,
        node -> Text,
        bureau -> Text,
        form -> Text,
        period -> Text,
        subject -> Text,
        revision -> Integer,
        nil -> Bool,
        purpose -> Text,
        content_sha256 -> Nullable<Text>,
        received -> BigInt,
        leaf -> BigInt,
        state -> Text,
        first_received -> Nullable<BigInt>,
        decided -> Nullable<BigInt>,
        decided_by -> Nullable<Text>,
        figures_awaited -> Nullable<Text>,
    }
}

table! {
    content (sha256) {
        sha256 -> Text,
        node -> Text,
        length -> BigInt,
    }
}

table! {
    part (node, sha256, start) {
        node -> Text,
        sha256 -> Text,
        start -> BigInt,
        bytes -> Binary,
    }
}

table! {
    upload (node, sha256) {
        node -> Text,
        sha256 -> Text,
        length -> BigInt,
        touched -> BigInt,
    }
}

table! {
    verdict (statement) {
        statement -> Text,
        tallies -> Text,
        findings -> Text,
        open_cases -> Text,
        opening_cases -> Nullable<Text>,
        judged -> Nullable<BigInt>,
    }
}

table! {
    reminder (id) {
        id -> Text,
        bureau -> Text,
        period -> Text,
        sent -> BigInt,
        sent_by -> Text,
    }
}

table! {
    reminder_step (bureau, form, period, subject, step) {
        bureau -> Text,
        form -> Text,
        period -> Text,
        subject -> Text,
        step -> Text,
        made -> BigInt,
    }
}

table! {
    message (id) {
        id -> Text,
        bureau -> Text,
        channel -> Text,
        address -> Text,
        step -> Text,
        about -> Text,
        made -> BigInt,
        made_by -> Text,
        state -> Text,
        tries -> BigInt,
        next_try -> BigInt,
        ended -> Nullable<BigInt>,
        note -> Text,
    }
}

table! {
    contact (bureau, post, channel, address) {
        bureau -> Text,
        post -> Text,
        channel -> Text,
        address -> Text,
    }
}

table! {
    published_line (indicator, period) {
        indicator -> Text,
        period -> Text,
        numerator -> BigInt,
        denominator -> BigInt,
    }
}

table! {
    account (login) {
        login -> Text,
        name -> Text,
        password -> Text,
        role -> Text,
        bureau -> Text,
        failures -> Integer,
        not_before -> BigInt,
        department -> Nullable<Text>,
    }
}

table! {
    session (id_sha256) {
        id_sha256 -> Text,
        login -> Text,
        form_token -> Text,
        started -> BigInt,
        seen -> BigInt,
    }
}

table! {
    scrub (started) {
        started -> BigInt,
        ended -> BigInt,
        leaves -> BigInt,
        checkpoints -> BigInt,
        documents -> BigInt,
        statements -> BigInt,
        faults -> Text,
        more -> BigInt,
    }
}

table! {
    job_run (job, due_at) {
        job -> Text,
        due_at -> BigInt,
        started -> BigInt,
        seen -> BigInt,
        tries -> BigInt,
        ended -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        note -> Text,
    }
}

table! {
    task_report (id) {
        id -> Text,
        campaign -> Text,
        task -> Text,
        department -> Text,
        bureau -> Text,
        said -> Text,
        words -> Text,
        at -> BigInt,
        written_by -> Text,
        entered -> Text,
    }
}

table! {
    news (id) {
        id -> Text,
        campaign -> Text,
        department -> Text,
        task -> Nullable<Text>,
        title -> Text,
        day -> Text,
        body -> Text,
        at -> BigInt,
        written_by -> Text,
    }
}

table! {
    plan (id) {
        id -> Text,
        campaign -> Text,
        task -> Text,
        bureau -> Text,
        name -> Text,
        size -> BigInt,
        sha256 -> Text,
        bytes -> Binary,
        at -> BigInt,
        brought_by -> Text,
    }
}

table! {
    delivery (statement) {
        statement -> Text,
        leaf -> BigInt,
        at -> BigInt,
    }
}

table! {
    casebook (statement, place) {
        statement -> Text,
        place -> Integer,
        bureau -> Text,
        form -> Text,
        period -> Text,
        period_end -> Text,
        leaf -> BigInt,
        case_no -> Text,
        matter -> Nullable<Text>,
        went_on -> Nullable<Text>,
        came_from -> Nullable<Text>,
        dispute -> Nullable<Text>,
        latest -> Bool,
        head -> Bool,
        opened -> Text,
        due -> Nullable<Text>,
        closed -> Nullable<Text>,
        followed -> Nullable<Text>,
        employer -> Nullable<Text>,
        employer_code -> Nullable<Text>,
        employer_type -> Nullable<Text>,
        industry -> Nullable<Text>,
        cause -> Nullable<Text>,
        area -> Nullable<Text>,
        source -> Nullable<Text>,
        level -> Nullable<Text>,
        outcome -> Nullable<Text>,
        mediator -> Nullable<Text>,
        responsible -> Nullable<Text>,
        persons -> Nullable<BigInt>,
        amount -> Nullable<BigInt>,
        paid -> Nullable<BigInt>,
    }
}

table! {
    bulletin (id) {
        id -> Text,
        campaign -> Text,
        period -> Text,
        title -> Text,
        state -> Text,
        content -> Nullable<Text>,
        sha256 -> Text,
        year -> Nullable<Integer>,
        number -> Nullable<Integer>,
        leaf -> Nullable<BigInt>,
        proposed_by -> Text,
        proposed_at -> BigInt,
        issued_by -> Nullable<Text>,
        issued_at -> Nullable<BigInt>,
    }
}

table! {
    casebook_of (statement) {
        statement -> Text,
    }
}

table! {
    casebook_band (statement, place) {
        statement -> Text,
        place -> Integer,
        band -> Text,
        performed -> Nullable<Text>,
    }
}

table! {
    subsidy_sheet (id) {
        id -> Text,
        campaign -> Text,
        month -> Text,
        state -> Text,
        proposed_by -> Text,
        proposed_at -> BigInt,
        approved_by -> Nullable<Text>,
        approved_at -> Nullable<BigInt>,
    }
}

table! {
    subsidy_line (bureau, form, case_no) {
        bureau -> Text,
        form -> Text,
        case_no -> Text,
        sheet -> Text,
        mediator -> Text,
        band -> Text,
        fen -> BigInt,
        closed -> Text,
    }
}

table! {
    issued_list (sha256) {
        sha256 -> Text,
        title -> Text,
        count -> BigInt,
        bytes -> Binary,
        leaf -> BigInt,
        at -> BigInt,
        issued_by -> Text,
    }
}

table! {
    directive_draft (id) {
        id -> Text,
        bureau -> Text,
        body -> Text,
        proposed -> BigInt,
        proposed_by -> Text,
        decided -> Nullable<BigInt>,
        decided_by -> Nullable<Text>,
        serial -> Nullable<Text>,
        note -> Text,
        department -> Nullable<Text>,
    }
}

table! {
    directive (serial) {
        serial -> Text,
        year -> BigInt,
        number -> BigInt,
        leaf -> BigInt,
        bureau -> Text,
        document -> Text,
        at -> BigInt,
        proposed_by -> Text,
        issued_by -> Text,
        department -> Nullable<Text>,
    }
}

table! {
    directive_feedback (leaf) {
        leaf -> BigInt,
        serial -> Text,
        document -> Text,
        at -> BigInt,
        answered_by -> Text,
    }
}

table! {
    directive_act (leaf) {
        leaf -> BigInt,
        serial -> Text,
        document -> Text,
        at -> BigInt,
        acted_by -> Text,
    }
}

table! {
    directive_answer (statement, place) {
        statement -> Text,
        place -> BigInt,
        serial -> Text,
        number -> Text,
        kind -> Text,
        day -> Text,
        content -> Text,
        measures -> Nullable<Text>,
        evidence -> Nullable<Text>,
        until -> Nullable<Text>,
        leader -> Nullable<Text>,
        responsible -> Nullable<Text>,
    }
}

table! {
    handover (statement, place) {
        statement -> Text,
        place -> BigInt,
        case_no -> Text,
        kind -> Text,
        to_name -> Text,
        to_code -> Nullable<Text>,
        origin -> Text,
        employer -> Text,
        persons -> Nullable<BigInt>,
        amount -> Nullable<BigInt>,
        risk -> Nullable<Text>,
        reason -> Text,
        done -> Text,
        asks -> Text,
        handed -> Text,
        due -> Nullable<Text>,
        received -> Nullable<Text>,
    }
}

table! {
    handover_answer (leaf) {
        leaf -> BigInt,
        bureau -> Text,
        case_no -> Text,
        document -> Text,
        at -> BigInt,
        answered_by -> Text,
    }
}

joinable!(verdict -> statement (statement));
joinable!(session -> account (login));
allow_tables_to_appear_in_same_query!(statement, verdict);
allow_tables_to_appear_in_same_query!(statement, content);
allow_tables_to_appear_in_same_query!(session, account);
allow_tables_to_appear_in_same_query!(statement, delivery);
allow_tables_to_appear_in_same_query!(duty_act, document);
allow_tables_to_appear_in_same_query!(obligation, statement);
allow_tables_to_appear_in_same_query!(obligation, duty_act);
allow_tables_to_appear_in_same_query!(matter_report, statement);
allow_tables_to_appear_in_same_query!(statement, casebook_of);
allow_tables_to_appear_in_same_query!(content, casebook_of);
allow_tables_to_appear_in_same_query!(casebook, casebook_band);
allow_tables_to_appear_in_same_query!(casebook, subsidy_line);
allow_tables_to_appear_in_same_query!(casebook_band, subsidy_line);
allow_tables_to_appear_in_same_query!(directive, document);
allow_tables_to_appear_in_same_query!(directive_act, document);
allow_tables_to_appear_in_same_query!(directive_feedback, document);
allow_tables_to_appear_in_same_query!(directive_answer, statement);
allow_tables_to_appear_in_same_query!(handover, statement);
allow_tables_to_appear_in_same_query!(handover_answer, document);
