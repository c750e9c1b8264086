//! Words of what has been open for long.

schemas::catalogue! {
    /// Title.
    TITLE = "积案", "Backlog";
    /// Sentence of state.
    OPEN = "未结{n}件", "{n} open";
    /// Sentence of state.
    FILERS = "{filers}/{all}个单位", "{filers} of {all} bureaus";
    /// Tabs.
    BY_FORM = "按台账", "By ledger";
    /// Heading.
    AGES = "未结时长", "How long open";
    /// Heading.
    ALL_OPEN = "期末未结", "Open at the end";
    /// Heading.
    OVER = "超{days}日", "Over {days} days";
    /// Heading.
    BUREAU = "单位", "Bureau";
    /// Row.
    TOGETHER = "合计", "Together";
    /// Heading.
    AT_START = "行动开始时积案", "Open when the campaign began";
    /// Heading.
    CLEARED = "已清", "Cleared";
    /// Heading.
    LEFT = "剩余", "Left";
    /// Heading.
    WAY = "积案清理进度", "Clearing the backlog";
    /// Heading.
    PERIOD = "报告期", "Period";
    /// Below the heading.
    OF_WHOLE = "各期台账齐全的{n}个单位", "bureaus whose ledgers are whole: {n}";
    /// Foot.
    NOTE = "按各单位已通过校验的台账计算：期末未结中，受理（立案、接收）至报告期末超过所列日数的件数，各档包含更长的各档。积案为行动开始前受理、开始时未结的案件；只计自行动开始各期台账齐全的单位。", "Of validated ledgers: what is open at the end of the period and came in more than so many days before; each class holds the longer ones. The backlog is what came in before the campaign and was open when it began, of bureaus whose ledgers since then are whole.";
    /// Empty.
    NONE = "本次行动没有统计未结时长的台账。", "No ledger of the campaign says how long its cases have been open.";
    /// Empty.
    NOT_FILED = "本期还没有通过校验的台账。", "No ledger of the period has been validated yet.";
}
