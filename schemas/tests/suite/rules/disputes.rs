//! The rules of the ledgers of disputes and of watched employers: L1.

use super::Rules;

pub const RULES: &[Rules] = &[Rules {
    form: "L1",
    clean: "area=A found=2025-07-01 source=13 employer=B employer_code=91310112MA1GB00A5Y employer_type=12 industry=E \
            construction=yes project=C investment=1 supervisor=01 cause=0101 persons=60 migrant_workers=60 \
            women_workers=60 platform_workers=60 amount=100000000 arrears_months=2 repeats=2 risk=1 signs=10 plan=D unit=E \
            leader=F handler=G lead_official=H lead_post=I lead_level=2 due=2025-09-30 followed=2025-09-28 followups=5 \
            adviser=J guided=2025-09-20 guidances=2 advanced=100 fund=1 recovery=2 status=4 resolved=2025-09-10 outcome=1 \
            paid=100000000 paid_persons=60 evidence=K reviewer=L reviewed=2025-09-12 closed=2025-09-15 committee_told=yes \
            committee_on=2025-07-10 copied_up=yes copied_on=2025-07-10 closed_before=2025-07-20 reopened=2025-08-01 reopen_reason=M \
            breakthrough=yes breakthrough_result=1",
    breaches: &[
        ("L1-101", "closed="),
        ("L1-102", "outcome="),
        ("L1-103", "evidence="),
        ("L1-104", "reviewer="),
        ("L1-105", "reviewed="),
        ("L1-106", "reviewer=G（科员）"),
        ("L1-107", "reviewer=Ｈ"),
        ("L1-108", "status=2"),
        ("L1-109", "status=7 closed="),
        ("L1-110", "status=6"),
        ("L1-111", "closed=2025-06-30"),
        ("L1-112", "due=2025-06-30"),
        ("L1-113", "resolved=2025-06-30"),
        ("L1-114", "reviewed=2025-09-09"),
        ("L1-115", "closed=2025-09-11"),
        ("L1-116", "resolved="),
        ("L1-117", "status=2"),
        ("L1-118", "plan="),
        ("L1-119", "lead_official="),
        ("L1-120", "lead_level="),
        ("L1-121", "risk=2"),
        // Each of the thresholds alone.
        ("L1-121", "risk=4 persons=1 amount=1 arrears_months= repeats= signs=10"),
        ("L1-121", "risk=4 persons=50 amount=1 arrears_months= repeats= signs="),
        ("L1-121", "risk=4 persons=1 amount=100000000 arrears_months= repeats= signs="),
        ("L1-122", "risk=3 persons=30 amount=1 arrears_months= repeats= signs="),
        ("L1-122", "risk=3 persons=1 amount=50000000 arrears_months= repeats= signs="),
        ("L1-122", "risk=3 persons=1 amount=1 arrears_months=2 repeats= signs="),
        ("L1-122", "risk=3 persons=1 amount=1 arrears_months= repeats=2 signs="),
        ("L1-123", "risk=4 persons=10 amount=1 arrears_months= repeats= signs="),
        ("L1-123", "risk=4 persons=1 amount=10000000 arrears_months= repeats= signs="),
        ("L1-123", "risk=4 persons=1 amount=1 arrears_months=1 repeats= signs="),
        ("L1-124", "persons=29 amount=49999999 arrears_months=1 repeats=1 signs="),
        ("L1-125", "project="),
        ("L1-126", "investment="),
        ("L1-127", "supervisor="),
        ("L1-128", "migrant_workers=61"),
        ("L1-129", "women_workers=61"),
        ("L1-130", "platform_workers=61"),
        ("L1-131", "paid=100000001"),
        ("L1-132", "paid_persons=61"),
        ("L1-133", "paid="),
        ("L1-134", "fund="),
        ("L1-135", "recovery="),
        ("L1-136", "committee_on="),
        ("L1-137", "copied_on="),
        ("L1-138", "employer_code="),
        ("L1-139", "closed= adviser="),
        ("L1-140", "closed= guided=2025-08-30"),
        // Red 3, orange 7, yellow 15, blue 30 days before the end of the period.
        ("L1-141", "closed= followed=2025-09-26"),
        ("L1-142", "closed= risk=2 followed=2025-09-22"),
        ("L1-143", "closed= risk=3 followed=2025-09-14"),
        ("L1-144", "closed= risk=4 followed="),
        ("L1-145", "reopen_reason="),
        ("L1-146", "reopened="),
        ("L1-147", "reopened=2025-06-30"),
        ("L1-148", "reopened=2025-09-16"),
        ("L1-149", "closed="),
        ("L1-150", "status=5"),
        ("L1-151", "arrears_months="),
        ("L1-152", "closed_before="),
        ("L1-153", "closed_before=2025-08-02"),
        ("L1-154", "breakthrough="),
        ("L1-155", "breakthrough_result="),
    ],
}];
