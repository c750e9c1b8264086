//! Words of the graded open cases and of the lists made of them.

schemas::catalogue! {
    /// Title.
    TITLE = "风险台账", "Open risks";
    /// Sentence of state.
    STATE = "未销账{open}件，超期未跟进{stale}件，未落实责任人{unowned}件", "{open} open, {stale} not followed up in time, {unowned} without anybody who answers";
    /// Heading.
    LEVEL = "等级", "Level";
    /// Heading.
    OPEN = "未销账", "Open";
    /// Heading.
    STALE = "超期未跟进", "Not followed up";
    /// Heading.
    UNOWNED = "未落实责任人", "Nobody answers";
    /// Heading.
    PERSONS = "涉及人数", "Persons";
    /// Heading.
    MOST = "跟进时限", "To be followed up";
    /// How often.
    WITHIN = "{days}日内", "within {days} days";
    /// Heading.
    CASE = "事项", "Case";
    /// Heading.
    BUREAU = "单位", "Bureau";
    /// Heading.
    EMPLOYER = "用人单位", "Employer";
    /// Heading.
    RESPONSIBLE = "责任人", "Who answers";
    /// Heading.
    FOLLOWED = "最近跟进", "Last followed up";
    /// Heading.
    OPENED = "发现日期", "Found";
    /// How it is looked after.
    DAYS_AGO = "{days}日前", "{days} days before";
    /// How it is looked after.
    TOO_LONG = "{days}日未跟进，超{over}日", "{days} days, {over} too many";
    /// Nobody is named.
    NOBODY = "未落实", "nobody";
    /// Heading of the workbook.
    PERIOD = "报告期", "Period";
    /// Below the title of the workbook.
    LIST_NOTE = "由各单位现行台账汇总，个人信息不上报，不在其中；本表摘要已存证，可凭回执核验。", "Made of the ledgers in force; personal data is never filed. The hash of this workbook is in the log and can be proved by its receipt.";
    /// Foot of the page.
    NOTE = "各案取最近一期台账，跟进天数算至该报告期末（未结束的算至今天）；跟进时限按表式规则。", "Each case as its newest ledger has it; days are counted to the end of that period, or to today while it runs. How often is said by the rules of the form.";
    /// Empty.
    NONE = "没有未销账的风险事项。各单位报送劳资纠纷排查化解台账（L1）后，未销账的按风险等级列在这里。", "No risk is open. Open cases of the ledger of disputes (L1) are listed here by their level.";
    /// More are not listed.
    MORE = "只列前{n}件；请按等级或单位缩小范围", "The first {n}; narrow down by level or bureau";
    /// Section.
    LISTS = "督办清单", "Lists for the leading group";
    /// Title of a list.
    LIST_OF = "风险台账督办清单（{level}，截至{day}）", "Open risks ({level}, as of {day})";
    /// Every level.
    ALL_LEVELS = "全部等级", "all levels";
    /// Button.
    ISSUE = "生成清单并存证", "Make a list and enter it in the log";
    /// Below the button.
    ISSUE_NOTE = "清单含台账中可以上报的全部列，供领导小组督办；摘要写入存证日志，之后可凭回执核验未被改动。", "It has every column that may leave a bureau. Its hash is entered in the log, so that its receipt proves it was not changed.";
    /// A list.
    ROWS = "{n}件", "{n} cases";
    /// A list.
    LEAF = "{at}，存证第{leaf}条", "{at}, leaf {leaf} of the log";
    /// Link.
    DOWNLOAD = "下载清单", "Workbook";
    /// Link.
    RECEIPT = "回执", "Receipt";
    /// Link.
    DOCUMENT = "存证文书", "Document";
    /// Refusal.
    R_EMPTY = "没有符合条件的风险事项，不生成清单", "No open risk answers to this; there is nothing to list";
    /// Refusal.
    R_MANY = "超过{most}件，请按等级或单位分别生成", "More than {most} cases; make a list of one level or bureau";
}
