//! Words of what a campaign would ask: duties to come, burden, and what to look at before it is issued.

schemas::catalogue! {
    /// Page and link.
    PREVIEW = "任务预览", "What will be owed";
    /// Above the page.
    PREVIEW_NOTE = "按现行专项行动推算各单位将来应报什么、何时应报；不含个别延期和豁免。", "What each bureau will owe and when, by the campaign in force; single extensions and exemptions are left out.";
    /// Section.
    BEFORE = "发布前请核对", "To be looked at before it is issued";
    /// Nothing to look at.
    NOTHING = "没有需要核对的。", "Nothing needs a look.";
    /// Notice.
    SHORT_LEAD = "首个截止日{due}距今{days}天，不足{least}天，基层来不及准备", "the first day something is due, {due}, is {days} days away: less than {least} leave no time to prepare";
    /// Notice.
    DUE_ALREADY = "首个截止日{due}已过，最早的报告期已无法按时报送", "the first day something is due, {due}, is over: the first periods cannot be filed in time any more";
    /// Notice.
    MANY_FILINGS = "每个单位一年报送{filings}次，超过{most}次", "one bureau files {filings} times a year, more than {most}";
    /// Notice.
    SHARED = "{one}与{other}有{count}个同名栏目（{columns}），填报端一次录入即可，勿要求重复填写", "{one} and {other} have {count} columns in common ({columns}): one entry must serve both";
    /// Section.
    BURDEN = "每个单位的工作量", "Work of one bureau";
    /// Heading.
    FORM = "表", "Ledger";
    /// Heading.
    FILINGS = "全程次数", "Filings in all";
    /// Heading.
    IN_A_YEAR = "一年次数", "In a year";
    /// Heading.
    COLUMNS = "栏目数", "Columns";
    /// Foot of the table.
    ALL_FORMS = "合计", "All ledgers";
    /// Section.
    WHEN = "何时应报", "What is due when";
    /// Heading.
    DUE = "截止", "Due";
    /// Heading.
    PERIOD = "报告期", "Period";
    /// Heading.
    GRACE = "宽限至", "Grace until";
    /// Heading.
    CLOSE = "关闭", "Closes";
    /// Heading.
    RECIPIENTS = "报送对象", "Goes to";
    /// Heading.
    BUREAUS = "单位数", "Bureaus";
    /// Cell where no bureaus are known.
    EACH = "每个单位", "each";
    /// Section.
    ON_EVENT = "有事才报", "Only when something happens";
    /// Line.
    REPORTS_OF_MATTERS = "{form}：{grade}发生后{hours}小时内初报，之后每{days}天续报，直至终报", "{form}: within {hours} hours of a {grade}, then every {days} days until the last report";
    /// Line.
    WHILE_OPEN = "{form}：有未结的{grade}时才报", "{form}: while a {grade} is open";
    /// Line.
    AS_IT_HAPPENS = "{form}：有情况时当日报，不作零报告", "{form}: on the day when there is something, and no nil return";
    /// Nothing is owed.
    OWES_NOTHING = "本行动没有将来应报的台账。", "The campaign asks for nothing.";
    /// Command: a campaign in a list.
    LISTED = "{mark} {code} 第{version}版 {name} {span} {file}", "{mark} {code} version {version} {name} {span} {file}";
    /// Command.
    COPIED = "已写入{file}。请修改名称、起止、任务和指标，再用campaign check {code}检查。", "Written to {file}. Edit name, days, tasks and targets, then check it: campaign check {code}.";
    /// Command.
    SOUND = "专项行动{code}第{version}版可以使用：{forms}张表，{targets}项指标，{tasks}项任务。", "Campaign {code} version {version} can be used: {forms} ledgers, {targets} targets, {tasks} tasks.";
    /// Command.
    BURDEN_LINE = "{form}：每单位全程{filings}次，一年{year}次，每行{columns}栏", "{form}: {filings} filings a bureau in all, {year} in a year, {columns} columns a row";
    /// Command.
    TO_PUBLISH = "核对无误后，用policy publish --campaign {code}发布；各节点随即收到新的定义版本。", "When it is right, put it in force: policy publish --campaign {code}. Every node is handed the new definitions.";
}
