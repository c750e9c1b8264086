//! The report of a check: findings, figures, verdict, and what the ledger would bring.

schemas::catalogue! {
    /// Findings stop the filing.
    STOPPED = "有 {n} 条问题须先处理，未报送。", "{n} findings have to be dealt with first; nothing was filed.";
    /// First line of a report.
    REPORT_HEAD = "{form} {name}  {period}  {rows} 行", "{form} {name}  {period}  {rows} rows";
    /// Held against.
    CARRIED = "与{period}期末未结 {n} 件核对", "held against {n} cases open at the end of {period}";
    /// First ledger.
    FIRST_LEDGER = "首次建账（基线），期初未结不与上期核对", "first ledger (baseline): opening cases are taken as they are";
    /// Unknown carry-over.
    CARRY_UNKNOWN = "本机没有上期报送，期初未结未与上期核对", "nothing filed before is known here: opening cases were not held against it";
    /// Blocking findings.
    BLOCKING = "阻断 {n} 条（必须更正）", "{n} blocking (must be put right)";
    /// Findings to explain.
    TO_EXPLAIN = "说明 {n} 条（须写明理由）", "{n} to explain (need a reason)";
    /// Notices.
    NOTICES = "提示 {n} 条", "{n} notices";
    /// Found value.
    FOUND = "  值“{found}”", "  value “{found}”";
    /// Figures.
    FIGURES = "汇总", "Figures";
    /// A derived summary.
    DERIVED = "{summary} {name}（由本台账自动得出，不另报）", "{summary} {name} (derived from this ledger, never filed)";
    /// Every relation holds.
    RELATIONS_HOLD = "  逻辑关系：均成立", "  Relations: all hold";
    /// A relation fails.
    RELATION_FAILS = "  逻辑关系 [{code}] {at}：{what}，现为 {left} 和 {right}", "  Relation [{code}] {at}: {what}; it is {left} and {right}";
    /// Verdict.
    VERDICT_BLOCKED = "结论：有 {n} 条阻断问题，不能报送。", "Verdict: {n} blocking findings; it cannot be filed.";
    /// Verdict.
    VERDICT_EXPLAIN = "结论：{n} 条须说明理由后方可报送（--explain 文件）。", "Verdict: {n} findings need a reason before it can be filed (--explain FILE).";
    /// Verdict.
    VERDICT_CLEAN = "结论：可以报送。", "Verdict: it can be filed.";
    /// Check and file: what a ledger brings.
    BRINGS = "报送后，本单位另须报：", "Once filed, it brings:";
    /// Of a matter not known before: grade, matter, form, name, hours, due.
    BRINGS_FIRST = "  {grade} {subject}：{form}《{name}》{which}，平台收到本台账后{hours}小时内（如现在报送，{due}前）", "  {grade} {subject}: {form} {name}, {which}, within {hours} h of the city's receipt (filed now: by {due})";
    /// Of a matter known before.
    BRINGS_REPORT = "  {grade} {subject}：{form}《{name}》{which}，{due}前", "  {grade} {subject}: {form} {name}, {which}, by {due}";
    /// While cases of a grade are open.
    BRINGS_LEDGER = "  {grade}{n}件：{period}{form}《{name}》，{due}前", "  {grade}, {n}: {form} {name} for {period}, by {due}";
}
