//! The rules of the registers, counts and notes: L6, L11, L13, R1 to R4, X1, X2, and of answers D1.

use super::Rules;

pub const RULES: &[Rules] = &[
    Rules {
        form: "L6",
        clean: "employer=A employer_code=91310112MA1GB00A5Y industry=E area=B staff=80 hazards=01 signals=04 signal_from=C \
                late_months=2 complaints=3 score=85 risk=1 entered=2025-07-01 unit=D handler=E measures=F \
                followed=2025-09-28 followups=3 removed=2025-09-20 removed_why=G reviewer=H removed_before=2025-07-20 reopened=2025-08-01 \
                reopen_reason=I",
        breaches: &[
            ("L6-101", "removed=2025-06-30"),
            ("L6-102", "removed_why="),
            ("L6-103", "reviewer="),
            ("L6-104", "reviewer=E"),
            ("L6-105", "late_months="),
            ("L6-106", "signals=05 complaints="),
            ("L6-107", "signal_from="),
            ("L6-108", "risk=3"),
            ("L6-108", "risk=3 late_months=1 score=79 signals=10"),
            ("L6-109", "measures="),
            ("L6-110", "removed= followed=2025-09-26"),
            ("L6-111", "removed= risk=2 followed=2025-09-22"),
            ("L6-112", "removed= risk=3 followed=2025-09-14"),
            ("L6-113", "removed= risk=4 followed="),
            ("L6-114", "reopen_reason="),
            ("L6-115", "reopened="),
            ("L6-116", "removed=2025-07-31"),
            ("L6-117", "removed_before="),
            ("L6-118", "removed_before=2025-08-02"),
        ],
    },
    Rules {
        form: "L11",
        clean: "mediator=A organisation=B organisation_kind=7 part=1 system=2 education=3 appointed=2024-01-01 \
                term_until=2025-09-01 left=2025-09-02 left_why=C trainings=2 trained=2025-05-01 mediated=10 succeeded=8 \
                paid_period=500 paid_total=900",
        breaches: &[
            ("L11-101", "left=2023-12-31"),
            ("L11-102", "term_until=2023-12-31"),
            ("L11-103", "succeeded=11"),
            ("L11-104", "paid_period=901"),
            ("L11-105", "succeeded=0"),
            ("L11-106", "left_why="),
            ("L11-107", "left="),
            ("L11-108", "left= trained=2024-09-29"),
            ("L11-109", "organisation_kind="),
        ],
    },
    Rules {
        form: "L13",
        clean: "kind=10 times=3 persons=50 from_day=2025-07-01 to_day=2025-07-31 evidence=A content=B title=C awarded_by=D \
                inspector=E employers=9 faults=3 put_right=2 problem=F actions=G fix_by=2025-08-31 fixed_on=2025-08-20",
        breaches: &[
            ("L13-101", "times=0"),
            ("L13-102", "evidence="),
            ("L13-103", "persons="),
            ("L13-104", "to_day=2025-06-30"),
            ("L13-105", "kind=99 content="),
            ("L13-106", "fix_by="),
            ("L13-106", "fix_by= problem="),
            ("L13-107", "fixed_on=2025-06-30"),
            ("L13-108", "fixed_on="),
            ("L13-109", "kind=06 inspector="),
            ("L13-110", "kind=09 title="),
            ("L13-110", "kind=18 title="),
            ("L13-111", "put_right=4"),
            ("L13-111", "faults="),
            ("L13-112", "kind=17 employers="),
            ("L13-112", "kind=17 put_right= faults="),
            ("L13-113", "kind=18 awarded_by="),
        ],
    },
    Rules {
        form: "R1",
        clean: "org_name=A kind=2 level=2 opened=2025-01-01 resident=1+2+3 from_hr=2 from_justice=1 from_union=1 \
                from_others=0 staff=5 covers=10 units=20 head=B",
        breaches: &[
            ("R1-101", "closed=2024-12-31"),
            ("R1-102", "resident="),
            ("R1-103", "resident=1+2"),
            ("R1-104", "from_hr="),
            ("R1-105", "from_justice="),
            ("R1-106", "from_union="),
            ("R1-107", "from_others=6"),
            ("R1-108", "covers=21"),
            ("R1-109", "kind=1"),
            ("R1-110", "head="),
        ],
    },
    Rules {
        form: "R2",
        clean: "project=A area=B investment=1 supervisor=01 area_duty=C developer=D contractor=E workers=50 \
                started=2025-01-01 contract=1000 paid_in=500 real_names=yes registered=50 wage_account=yes \
                account_opened=2025-01-05 by_contractor=yes deposit=yes deposit_amount=100 inspections=1 \
                inspected=2025-08-01 checked=2 problem=F fix_by=2025-08-15 fixed_on=2025-08-10",
        breaches: &[
            ("R2-101", "finished=2024-12-31"),
            ("R2-102", "real_names=no"),
            ("R2-103", "wage_account=no"),
            ("R2-104", "by_contractor=no"),
            ("R2-105", "deposit=no"),
            ("R2-106", "registered=51"),
            ("R2-107", "account_opened="),
            ("R2-108", "deposit_amount="),
            ("R2-109", "checked="),
            ("R2-110", "inspections=0"),
            ("R2-111", "problem="),
            ("R2-112", "fix_by="),
            ("R2-113", "fixed_on=2025-07-31"),
            ("R2-114", "fixed_on="),
            ("R2-115", "paid_in=1001"),
            ("R2-116", "inspected=2025-07-01"),
        ],
    },
    Rules {
        form: "R3",
        clean: "kind=2 issuer=A addressee=B problem=C asks=D issued=2025-07-01 reply_due=2025-07-31 reminded=2025-07-20 \
                replied=2025-08-05 reply=E adopted=2 done_on=2025-08-20 with_union=yes",
        breaches: &[
            ("R3-101", "reply_due=2025-06-30"),
            ("R3-102", "replied=2025-06-30"),
            ("R3-103", "adopted="),
            ("R3-104", "replied="),
            ("R3-105", "reply="),
            ("R3-106", "with_union=no"),
            ("R3-107", "done_on=2025-06-30"),
            ("R3-108", "reminded=2025-06-30"),
            ("R3-109", "replied= adopted="),
            ("R3-110", "asks="),
        ],
    },
    Rules {
        form: "R4",
        clean: "measure=3 employer=A employer_code=91310112MA1GB00A5Y facts=B persons=5 amount=500 decided=2025-07-01 \
                document=C notified=2025-06-01 police=D accepted=yes accepted_on=2025-07-05 channel=E until=2025-08-01 \
                shared=yes shared_on=2025-07-03 paid=500 ended=2025-08-02 ended_why=F ended_document=G",
        breaches: &[
            ("R4-101", "ended=2025-06-30"),
            ("R4-102", "until=2025-06-30"),
            ("R4-103", "measure=1 police="),
            ("R4-104", "accepted_on="),
            ("R4-105", "accepted_on=2025-06-30"),
            ("R4-106", "measure=2 channel="),
            ("R4-107", "until="),
            ("R4-108", "notified="),
            ("R4-109", "notified=2025-07-02"),
            ("R4-110", "shared=no"),
            ("R4-111", "shared_on="),
            ("R4-112", "ended_why="),
            ("R4-113", "ended_document="),
            ("R4-114", "ended="),
            ("R4-115", "paid=501"),
        ],
    },
    Rules {
        form: "R5",
        clean: "officer=A post=1 engaged=2 part=1 organisation=B education=3 qualification=C appointed=2025-01-01 \
                term_until=2025-09-01 left=2025-09-02 left_why=D trainings=2 trained=2025-05-01 handled=20 assisted=5 \
                paid_period=500 paid_total=900",
        breaches: &[
            ("R5-101", "left=2024-12-31"),
            ("R5-102", "term_until=2024-12-31"),
            ("R5-103", "term_until="),
            ("R5-104", "qualification="),
            ("R5-105", "post=2 assisted="),
            ("R5-106", "paid_period=901"),
            ("R5-107", "handled=0 assisted="),
            ("R5-108", "left_why="),
            ("R5-109", "left="),
            ("R5-110", "left= appointed=2024-09-29 trained=2024-09-29"),
        ],
    },
    Rules {
        form: "X1",
        clean: "matter=M-1 stage=3 kind=1 urgency=1 happened=2025-08-14T07:30 learnt=2025-08-14T08:00 \
                reported=2025-08-14T09:30 area=A persons=60 risk=1 facts=B measures=C cross_region=yes \
                committee_told=2025-08-14T09:00 ended=2025-08-14T09:20 result=D handler=E signer=F plan_grade=3 \
                plan_on=2025-08-14T08:10 opinion=G opinion_status=3 opinion_answered=2025-08-14T08:30",
        breaches: &[
            ("X1-101", "reported=2025-08-14T07:59"),
            ("X1-102", "happened=2025-08-14T08:01"),
            ("X1-103", "stage=1 reported=2025-08-14T10:01"),
            ("X1-104", "stage=1 urgency=2 reported=2025-08-14T12:01"),
            ("X1-105", "stage=1 urgency=3 reported=2025-08-15T08:01"),
            ("X1-106", "number=1"),
            ("X1-107", "result="),
            ("X1-108", "stage=2"),
            ("X1-109", "ended=2025-08-14T07:59"),
            ("X1-110", "committee_told="),
            ("X1-111", "urgency=2"),
            ("X1-111", "urgency=3 risk=4 persons=50"),
            ("X1-112", "measures="),
            ("X1-113", "plan_on="),
            ("X1-114", "plan_on=2025-08-14T07:59"),
            ("X1-115", "kind=4 opinion="),
            ("X1-115", "kind=4 opinion_status="),
            ("X1-116", "kind=4 opinion_status=2"),
            ("X1-117", "opinion_answered=2025-08-14T07:59"),
        ],
    },
    Rules {
        form: "X2",
        clean: "kind=1 origin_form=L1 origin_no=A to=B employer=C persons=60 risk=1 reason=D done=E asks=F handed=2025-07-01 \
                handed_by=G approved_by=H answer_due=2025-07-05 received=2025-07-06 received_by=I next=J",
        breaches: &[
            ("X2-101", "received=2025-06-30"),
            ("X2-102", "received_by="),
            ("X2-103", "received_by=G"),
            ("X2-104", "approved_by=G（副局长）"),
            ("X2-105", "answer_due="),
            ("X2-105", "kind=6 answer_due="),
            ("X2-106", "answer_due=2025-06-30"),
            ("X2-107", "risk=3"),
            ("X2-108", "next="),
            ("X2-108", "kind=4 next="),
            ("X2-109", "received="),
        ],
    },
    Rules {
        form: "D1",
        clean: "answer_no=1 serial=D2025-1 kind=2 day=2025-07-05 content=A measures=B evidence=C until=2025-07-30 leader=D responsible=E",
        breaches: &[
            ("D1-101", "measures="),
            ("D1-102", "leader="),
            ("D1-103", "kind=4 evidence="),
            ("D1-103", "kind=5 evidence="),
            ("D1-104", "kind=6 until="),
            ("D1-105", "until=2025-07-04"),
            ("D1-106", "responsible=D"),
        ],
    },
];
