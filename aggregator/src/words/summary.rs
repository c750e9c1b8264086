//! Words of the quarterly summary.

schemas::catalogue! {
    /// The page of the whole city.
    OF_WHOLE = "{whole}{summary}", "{summary}: whole {whole}";
    /// A part of the sentence of state.
    FROM_BUREAUS = "{count}个单位", "{count} bureaus";
    /// A part of the sentence of state.
    UNCONFIRMED = "含待确认的台账", "holds ledgers to be confirmed";
    /// Above the table.
    DERIVED = "由已通过校验的台账自动汇总，不可编辑；数字有误的，更正台账。", "Derived from ledgers that were validated, and never edited. Where a figure is wrong, amend the ledger.";
    /// What a survey form prints.
    SURVEY = "表号：{number}　制定机关：{issuer}　批准（备案）文号：{approval}　有效期至：{until}", "Form {number} · issued by {issuer} · approval {approval} · valid until {until}";
    /// Heading.
    ITEM = "项目", "Item";
    /// Under a heading.
    CASES = "件", "cases";
    /// Under a heading.
    PERSONS = "人", "persons";
    /// Under a heading.
    MONEY = "万元", "yuan";
    /// Below the table.
    ABSENT = "{forms}未报送，相应各行为“—”。", "{forms}: not filed; the rows are “—”.";
    /// Below the table.
    BROKEN_YEARS = "{forms}本年有缺期，不列当年累计。", "{forms}: a period of the year is missing; the year is not shown.";
    /// Nothing to derive.
    NOTHING = "本期还没有通过校验的台账，无从汇总。", "No ledger of this period has been validated; there is nothing to derive.";
    /// Heading.
    RELATIONS = "逻辑关系", "Relations";
    /// Beside that heading.
    ALL_HOLD = "{count}条均成立", "all {count} hold";
    /// Beside that heading.
    SOME_FAIL = "{count}处不成立", "{count} do not hold";
    /// Heading.
    CODE = "编号", "Code";
    /// Heading.
    RELATION = "关系", "Relation";
    /// Heading.
    STATE = "状态", "State";
    /// State of a relation.
    HOLDS = "成立", "holds";
    /// State of a relation.
    FAILS = "{at}：{left}，应与{right}相符", "{at}: {left} against {right}";
    /// A relation every summary keeps.
    YEAR_RELATION = "当年累计等于上期累计加本期数", "The year is the year before plus this period";
}
