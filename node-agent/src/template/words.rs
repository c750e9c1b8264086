//! What a template says to the person who fills it, in both languages.

use schemas::text::Text;

schemas::catalogue! {
    /// Name of the sheet that is filled in.
    TEMPLATE_LEDGER = "{form}台账", "{form} ledger";
    /// What a survey form prints.
    TEMPLATE_SURVEY = "表号：{number}　制定机关：{issuer}　批准或备案文号：{approval}　有效期至：{until}　版本：{schema}", "Form no. {number}; issued by {issuer}; approval {approval}; valid until {until}; version {schema}";
    /// Legend above the headings.
    TEMPLATE_LEGEND = "* 为必填；灰色列只留在本机，不上报；各列要求见表头批注和“填表说明”", "* must be filled; grey columns stay on this machine; see the notes of the headings and the guide";
    /// Name of the guide's sheet.
    GUIDE = "填表说明", "Guide";
    /// Title of the guide.
    GUIDE_TITLE = "{name}：填表说明", "{name}: how to fill it in";
    /// What it can be made of.
    STEP_MADE = "可由本机已报送的 {sources} 生成，不必重填：node-agent prepare {form} 报告期。", "It can be made of {sources} as filed from here: `node-agent prepare {form} PERIOD`.";
    /// First step.
    STEP_ROWS = "一案一行，从表头下一行起连续填写；不合并单元格，不插合计行。", "One row a case, from the row below the headings on; no merged cells, no totals.";
    /// Second step.
    STEP_WHICH = "填报告期内任何一天未结、期内到期或期内有办理事项的全部案件；上期期末未结的，本期必须再列。", "Every case open on some day of the period, due in it, or with something dated in it; what was open at the end of the last period appears again.";
    /// Third step.
    STEP_AFTER = "报告期末以后发生的事项不填，留到下一期。", "Nothing that happened after the period; it goes into the next one.";
    /// Fourth step.
    STEP_PERSONAL = "姓名、身份证号、电话、住址只填在灰色列；其他各列出现个人信息会被阻断。", "Names, ID numbers, telephones and addresses go into the grey columns only; elsewhere they block the filing.";
    /// Fifth step.
    STEP_LISTS = "有下拉列表的，选列表中的项；代码和名称任填其一也能识别。", "Where there is a drop-down, choose from it; a code or a name alone is read too.";
    /// Sixth step.
    STEP_CHECK = "填好后运行 node-agent check 文件 --form {form} --period 报告期，按提示逐格更正，再用 node-agent file 报送。", "Run `node-agent check FILE --form {form} --period PERIOD`, correct cell by cell, then file it with `node-agent file`.";
    /// Heading of the guide's table of columns.
    GUIDE_AT = "所在列", "At";
    /// Heading of the guide's table of columns.
    GUIDE_NAME = "栏目", "Heading";
    /// Heading of the guide's table of columns.
    GUIDE_HOW = "怎么填", "How to fill it";
    /// Heading of the guide's table of columns.
    GUIDE_WHERE = "数据去向", "Where it goes";
    /// Heading of the guide's table of rules.
    GUIDE_CODE = "规则代码", "Rule";
    /// Heading of the guide's table of rules.
    GUIDE_WEIGHT = "后果", "What it does";
    /// Heading of the guide's table of rules.
    GUIDE_WHAT = "出现下列情形时提示", "When it speaks";
    /// Heading of the guide's table of rules.
    GUIDE_FIX = "怎么办", "What to do";
    /// A rule of the figures.
    OF_FIGURES = "核对构成这两个数的各行", "Check the rows that make up the numbers";
    /// Between two sentences of the guide.
    STOP = "；", "; ";
    /// A rule blocks.
    BLOCKS = "阻断，必须更正", "blocks; put it right";
    /// A rule wants a reason.
    WANTS_REASON = "须说明理由", "wants a reason";
    /// A rule is a notice.
    IS_NOTICE = "提示", "notice";
    /// Must be filled.
    MUST_FILL = "必填", "Must be filled";
    /// May be empty.
    MAY_FILL = "没有的留空", "Empty if there is none";
    /// Cell of text.
    WANT_TEXT = "文字，不超过{n}字", "Text of at most {n} characters";
    /// Cell of a whole number.
    WANT_INT = "整数，不小于{n}", "A whole number, at least {n}";
    /// Cell of money.
    WANT_MONEY = "金额，单位元，精确到分，不小于{n}", "An amount in yuan to the fen, at least {n}";
    /// Cell of a share.
    WANT_PERCENT = "百分数，即{how}，可不填，由程序计算", "A percentage, {how}; may be left out and is computed";
    /// Cell of a date.
    WANT_DATE = "日期，如 2025-07-03", "A date, such as 2025-07-03";
    /// Cell of several dates.
    WANT_LOG = "以日期开头的记录，一行一次，如 2025-07-03 约谈负责人（记录人），共不超过{n}个字", "A line for each time, beginning with its day, such as 2025-07-03 Talk with the manager (name), {n} characters at most";
    WANT_DATES = "日期；多个用顿号隔开，如 2025-07-03、2025-08-01，最多{n}个", "Dates; several are separated by commas, such as 2025-07-03, 2025-08-01, at most {n}";
    /// Cell of an instant.
    WANT_TIME = "日期和时刻，如 2025-07-03 09:41", "A date and time, such as 2025-07-03 09:41";
    /// Cell of yes or no.
    WANT_BOOL = "是或否", "Yes or no";
    /// Cell of a code.
    WANT_CODE = "从下拉列表选一项（{list}）", "One from the drop-down ({list})";
    /// Cell of several codes.
    WANT_CODES = "从下拉列表选（{list}）；多项用顿号隔开", "From the drop-down ({list}); several are separated by commas";
    /// Cell of a credit code.
    WANT_USCC = "统一社会信用代码，18位", "A credit code of 18 characters";
    /// Cell of an ID number.
    WANT_ID = "居民身份证号，18位", "An ID number of 18 characters";
    /// Yes.
    YES = "是", "yes";
    /// No.
    NO = "否", "no";
    /// The case column.
    STANDS_ONCE = "同一台账内不得重复，各期保持不变", "Stands once in a ledger and stays the same over periods";
    /// An event.
    NOT_AFTER_PERIOD = "不得晚于报告期末", "Not later than the end of the period";
    /// Free text that leaves.
    NO_PERSONAL_DATA = "不要写劳动者的个人信息", "No personal data of workers";
    /// A rule that looks at a column.
    CHECKED = "审核 {code}：{what}", "Check {code}: {what}";
    /// Column that leaves.
    GOES_UP = "随台账上报（{class}）", "Filed with the ledger ({class})";
    /// Column that stays.
    STAYS_HERE = "只留在本机，不上报（{class}）", "Stays on this machine, never filed ({class})";
}

/// Headings of the guide's table of columns.
pub(super) const GUIDE_COLUMNS: [Text; 4] = [GUIDE_AT, GUIDE_NAME, GUIDE_HOW, GUIDE_WHERE];
/// Headings of the guide's table of rules.
pub(super) const GUIDE_RULES: [Text; 4] = [GUIDE_CODE, GUIDE_WEIGHT, GUIDE_WHAT, GUIDE_FIX];

#[cfg(test)]
mod tests {
    use schemas::text::slots;

    #[test]
    fn both_languages_have_the_same_slots() {
        for (name, text) in super::ALL {
            assert_eq!(slots(&text.zh), slots(&text.en), "{name}");
        }
    }
}
