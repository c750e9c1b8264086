//! Words of the brief.

schemas::catalogue! {
    /// Title of a brief of a day.
    OF_DAY = "{campaign}日报", "{campaign}: brief of the day";
    /// Title of a brief of a week.
    OF_WEEK = "{campaign}周报", "{campaign}: weekly brief";
    /// Title of a brief of a month.
    OF_MONTH = "{campaign}月报", "{campaign}: monthly brief";
    /// Title of a brief of a quarter.
    OF_QUARTER = "{campaign}季报", "{campaign}: quarterly brief";
    /// Title of a brief of a stage.
    OF_PHASE = "{campaign}阶段简报", "{campaign}: brief of the stage";
    /// What leads to it.
    BRIEF = "简报", "Brief";
    /// The sentence above the table.
    LEAD = "{all}个单位中{filed}个已报齐；在办案件{open}件。{rates}。", "{filed} of {all} bureaus have filed all; {open} cases are in hand. {rates}.";
    /// A rate in that sentence.
    RATE = "{name}{value}（{num}/{den}）", "{name} {value} ({num}/{den})";
    /// Heading.
    IN_HAND = "在办案件", "In hand";
    /// Last row.
    WHOLE = "{whole}", "Whole {whole}";
    /// Heading.
    DOUBTS = "数据质量提示", "Please check";
    /// Below the table.
    NOTE = "在办案件为期末未结，由各单位已通过校验的台账自动汇总；比率列出分子、分母，未报送的为“—”。", "In hand is what is open at the end of the period, derived from validated ledgers; rates show their two counts, and what was not filed is “—”.";
    /// Nothing to say.
    NOTHING = "本期还没有通过校验的台账，暂无简报。", "No ledger of this period has been validated; there is no brief yet.";
}
