//! The rules of reports and daily ledgers: L7, L7M, L8, L9, L9R, L10, B1.

use super::Rules;

pub const RULES: &[Rules] = &[
    Rules {
        form: "L7",
        clean: "matter=M-1 stage=3 urgency=1 happened=2025-08-14T07:30 learnt=2025-08-14T08:00 reported=2025-08-22T17:00 \
                employer=A staff=180 persons=68 peak=68 on_site=20 amount=312600000 advanced=80000000 paid=312600000 \
                risk=1 cross_region=yes committee_told=2025-08-14T09:30 arrived=2025-08-14T08:40 \
                grid_arrived=2025-08-14T08:20 lead_official=B adviser=C ended=2025-08-22T16:00 result=D review=E \
                signer=F acts=10 plan_grade=3 plan_on=2025-08-14T08:15",
        breaches: &[
            ("L7-101", "reported=2025-08-13T07:00"),
            // Of two instants the minute decides.
            ("L7-102", "happened=2025-08-14T08:01"),
            ("L7-103", "stage=1 reported=2025-08-14T10:01"),
            ("L7-104", "number=1"),
            ("L7-105", "result="),
            ("L7-106", "stage=2"),
            ("L7-107", "ended=2025-08-14T07:59"),
            ("L7-108", "review="),
            ("L7-109", "committee_told="),
            ("L7-110", "on_site=69"),
            ("L7-111", "persons=181"),
            ("L7-112", "lead_official="),
            ("L7-113", "adviser="),
            ("L7-114", "arrived= grid_arrived="),
            ("L7-115", "arrived=2025-08-14T07:59"),
            ("L7-116", "paid=312600001"),
            ("L7-117", "plan_on="),
            ("L7-118", "plan_on=2025-08-14T07:59"),
            ("L7-118", "plan_grade="),
        ],
    },
    Rules {
        form: "L7M",
        clean: "level=3 risk=1 entered=2025-08-14 learnt=2025-08-14T08:00 first_reported=2025-08-14T09:12 \
                arrived=2025-08-14T08:40 employer=A persons=68 amount=312600000 cause=0101 lead_official=B status=4 \
                progress=C paid=312600000 paid_persons=68 due=2025-08-30 closed=2025-08-22 evidence=D reviewer=E",
        breaches: &[
            ("L7M-101", "level=1"),
            ("L7M-102", "closed="),
            ("L7M-103", "status=2"),
            ("L7M-104", "reviewer="),
            ("L7M-105", "closed=2025-08-13"),
            ("L7M-106", "first_reported=2025-08-14T07:59"),
            ("L7M-107", "arrived=2025-08-14T07:59"),
            ("L7M-108", "first_reported=2025-08-14T10:01"),
            ("L7M-109", "level=2"),
            ("L7M-110", "paid_persons=69"),
            ("L7M-111", "paid=312600001"),
            ("L7M-112", "closed="),
            ("L7M-113", "amount="),
        ],
    },
    Rules {
        form: "L8",
        clean: "date=2025-08-14 employer=A staff=180 planned=24 done=10 marked=yes way=1 plan_reported=yes \
                plan_on=2025-08-01 union_heard=yes owed=500 paid=400 special=2 disputes=1 relief=0 insurance=1 \
                insurance_persons=10 jobs=2 jobs_persons=10 training=0 hardship=0",
        breaches: &[
            ("L8-101", "date=2025-10-01"),
            ("L8-102", "planned=181"),
            ("L8-103", "done=25"),
            ("L8-104", "marked="),
            // 17 of 180 are 9.4 %, and fewer than 20.
            ("L8-105", "planned=17"),
            ("L8-106", "plan_reported=no plan_on="),
            ("L8-107", "union_heard=no"),
            ("L8-108", "plan_on="),
            ("L8-109", "plan_reported=no"),
            ("L8-110", "paid=501"),
            ("L8-111", "special=25"),
            ("L8-112", "disputes=25"),
            ("L8-113", "relief=1"),
            ("L8-114", "relief_persons=25"),
            ("L8-115", "insurance_persons="),
            ("L8-116", "insurance_persons=25"),
            ("L8-117", "jobs_persons="),
            ("L8-118", "jobs_persons=25"),
            ("L8-119", "training=2"),
            ("L8-120", "training_persons=25"),
            ("L8-121", "hardship=1"),
            ("L8-122", "hardship_persons=25"),
            ("L8-123", "training="),
        ],
    },
    Rules {
        form: "L9",
        clean: "date=2025-08-14 leader=A officer=B reported=2025-08-14T16:20 events=1 gatherings=0 extreme=1 capital=0 \
                opinion=0 other=0 event_persons=30 signs=1 nothing=no facts=C signer=D",
        breaches: &[
            ("L9-101", "date=2025-10-01"),
            ("L9-102", "nothing=yes"),
            ("L9-103", "events=0 event_persons= extreme=0"),
            ("L9-104", "facts="),
            ("L9-105", "event_persons="),
            ("L9-106", "events=0"),
            ("L9-107", "signs="),
            ("L9-108", "reported=2025-08-13T16:20"),
        ],
    },
    Rules {
        form: "L9R",
        clean: "date=2025-08-14 shift=3 leader=A officer=B",
        breaches: &[("L9R-101", "date=2025-06-30")],
    },
    Rules {
        form: "L10",
        clean: "channel=3 registered=2025-07-01T09:00 received=2025-07-01T10:00 signed=2025-07-01T11:00 \
                accepted=2025-07-01T11:00 contacted=2025-07-02T09:00 due=2025-09-29 extended=yes extended_days=30 \
                closed=2025-07-20T10:00 outcome=1 asker_told=2025-07-20T11:00 revisited=2025-07-25T10:00 \
                solved_said=yes satisfaction=1 on_time=yes amount=500 paid=500 skip_level=yes backlog=yes \
                lead_official=A",
        breaches: &[
            ("L10-101", "outcome="),
            ("L10-102", "closed="),
            ("L10-103", "closed=2025-06-30T10:00"),
            ("L10-104", "due=2025-06-30"),
            ("L10-105", "registered=2025-07-02T09:00"),
            ("L10-106", "signed=2025-06-30T11:00"),
            ("L10-107", "accepted=2025-06-30T11:00"),
            ("L10-108", "contacted=2025-06-30T11:00"),
            ("L10-109", "contacted=2025-07-21T11:00"),
            ("L10-110", "revisited=2025-07-19T11:00"),
            ("L10-111", "due=2025-07-19"),
            ("L10-112", "closed="),
            ("L10-113", "revisited="),
            ("L10-114", "closed="),
            ("L10-115", "solved_said=no"),
            ("L10-116", "outcome=8"),
            ("L10-117", "extended=no"),
            ("L10-118", "lead_official="),
            ("L10-119", "channel=1"),
            ("L10-120", "paid=501"),
            ("L10-121", "due=2025-07-19"),
            ("L10-122", "closed="),
            ("L10-123", "asker_told="),
            ("L10-124", "petitions=2"),
        ],
    },
    Rules {
        form: "B1",
        clean: "systemic=1 violent=0 capital=0 individual=0 hype=0 facts=A reviewer=B signer=C signed_on=2025-10-02",
        breaches: &[("B1-101", "facts="), ("B1-102", "reviewer="), ("B1-103", "signed_on=2025-06-30")],
    },
];
