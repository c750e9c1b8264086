//! What the bureau owes, and where its open cases stand under their limits.

schemas::catalogue! {
    /// Duties.
    NO_DUTIES = "目前没有待报任务", "Nothing is owed at present";
    /// Duties: countdown, form, period, matter, stage, due.
    DUTY_LINE = "{countdown}  {form} {period}{subject}{which}  {stage}  截止 {due}", "{countdown}  {form} {period}{subject}{which}  {stage}  due {due}";
    /// Duties.
    WHICH_REPORT = "（{which}）", " ({which})";
    /// Duties.
    MORE_DUTIES = "另有{n}项，见 node-agent duties", "{n} more: node-agent duties";
    /// Duties.
    DUTY_EXTENDED = "    市局准予延期至 {until}：{reason}", "    extended by the city until {until}: {reason}";
    /// Duties.
    DUTY_EXEMPT = "    市局准予豁免：{reason}", "    let off by the city: {reason}";
    /// Countdown.
    COUNT_DAYS = "剩{n}天", "{n} d left";
    /// Countdown.
    COUNT_HOURS = "剩{n}小时", "{n} h left";
    /// Countdown.
    COUNT_MINUTES = "剩{n}分钟", "{n} min left";
    /// Countdown.
    COUNT_OVER = "逾期{n}天", "{n} d overdue";
    /// Countdown.
    COUNT_EXEMPT = "免报", "let off";
    /// Stage.
    STAGE_NOT_YET = "未到期", "not due yet";
    /// Stage.
    STAGE_TO_FILE = "待报", "to file";
    /// Stage.
    STAGE_SEALED = "已封存，未回执", "sealed, no receipt yet";
    /// Stage.
    STAGE_TO_AMEND = "待更正", "to amend";
    /// Stage.
    STAGE_FILED = "已报送", "filed";
    /// Stage.
    STAGE_EXEMPT = "豁免", "exempt";
    /// Under a duty.
    OFFER_WAITS = "    已由本机台账生成，待签发：node-agent sign {number}{signer}", "    made of ledgers held here; to be signed: `node-agent sign {number}{signer}`";
    /// Under a duty.
    OFFER_LEDGER = "    可由本机台账生成：node-agent prepare {form} {period}{subject}", "    can be made of ledgers held here: `node-agent prepare {form} {period}{subject}`";
    /// Under a duty.
    OFFER_PART = "    可由本机台账预填（{n}处须人工补填）：node-agent prepare {form} {period}{subject}", "    can be begun from ledgers held here (cells left to a person: {n}): `node-agent prepare {form} {period}{subject}`";
    /// Under a duty.
    OFFER_NIL = "    本机没有需要列报的内容；确无情况的可零报告：node-agent prepare {form} {period}{subject}", "    nothing held here belongs into it; if there is nothing to report: `node-agent prepare {form} {period}{subject}`";
    /// Head of the list of time limits.
    DEADLINES_HEAD = "未结案件{open}件，其中超期{overdue}件；以下{shown}件需要留意", "open cases: {open}, overdue: {overdue}; to look at: {shown}";
    /// A case of it.
    DEADLINE_LINE = "  {form} {case}  {stand}  届满日 {last}  {limit}（{article}；{period}台账）", "  {form} {case}  {stand}  last day {last}  {limit} ({article}; ledger of {period})";
    /// What has to be known of it.
    DEADLINE_NOTE = "      {note}", "      {note}";
}
